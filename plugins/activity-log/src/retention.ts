import type { ActivityWriter, Clock, Logger, PluginDatabase } from '@lightkeeper/plugin-sdk';
import { breathe } from './breathe.js';
import { BLOCK_BITS, BLOCKS, COUNTS, ENTRIES } from './names.js';
import type { LogSettings } from './settings.js';
import type { LogState } from './state.js';
import type { vocabulary } from './vocabulary.js';

const BLOCK_SIZE = 2 ** BLOCK_BITS;
const DAY_MS = 86_400_000;
/** How often the limits are checked by themselves. */
export const PRUNE_EVERY_MS = 3_600_000;

export interface PruneResult {
  removed: number;
  duration_ms: number;
}

export interface RetentionParts {
  db: PluginDatabase;
  clock: Clock;
  log: Logger;
  activity: ActivityWriter<typeof vocabulary>;
  settings: () => Readonly<LogSettings>;
  state: LogState;
  /** How many entries the log holds. */
  count: () => Promise<number>;
}

/**
 * Keeps the log within its limits. Every removal is a transaction of at most one block of entries, and between two of them everybody
 * else has their turn: the log may be long, but nobody waits for it.
 */
export class Retention {
  #run: Promise<PruneResult> | null = null;
  #sweep: Promise<void> | null = null;
  #asked = false;
  #stopped = false;
  #next_at: number | null = null;

  constructor(private readonly parts: RetentionParts) {}

  /** When the next run by itself is due, epoch milliseconds. */
  get next_at(): number | null {
    return this.#next_at;
  }

  expectNext(in_ms: number): void {
    this.#next_at = this.parts.clock.now() + in_ms;
  }

  /** Removes what is too old or too much. A run that is already going is shared. One that somebody asked for is recorded in any case. */
  async prune({ asked = false } = {}): Promise<PruneResult> {
    this.#asked ||= asked;
    this.#run ??= this.#prune().finally(() => (this.#run = null));
    return this.#run;
  }

  /**
   * Empties the log at once: in one transaction the entry `activity_cleared` is written and everything before it becomes invisible.
   * The rows themselves are removed bit by bit after that, and after a restart too.
   */
  async clear(): Promise<{ removed: number }> {
    const { db, activity, state } = this.parts;
    const cleared = await db.transaction(async (tx) => {
      const last = await tx.get<{ seq: number | null }>(`SELECT max(seq) AS seq FROM ${ENTRIES}`, []);
      const counted = await tx.get<{ n: number | null }>(`SELECT sum(n) AS n FROM ${COUNTS}`, []);
      const removed = counted?.n ?? 0;
      await state.put(tx, 'floor', (last?.seq ?? 0) + 1);
      await tx.run(`DELETE FROM ${COUNTS}`, []);
      await activity.record('system', 'activity_cleared', { metadata: { removed } }, { tx, bypass_enabled: true });
      return { removed };
    });
    void this.sweep();
    return cleared;
  }

  /** Removes the rows that a `clear` has made invisible. */
  async sweep(): Promise<void> {
    this.#sweep ??= this.#removeCleared()
      .catch((error: unknown) => {
        this.parts.log.error('Cleared entries could not be removed; it is tried again with the next run.', { error: String(error) });
      })
      .finally(() => (this.#sweep = null));
    return this.#sweep;
  }

  /** Ends work that is going on after its current batch. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#sweep;
    await this.#run?.catch(() => undefined);
  }

  async #removeCleared(): Promise<void> {
    const { floor } = this.parts.state;
    if (floor === 0) return;
    let changes = BLOCK_SIZE;
    while (changes === BLOCK_SIZE && !this.#stopped) {
      changes = await this.#remove(`SELECT seq FROM ${ENTRIES} WHERE seq < ? ORDER BY seq LIMIT ?`, [floor, BLOCK_SIZE]);
    }
    await this.#tidy();
  }

  async #prune(): Promise<PruneResult> {
    const { clock, db, state, activity, settings } = this.parts;
    const started = clock.now();
    await this.sweep();
    const { retention_days, retention_entries } = settings();
    const removed = (await this.#removeOlder(started - retention_days * DAY_MS)) + (await this.#removeBeyond(retention_entries));
    if (removed > 0) await this.#tidy();
    const duration_ms = clock.now() - started;
    const worth_an_entry = removed > 0 || this.#asked;
    this.#asked = false;
    await db.transaction(async (tx) => {
      await state.put(tx, 'prune', { at: clock.now(), removed, duration_ms });
      if (worth_an_entry) {
        const metadata = { removed, duration_ms, retention_days, retention_entries };
        await activity.record('system', 'retention_pruned', { metadata }, { tx, bypass_enabled: true });
      }
    });
    return { removed, duration_ms };
  }

  /** By age, a block at a time: the blocks know their least time, so that those without anything to remove are not looked at. */
  async #removeOlder(cutoff: number): Promise<number> {
    const { db, state } = this.parts;
    const blocks = db.all<{ block: number }>(`SELECT block FROM ${BLOCKS} WHERE min_ts < ? ORDER BY block`, [cutoff]);
    let removed = 0;
    for (const { block } of blocks) {
      if (this.#stopped) break;
      const low = Math.max(block * BLOCK_SIZE, state.floor);
      const high = (block + 1) * BLOCK_SIZE;
      removed += await this.#remove(`SELECT seq FROM ${ENTRIES} WHERE seq >= ? AND seq < ? AND ts < ?`, [low, high, cutoff], block);
    }
    return removed;
  }

  async #removeBeyond(most: number): Promise<number> {
    const { state } = this.parts;
    let excess = (await this.parts.count()) - most;
    // Room for the entry that tells of it: else the next run would find one too many again, and so for ever.
    if (excess > 0) excess += 1;
    let removed = 0;
    while (excess > 0 && !this.#stopped) {
      const wanted = Math.min(BLOCK_SIZE, excess);
      const changes = await this.#remove(`SELECT seq FROM ${ENTRIES} WHERE seq >= ? ORDER BY seq LIMIT ?`, [state.floor, wanted]);
      if (changes === 0) break;
      removed += changes;
      excess -= changes;
    }
    return removed;
  }

  async #remove(which: string, params: readonly number[], block?: number): Promise<number> {
    const changes = await this.parts.db.transaction(async (tx) => {
      const result = await tx.run(`DELETE FROM ${ENTRIES} WHERE seq IN (${which})`, params);
      if (block !== undefined) {
        const left = await tx.get<{ min_ts: number | null }>(
          `SELECT min(ts) AS min_ts FROM ${ENTRIES} WHERE seq >> ${String(BLOCK_BITS)} = ?
          AND seq >= ? AND seq < ?`,
          [block, block * BLOCK_SIZE, (block + 1) * BLOCK_SIZE],
        );
        if (typeof left?.min_ts === 'number') await tx.run(`UPDATE ${BLOCKS} SET min_ts = ? WHERE block = ?`, [left.min_ts, block]);
        else await tx.run(`DELETE FROM ${BLOCKS} WHERE block = ?`, [block]);
      }
      return result.changes;
    });
    await breathe();
    return changes;
  }

  /** Drops what the summaries still say of hours and blocks that are gone. */
  async #tidy(): Promise<void> {
    await this.parts.db.transaction(async (tx) => {
      await tx.run(`DELETE FROM ${COUNTS} WHERE n <= 0`, []);
      await tx.run(`DELETE FROM ${BLOCKS} WHERE block < (SELECT min(seq) >> ${String(BLOCK_BITS)} FROM ${ENTRIES})`, []);
    });
  }
}
