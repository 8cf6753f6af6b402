import type { PluginDatabase, SqlValue } from '@lightkeeper/plugin-sdk';
import { breathe } from '../breathe.js';
import type { Direction } from './cursor.js';
import type { SeqRange } from './range.js';
import { foundFilter, TABLE_FILTER, type Clause, type Filter, type Plan, type Source } from './sources.js';
import { holdsWords } from './words.js';

/** Matches of one filter that a single step looks at: some milliseconds of work. */
const REACH = 1000;

/** A stretch of the log and the filter by which it is walked there; the other filters are tests on what it finds. */
export interface Step {
  filter: Filter;
  tests: readonly Clause[];
  window: SeqRange;
  rest: SeqRange;
}

function bounds(source: Source, window: SeqRange): Clause {
  return {
    // The driver binds numbers as REAL, and FTS5 takes bounds of the rowid only as INTEGER: others it passes over and reads everything.
    sql: `${source.where.sql} AND ${source.key} >= CAST(? AS INTEGER) AND ${source.key} < CAST(? AS INTEGER)`,
    params: [...source.where.params, window.low, window.high],
  };
}

/** Where the next `reach` matches of a filter end, going through `range`. */
function reachOf(db: PluginDatabase, filter: Filter, range: SeqRange, direction: Direction, reach: number): SeqRange {
  const order = direction === 'older' ? 'DESC' : 'ASC';
  let { low, high } = range;
  for (const source of filter.sources) {
    const inside = bounds(source, range);
    const [end] = db.all<{ seq: number }>(
      `SELECT ${source.key} AS seq FROM ${source.narrow} WHERE ${inside.sql} ORDER BY ${source.key} ${order} LIMIT 1 OFFSET ?`,
      [...inside.params, reach - 1],
    );
    if (!end) continue;
    if (direction === 'older') low = Math.max(low, end.seq);
    else high = Math.min(high, end.seq + 1);
  }
  return { low, high };
}

/**
 * The next stretch to look at. Each filter is asked how far its next matches reach, and the one that reaches farthest, the rarest
 * around here, is walked. So a step has a bounded cost whatever the filters, and needs no statistics.
 */
export function nextStep(db: PluginDatabase, plan: Plan, range: SeqRange, direction: Direction, reach = REACH): Step {
  const choices = plan.filters.length === 0 ? [TABLE_FILTER] : plan.filters;
  const reached = choices.map((filter) => ({ filter, window: reachOf(db, filter, range, direction, reach) }));
  const best = reached.reduce((a, b) => (b.window.high - b.window.low > a.window.high - a.window.low ? b : a));
  const others = plan.filters.filter((other) => other !== best.filter).map((other) => other.test);
  const tests = [...others.filter((test) => 'sql' in test), ...plan.tests];
  const step: Step = {
    ...best,
    tests,
    rest: direction === 'older' ? { low: range.low, high: best.window.low } : { low: best.window.high, high: range.high },
  };
  const words = others.find((test) => 'words' in test)?.words;
  return words === undefined ? step : { ...step, filter: foundFilter(withWords(db, step, words)), tests: [] };
}

/** Which entries of a step hold the words. */
function withWords(db: PluginDatabase, step: Step, words: readonly string[]): number[] {
  const candidates = step.filter.sources.flatMap((source) => {
    const from = fromClause({ ...source, narrow: source.wide }, step);
    return db.all<{ seq: number; message: string }>(`SELECT e.seq, e.message ${from.sql}`, from.params);
  });
  return candidates.filter(({ message }) => holdsWords(message, words)).map(({ seq }) => seq);
}

/** The `FROM … WHERE …` of one source in one step. */
export function fromClause(source: Source, step: Pick<Step, 'tests' | 'window'>): Clause {
  const inside = bounds(source, step.window);
  const table = step.tests.length === 0 ? source.narrow : source.wide;
  return {
    sql: `FROM ${table} WHERE ${[inside.sql, ...step.tests.map((test) => test.sql)].join(' AND ')}`,
    params: [...inside.params, ...step.tests.flatMap((test) => [...test.params])],
  };
}

function matching(db: PluginDatabase, step: Step, direction: Direction, limit: number): number[] {
  const order = direction === 'older' ? 'DESC' : 'ASC';
  const found = step.filter.sources.map((source) => {
    const from = fromClause(source, step);
    const params: SqlValue[] = [...from.params, limit];
    return db.all<{ seq: number }>(`SELECT ${source.key} AS seq ${from.sql} ORDER BY ${source.key} ${order} LIMIT ?`, params);
  });
  const [only] = found;
  if (found.length === 1 && only) return only.map(({ seq }) => seq);
  const seqs = found.flat().map(({ seq }) => seq);
  return seqs.sort((a, b) => (direction === 'older' ? b - a : a - b)).slice(0, limit);
}

/** The first `limit` matches in a direction, nearest first. Gives way to other work between steps. */
export async function findSeqs(
  db: PluginDatabase,
  plan: Plan,
  range: SeqRange,
  direction: Direction,
  limit: number,
  signal?: AbortSignal,
): Promise<number[]> {
  const [filter] = plan.filters;
  if (plan.tests.length === 0 && plan.filters.length < 2) {
    return matching(db, { filter: filter ?? TABLE_FILTER, tests: [], window: range, rest: range }, direction, limit);
  }
  const seqs: number[] = [];
  let rest = range;
  while (rest.low < rest.high && seqs.length < limit && signal?.aborted !== true) {
    const step = nextStep(db, plan, rest, direction);
    seqs.push(...matching(db, step, direction, limit - seqs.length));
    rest = step.rest;
    if (seqs.length < limit) await breathe();
  }
  return seqs;
}
