import type { PluginDatabase } from '@lightkeeper/plugin-sdk';
import { BLOCK_BITS, BLOCKS } from '../names.js';

/** Entries from `low` up to but not including `high`. */
export interface SeqRange {
  low: number;
  high: number;
}

export const ALL_SEQ = Number.MAX_SAFE_INTEGER;

/**
 * The bounds of `seq` outside of which no entry has a time in `[since, until)`. Inside there may be others: clocks jump.
 * Exact all the same, since each block knows its least and greatest time.
 */
export function rangeOfTimes(db: PluginDatabase, since: number | null, until: number | null, floor: number): SeqRange {
  let low = floor;
  let high = ALL_SEQ;
  if (since !== null) {
    const [first] = db.all<{ block: number | null }>(`SELECT min(block) AS block FROM ${BLOCKS} WHERE max_ts >= ?`, [since]);
    if (typeof first?.block !== 'number') return { low, high: low };
    low = Math.max(low, first.block * 2 ** BLOCK_BITS);
  }
  if (until !== null) {
    const [last] = db.all<{ block: number | null }>(`SELECT max(block) AS block FROM ${BLOCKS} WHERE min_ts < ?`, [until]);
    if (typeof last?.block !== 'number') return { low, high: low };
    high = (last.block + 1) * 2 ** BLOCK_BITS;
  }
  return { low, high: Math.max(low, high) };
}
