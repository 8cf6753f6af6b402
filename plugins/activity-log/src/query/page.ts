import type { ActivityEntry, PluginDatabase } from '@lightkeeper/plugin-sdk';
import { ENTRIES } from '../names.js';
import { ROW_COLUMNS, toEntry, type EntryRow } from '../row.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { rangeOfTimes } from './range.js';
import { selectionHash, type Selection } from './selection.js';
import { matchesNothing, planOf } from './sources.js';
import { findSeqs } from './walk.js';

/** Newest first, whichever way the page was turned. */
export interface EntryPage {
  items: ActivityEntry[];
  /** Leads to older entries; null at the end of the log. */
  next_cursor: string | null;
  /** Leads to newer entries; null on the first page and where there are none yet. */
  previous_cursor: string | null;
}

export function loadRows(db: PluginDatabase, seqs: readonly number[]): EntryRow[] {
  return db.all<EntryRow>(`SELECT ${ROW_COLUMNS} FROM ${ENTRIES} WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq DESC`, [
    JSON.stringify(seqs),
  ]);
}

/** One page of the selected entries. Throws `LK_BAD_CURSOR` for the cursor of another query. */
export async function readPage(
  db: PluginDatabase,
  selection: Selection,
  floor: number,
  limit: number,
  cursor_text: string | undefined,
  signal?: AbortSignal,
): Promise<EntryPage> {
  const hash = selectionHash(selection);
  const cursor = cursor_text === undefined ? null : decodeCursor(cursor_text, hash);
  if (matchesNothing(selection)) return { items: [], next_cursor: null, previous_cursor: null };

  const range = rangeOfTimes(db, selection.since, selection.until, floor);
  const newer = cursor?.direction === 'newer';
  if (cursor) {
    if (newer) range.low = Math.max(range.low, cursor.seq + 1);
    else range.high = Math.min(range.high, cursor.seq);
  }
  const found = await findSeqs(db, planOf(selection), range, newer ? 'newer' : 'older', limit + 1, signal);
  const more = found.length > limit;
  const rows = loadRows(db, found.slice(0, limit));
  const newest = rows[0];
  const oldest = rows.at(-1);
  const place = (direction: 'older' | 'newer', seq: number): string => encodeCursor({ direction, seq }, hash);
  if (!newest || !oldest) {
    // A page beyond the newest entry leads back to where it came from.
    return { items: [], next_cursor: newer ? place('older', cursor.seq + 1) : null, previous_cursor: null };
  }
  return {
    items: rows.map(toEntry),
    next_cursor: newer || more ? place('older', oldest.seq) : null,
    previous_cursor: cursor === null || (newer && !more) ? null : place('newer', newest.seq),
  };
}
