import type { Disposer, Logger, PluginDatabase, RunOutcome, SqlValue, Timers, Tx } from '@lightkeeper/plugin-sdk';
import type { EndedRun, StepRecord, StoredRun } from '../engine/state.js';
import type { ReopenedRun, RunStore, StorableRun } from '../engine/store.js';
import { KeptTraces } from './kept.js';
import { RUNS, RUN_STEPS, TRACES } from './migration.js';

const PUT_RUN = `INSERT INTO ${RUNS} (id, run) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET run = excluded.run`;
const PUT_STEP = `INSERT INTO ${RUN_STEPS} (run_id, place, step) VALUES (?, ?, ?) ON CONFLICT (run_id, place) DO UPDATE SET step = excluded.step`;
const DROP_RUN = `DELETE FROM ${RUNS} WHERE id = ?`;
const DROP_STEPS = `DELETE FROM ${RUN_STEPS} WHERE run_id = ?`;
const PUT_TRACE = `INSERT INTO ${TRACES} (id, automation_id, finished_at, outcome, facts, steps) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;
const DROP_TRACE = `DELETE FROM ${TRACES} WHERE id = ?`;

const RETRY_MS = 5_000;
/** Ended runs that wait for a database that does not take them. */
const MAX_WAITING = 1_000;

/** What is stored of an ended run beside its columns. */
export type TraceFacts = Pick<EndedRun, 'head' | 'entry_id' | 'reason' | 'omitted_steps'>;

export interface RunTableParts {
  readonly db: PluginDatabase;
  readonly timers: Timers;
  readonly log: Logger;
}

/**
 * Runs in the database. All that is to be written at one moment is one transaction, and what is out of date by then is not written: a run that began
 * and ended meanwhile costs one row.
 */
export class RunTable implements RunStore {
  readonly #parts: RunTableParts;
  /** Runs of which there is something new. */
  #pending = new Set<StorableRun>();
  /** Those in transactions under way. */
  readonly #writing = new Set<ReadonlySet<StorableRun>>();
  /** The transaction that is asked for and has not begun. */
  #next: Promise<void> | null = null;
  /** Whether somebody waits for it. */
  #hurried = false;
  /** Runs with a row of their own. */
  readonly #rows = new Set<string>();
  readonly #kept = new Map<string, KeptTraces>();
  #failing = false;
  #retry: Disposer | null = null;

  constructor(parts: RunTableParts) {
    this.#parts = parts;
  }

  note(run: StorableRun): void {
    this.#pending.add(run);
    if (this.#next === null) this.#flushSoon();
  }

  save(run: StorableRun): Promise<void> {
    this.#pending.add(run);
    return this.#flush();
  }

  /** Ended runs that are not in the table yet. */
  unwritten(): EndedRun[] {
    return [...this.#writing, this.#pending].flatMap((batch) => [...batch].map((run) => run.ended()).filter((run) => run !== null));
  }

  /** All runs that were under way when the hub ended. */
  load(): ReopenedRun[] {
    const { db } = this.#parts;
    const steps = new Map<string, StepRecord[]>();
    for (const row of db.all<{ run_id: string; step: string }>(`SELECT run_id, step FROM ${RUN_STEPS} ORDER BY run_id, place`, [])) {
      const list = steps.get(row.run_id) ?? [];
      list.push(JSON.parse(row.step) as StepRecord);
      steps.set(row.run_id, list);
    }
    return db.all<{ id: string; run: string }>(`SELECT id, run FROM ${RUNS} ORDER BY id`, []).map(({ id, run }) => {
      this.#rows.add(id);
      return { run: JSON.parse(run) as StoredRun, steps: steps.get(id) ?? [] };
    });
  }

  /** Traces that were removed by their age are no longer counted. */
  forgetCounts(): void {
    this.#kept.clear();
  }

  /** What cannot be written is kept, and tried again: nobody waits for it. */
  #flushSoon(): void {
    this.#flush(true).catch(() => undefined);
  }

  /** Writes all that is to be written by then. */
  #flush(unhurried = false): Promise<void> {
    // A hurried transaction takes those before it along.
    if (this.#next !== null && !unhurried && !this.#hurried) void this.#parts.db.transaction(() => Promise.resolve());
    this.#hurried ||= !unhurried;
    this.#next ??= this.#commit(unhurried);
    return this.#next;
  }

  async #commit(unhurried: boolean): Promise<void> {
    let batch = new Set<StorableRun>();
    const work = async (tx: Tx): Promise<void> => {
      batch = this.#pending;
      this.#pending = new Set();
      this.#next = null;
      this.#hurried = false;
      this.#writing.add(batch);
      await this.#write(tx, batch);
    };
    try {
      await this.#parts.db.transaction(work, { unhurried });
      this.#failing = false;
    } catch (error) {
      this.#takeBack(batch, error);
      throw error;
    } finally {
      this.#writing.delete(batch);
    }
  }

  async #write(tx: Tx, batch: ReadonlySet<StorableRun>): Promise<void> {
    const ended = new Map<StorableRun, EndedRun>();
    for (const run of batch) {
      const end = run.ended();
      if (end !== null) ended.set(run, end);
    }
    const evicted = this.#evicted(ended.values());
    for (const run of batch) {
      const end = ended.get(run);
      if (end === undefined) await this.#writeRun(tx, run);
      else await this.#writeEnd(tx, end, evicted);
    }
    for (const id of evicted) await tx.run(DROP_TRACE, [id]);
  }

  async #writeRun(tx: Tx, run: StorableRun): Promise<void> {
    await tx.run(PUT_RUN, [run.id, JSON.stringify(run.stored())]);
    this.#rows.add(run.id);
    for (const [place, step] of run.takeChanged()) await tx.run(PUT_STEP, [run.id, place, JSON.stringify(step)]);
  }

  async #writeEnd(tx: Tx, run: EndedRun, evicted: Set<string>): Promise<void> {
    if (this.#rows.delete(run.id)) {
      await tx.run(DROP_RUN, [run.id]);
      await tx.run(DROP_STEPS, [run.id]);
    }
    // So many ended since that it would go at once.
    if (!evicted.delete(run.id)) await tx.run(PUT_TRACE, valuesOf(run));
  }

  /** Traces that have to go for those that ended; some of these themselves among them. */
  #evicted(ended: Iterable<EndedRun>): Set<string> {
    const gone = new Set<string>();
    for (const { id, head, outcome, stored_traces } of ended) {
      for (const old of this.#keptOf(head.automation_id).add(id, outcome, stored_traces)) gone.add(old);
    }
    return gone;
  }

  #keptOf(automation_id: string): KeptTraces {
    let kept = this.#kept.get(automation_id);
    if (kept === undefined) {
      kept = new KeptTraces();
      const rows = this.#parts.db.all<{ id: string; outcome: RunOutcome }>(
        `SELECT id, outcome FROM ${TRACES} WHERE automation_id = ? ORDER BY id`,
        [automation_id],
      );
      for (const { id, outcome } of rows) kept.add(id, outcome, Infinity);
      this.#kept.set(automation_id, kept);
    }
    return kept;
  }

  /** The transaction failed: what ended waits for another one. */
  #takeBack(batch: ReadonlySet<StorableRun>, error: unknown): void {
    // Where the transaction could not even begin.
    this.#next = null;
    this.#hurried = false;
    this.#kept.clear();
    for (const run of batch) {
      this.#rows.add(run.id);
      if (run.ended() !== null && this.#pending.size < MAX_WAITING) this.#pending.add(run);
    }
    if (!this.#failing) this.#parts.log.error('Runs of automations could not be stored; it is tried again.', { error: String(error) });
    this.#failing = true;
    if (this.#retry !== null) return;
    this.#retry = this.#parts.timers.after(RETRY_MS, 'store runs again', () => {
      this.#retry = null;
      this.#flushSoon();
    });
  }
}

function valuesOf({ id, head, entry_id, reason, omitted_steps, outcome, finished_at, steps }: EndedRun): SqlValue[] {
  const facts: TraceFacts = { head, entry_id, reason, omitted_steps };
  return [id, head.automation_id, finished_at, outcome, JSON.stringify(facts), JSON.stringify(steps)];
}
