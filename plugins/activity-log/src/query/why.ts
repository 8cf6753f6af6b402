import type { ActivityEntry, ActivityWhy, PluginDatabase } from '@lightkeeper/plugin-sdk';
import { CAUSE } from '../migrations/0002_causes.js';
import { ENTRIES } from '../names.js';
import { ROW_COLUMNS, toEntry, type EntryRow } from '../row.js';

/** Automations are cut off long before; only a log that somebody wrote by hand is deeper. */
const MOST_CAUSES = 100;
const MOST_EFFECTS = 200;

interface WhyParts {
  db: PluginDatabase;
  /** The entry, unless it is gone or not for this reader. */
  find: (id: string) => ActivityEntry | 'hidden' | undefined;
  floor: number;
  hidden_category: string | null;
}

/** What led to an entry, and what followed from it. */
export function whyOf(entry: ActivityEntry, parts: WhyParts): ActivityWhy {
  return { ...causesOf(entry, parts), ...effectsOf(entry, parts) };
}

function causesOf(entry: ActivityEntry, { find }: WhyParts): Pick<ActivityWhy, 'items' | 'end'> {
  const items = [entry];
  const seen = new Set([entry.id]);
  for (let at = entry; at.metadata.cause_id !== undefined;) {
    const cause = seen.has(at.metadata.cause_id) || items.length > MOST_CAUSES ? undefined : find(at.metadata.cause_id);
    if (cause === undefined) return { items, end: 'gone' };
    if (cause === 'hidden') return { items, end: 'hidden' };
    items.push(cause);
    seen.add(cause.id);
    at = cause;
  }
  return { items, end: 'origin' };
}

/** Level by level, so that what follows at once comes before what follows from it. */
function effectsOf({ id }: ActivityEntry, { db, floor, hidden_category }: WhyParts): Pick<ActivityWhy, 'effects' | 'more_effects'> {
  const effects: ActivityEntry[] = [];
  const seen = new Set([id]);
  for (let level = [id]; level.length > 0;) {
    const next: string[] = [];
    for (const cause of level) {
      const room = MOST_EFFECTS - effects.length;
      const rows = db.all<EntryRow>(
        `SELECT ${ROW_COLUMNS} FROM ${ENTRIES} WHERE ${CAUSE} = ? AND ${CAUSE} IS NOT NULL AND seq >= ? ORDER BY seq LIMIT ?`,
        [cause, floor, room + 1],
      );
      for (const row of rows) {
        if (row.category === hidden_category || seen.has(row.id)) continue;
        if (effects.length === MOST_EFFECTS) return { effects, more_effects: true };
        seen.add(row.id);
        effects.push(toEntry(row));
        next.push(row.id);
      }
    }
    level = next;
  }
  return { effects, more_effects: false };
}
