import type { PluginDatabase, Severity, SqlValue } from '@lightkeeper/plugin-sdk';
import { breathe } from '../breathe.js';
import { COUNTS, HOUR_MS } from '../names.js';
import { rangeOfTimes } from './range.js';
import { matchesNothing, planOf } from './sources.js';
import type { Selection } from './selection.js';
import { fromClause, nextStep } from './walk.js';

/** How many entries share these values. */
export interface TallyRow {
  /** Number of the step of time since 1970; 0 where no step was asked for. */
  bucket: number;
  category: string;
  severity: Severity;
  actor: string;
  n: number;
}

/** Matches of one filter that one step counts. */
const REACH = 4000;

const inList = (column: string): string => ` AND ${column} IN (SELECT value FROM json_each(?))`;

/** Whole hours, from the counts that triggers keep: the same speed for a log of any size. */
function tallyHours(db: PluginDatabase, selection: Selection, hours: { from: number; to: number }, step_ms: number | null): TallyRow[] {
  const params: SqlValue[] = [hours.from, hours.to];
  let where = 'hour >= ? AND hour < ? AND n > 0';
  const { categories, severities, actor, hidden_category } = selection;
  if (categories !== null) {
    where += inList('category');
    params.push(JSON.stringify(categories));
  }
  if (hidden_category !== null) {
    where += ' AND category <> ?';
    params.push(hidden_category);
  }
  if (severities !== null) {
    where += inList('severity');
    params.push(JSON.stringify(severities));
  }
  if (actor !== null) {
    where += ' AND actor = ?';
    params.push(actor);
  }
  const bucket = step_ms === null ? '0' : `hour / ${String(Math.round(step_ms / HOUR_MS))}`;
  const actorColumn = step_ms === null ? 'actor' : `''`;
  return db.all<TallyRow>(
    `SELECT ${bucket} AS bucket, category, severity, ${actorColumn} AS actor, sum(n) AS n FROM ${COUNTS} WHERE ${where} GROUP BY 1, 2, 3, 4`,
    params,
  );
}

/** Any entries, by walking them in short steps. */
async function tallyEntries(
  db: PluginDatabase,
  selection: Selection,
  floor: number,
  step_ms: number | null,
  add: (row: TallyRow) => void,
  signal?: AbortSignal,
): Promise<void> {
  const plan = planOf(selection);
  let rest = rangeOfTimes(db, selection.since, selection.until, floor);
  const bucket = step_ms === null ? '0' : `e.ts / ${String(step_ms)}`;
  const actorColumn = step_ms === null ? 'e.actor' : `''`;
  while (rest.low < rest.high && signal?.aborted !== true) {
    const step = nextStep(db, plan, rest, 'newer', REACH);
    for (const source of step.filter.sources) {
      const from = fromClause({ ...source, narrow: source.wide }, step);
      const sql = `SELECT ${bucket} AS bucket, e.category, e.severity, ${actorColumn} AS actor, count(*) AS n ${from.sql} GROUP BY 1, 2, 3, 4`;
      for (const row of db.all<TallyRow>(sql, from.params)) add(row);
    }
    rest = step.rest;
    await breathe();
  }
}

/**
 * Counts the selected entries by category, severity and, where no step of time is given, actor. With `step_ms`, a whole number of
 * minutes, by step of time instead. Calls `add` any number of times for the same values.
 */
export async function tally(
  db: PluginDatabase,
  selection: Selection,
  floor: number,
  step_ms: number | null,
  add: (row: TallyRow) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (matchesNothing(selection)) return;
  const hourly =
    selection.entity_type === null && selection.entity_id === null && selection.words === null && (step_ms ?? 0) % HOUR_MS === 0;
  const since = selection.since ?? 0;
  const until = selection.until ?? Number.MAX_SAFE_INTEGER;
  const hours = { from: Math.ceil(since / HOUR_MS), to: Math.floor(until / HOUR_MS) };
  if (!hourly || hours.from >= hours.to) {
    await tallyEntries(db, selection, floor, step_ms, add, signal);
    return;
  }
  for (const row of tallyHours(db, selection, hours, step_ms)) add(row);
  const before = { ...selection, until: hours.from * HOUR_MS };
  const after = { ...selection, since: hours.to * HOUR_MS };
  if (selection.since !== null && before.until > since) await tallyEntries(db, before, floor, step_ms, add, signal);
  if (selection.until !== null && after.since < until) await tallyEntries(db, after, floor, step_ms, add, signal);
}
