import { SEVERITIES, type ActivityEntry } from '@lightkeeper/plugin-sdk/wire';
import { formatNumber, formatTime, msg, str } from '@lightkeeper/ui';
import type { FoldRow } from './rows.js';

/** The one row that stands for a device that came and went: its newest entry, with a sentence about all of them. */
export function foldedEntry(row: FoldRow): ActivityEntry | null {
  const newest = row.entries[0];
  if (!newest) return null;
  const name = newest.entity_name ?? newest.entity_id ?? '';
  // The actor opens the sentence where it is the device itself, as in the entries that are folded.
  const severity = SEVERITIES.findLast((level) => row.entries.some((entry) => entry.severity === level)) ?? 'info';
  return { ...newest, actor: `device:${name}`, message: msg(str`${name} came and went`), severity };
}

export function foldedFact(row: FoldRow): string {
  const first = formatTime(row.entries.at(-1)?.ts ?? 0);
  const last = formatTime(row.entries[0]?.ts ?? 0);
  const count = formatNumber(row.entries.length);
  return msg(str`Between ${first} and ${last}; ${count} entries shown as one`);
}
