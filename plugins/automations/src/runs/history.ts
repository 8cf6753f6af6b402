import { HubError } from '@lightkeeper/plugin-sdk';
import type { Page, PluginDatabase, RunOutcome, Trace, TraceSummary } from '@lightkeeper/plugin-sdk';
import { summaryOf, traceOf } from '../engine/run.js';
import type { StepRecord } from '../engine/state.js';
import { TRACES } from './migration.js';
import type { RunTable, TraceFacts } from './store.js';

interface Row {
  id: string;
  finished_at: number;
  outcome: RunOutcome;
  facts: string;
}

/** Runs under way, which the engine knows. */
interface Present {
  trace(trace_id: string): Trace | undefined;
  summaries(automation_id?: string): TraceSummary[];
  last(automation_id: string): TraceSummary | null;
}

const CURSOR = /^[0-9a-f-]{36}$/;

/** Looks back at runs, those under way included. */
export class RunHistory {
  readonly #db: PluginDatabase;
  readonly #table: RunTable;
  readonly #engine: Present;

  readonly #before = new Map<string, TraceSummary | null>();

  constructor(parts: { db: PluginDatabase; table: RunTable; engine: Present }) {
    this.#db = parts.db;
    this.#table = parts.table;
    this.#engine = parts.engine;
  }

  /** A page of runs, those that began last first. Throws `LK_BAD_CURSOR`. */
  list({ automation_id, limit, cursor }: { automation_id?: string; limit: number; cursor?: string }): Page<TraceSummary> {
    if (cursor !== undefined && !CURSOR.test(cursor)) throw new HubError('LK_BAD_CURSOR', 'This cursor is not one of a list of runs.');
    const mine = ({ id, automation_id: of }: { id: string; automation_id: string }): boolean =>
      (automation_id === undefined || of === automation_id) && (cursor === undefined || id < cursor);
    const found = new Map<string, TraceSummary>();
    for (const summary of this.#stored(limit + 1, automation_id, cursor)) found.set(summary.id, summary);
    for (const run of this.#table.unwritten()) found.set(run.id, summaryOf(run));
    for (const summary of this.#engine.summaries(automation_id)) found.set(summary.id, summary);
    const all = [...found.values()].filter(mine).sort((a, b) => (a.id < b.id ? 1 : -1));
    const items = all.slice(0, limit);
    return { items, next_cursor: all.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** A run with all its steps; undefined when there is none, or it is not kept any more. */
  get(trace_id: string): Trace | undefined {
    const present = this.#engine.trace(trace_id);
    if (present !== undefined) return present;
    const unwritten = this.#table.unwritten().find(({ id }) => id === trace_id);
    if (unwritten !== undefined) return traceOf(unwritten);
    const [row] = this.#db.all<Row & { steps: string }>(`SELECT id, finished_at, outcome, facts, steps FROM ${TRACES} WHERE id = ?`, [
      trace_id,
    ]);
    if (row === undefined) return undefined;
    const { id, finished_at, outcome, facts, steps } = row;
    return traceOf({ id, finished_at, outcome, ...(JSON.parse(facts) as TraceFacts), steps: JSON.parse(steps) as StepRecord[] });
  }

  /** The run that began last, those that were never begun included. */
  last(automation_id: string): TraceSummary | null {
    const last = this.#engine.last(automation_id);
    if (last !== null) return last;
    // From before the start: that does not change any more.
    let before = this.#before.get(automation_id);
    if (before === undefined) {
      before = this.list({ automation_id, limit: 1 }).items[0] ?? null;
      if (before?.finished_at !== null) this.#before.set(automation_id, before);
    }
    return before;
  }

  #stored(limit: number, automation_id: string | undefined, cursor: string | undefined): TraceSummary[] {
    const wheres: string[] = [];
    const params: (string | number)[] = [];
    if (automation_id !== undefined) {
      wheres.push('automation_id = ?');
      params.push(automation_id);
    }
    if (cursor !== undefined) {
      wheres.push('id < ?');
      params.push(cursor);
    }
    const where = wheres.length === 0 ? '' : `WHERE ${wheres.join(' AND ')}`;
    const rows = this.#db.all<Row>(`SELECT id, finished_at, outcome, facts FROM ${TRACES} ${where} ORDER BY id DESC LIMIT ?`, [
      ...params,
      limit,
    ]);
    return rows.map(({ id, finished_at, outcome, facts }) => {
      const { head, reason } = JSON.parse(facts) as TraceFacts;
      return summaryOf({ id, head, outcome, reason, finished_at });
    });
  }
}
