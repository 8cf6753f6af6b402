import type { Clock, PluginDatabase } from '@lightkeeper/plugin-sdk';
import { TRACES } from './migration.js';
import type { RunTable } from './store.js';

const BATCH = 500;
const DAY_MS = 86_400_000;

/** Removes traces that are older than so many days, the oldest first, in short transactions. Gives how many they were. */
export async function pruneTraces(parts: { db: PluginDatabase; clock: Clock; table: RunTable; days: number }): Promise<number> {
  const { db, clock, table, days } = parts;
  const cutoff = clock.now() - days * DAY_MS;
  let removed = 0;
  for (;;) {
    const oldest = db.all<{ seq: number; finished_at: number }>(`SELECT seq, finished_at FROM ${TRACES} ORDER BY seq LIMIT ?`, [BATCH]);
    const last = oldest.filter(({ finished_at }) => finished_at < cutoff).at(-1);
    if (last === undefined) break;
    const { changes } = await db.transaction((tx) =>
      tx.run(`DELETE FROM ${TRACES} WHERE seq <= ? AND finished_at < ?`, [last.seq, cutoff]),
    );
    removed += changes;
    if (last !== oldest.at(-1)) break;
  }
  if (removed > 0) table.forgetCounts();
  return removed;
}
