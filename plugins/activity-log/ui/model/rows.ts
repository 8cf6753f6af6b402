import type { ActivityEntry } from '@lightkeeper/plugin-sdk/wire';

/** From how many connects and disconnects in a row a device is said to flap. Two of each may be a restart; more is a pattern. */
export const FOLD_FROM = 4;

export interface EntryRow {
  kind: 'entry';
  key: string;
  entry: ActivityEntry;
  /** Place among the day's entries, from 1. */
  position: number;
  /** Belongs to a fold that stands open. */
  unfolded: boolean;
}

export interface FoldRow {
  kind: 'fold';
  key: string;
  /** Newest first, at least {@link FOLD_FROM}. */
  entries: readonly ActivityEntry[];
  position: number;
  unfolded: boolean;
}

export type TimelineRow = EntryRow | FoldRow;

/** One day of the reader's own calendar. */
export interface DayGroup {
  /** `2026-11-21`. */
  day: string;
  /** The time of its newest entry here. */
  date: string;
  rows: TimelineRow[];
}

/** The day in the reader's time zone. */
export function dayOf(ts: string): string {
  const date = new Date(ts);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function comesAndGoes(entry: ActivityEntry): boolean {
  return entry.category === 'device' && (entry.action === 'connected' || entry.action === 'disconnected') && entry.entity_id !== null;
}

/** How many entries from `start` on tell of one device that comes and goes, within one day. */
function runLength(entries: readonly ActivityEntry[], start: number): number {
  const first = entries[start];
  if (!first || !comesAndGoes(first)) return 1;
  const day = dayOf(first.ts);
  let end = start + 1;
  for (let next = entries[end]; next; next = entries[end]) {
    if (!comesAndGoes(next) || next.entity_id !== first.entity_id || dayOf(next.ts) !== day) break;
    end += 1;
  }
  return end - start;
}

export interface RowOptions {
  /** Ids of entries whose fold stands open; one member is enough. */
  unfolded?: ReadonlySet<string>;
  /** How many entries of the first day stand before the first one here. */
  before?: number;
}

/**
 * Entries, newest first, as the timeline shows them: in days, and a flapping device's run as one row. The store keeps every entry;
 * this is only how they look.
 */
export function toDays(entries: readonly ActivityEntry[], options: RowOptions = {}): DayGroup[] {
  const days: DayGroup[] = [];
  let position = (options.before ?? 0) + 1;
  for (let index = 0; index < entries.length;) {
    const entry = entries[index];
    if (!entry) break;
    const day = dayOf(entry.ts);
    let group = days.at(-1);
    if (group?.day !== day) {
      if (group) position = 1;
      group = { day, date: entry.ts, rows: [] };
      days.push(group);
    }
    const length = runLength(entries, index);
    const run = entries.slice(index, index + length);
    if (length < FOLD_FROM) {
      group.rows.push(...run.map((one, offset) => entryRow(one, position + offset, false)));
    } else {
      const unfolded = run.some((one) => options.unfolded?.has(one.id) ?? false);
      // Named by its oldest member: new ones join at the other end, and the row stays the same row.
      group.rows.push({ kind: 'fold', key: `fold:${run.at(-1)?.id ?? entry.id}`, entries: run, position, unfolded });
      if (unfolded) group.rows.push(...run.map((one, offset) => entryRow(one, position + offset, true)));
    }
    position += length;
    index += length;
  }
  return days;
}

function entryRow(entry: ActivityEntry, position: number, unfolded: boolean): EntryRow {
  return { kind: 'entry', key: entry.id, entry, position, unfolded };
}

/** The row that holds the entry with this id, seen or folded away. */
export function rowOf(days: readonly DayGroup[], id: string): TimelineRow | undefined {
  const rows = days.flatMap((day) => day.rows);
  return (
    rows.find((row) => row.kind === 'entry' && row.entry.id === id) ??
    rows.find((row) => row.kind === 'fold' && row.entries.some((entry) => entry.id === id))
  );
}
