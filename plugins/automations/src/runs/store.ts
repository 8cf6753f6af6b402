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

/** What one transaction writes. */
interface Batch {
  /** Runs of which there is something new, by their id. */
  readonly runs: Map<string, StorableRun>;
  /** Traces that have to go. */
  readonly gone: Set<string>;
}

function newBatch(): Batch {
  return { runs: new Map(), gone: new Set() };
}

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
  #pending: Batch = newBatch();
  /** Those in transactions under way. */
  readonly #writing = new Set<Batch>();
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
    this.#pending.runs.set(run.id, run);
    const ended = run.ended();
    if (ended !== null) this.#makeRoom(ended);
    if (this.#next === null) this.#flushSoon();
  }

  save(run: StorableRun): Promise<void> {
    this.#pending.runs.set(run.id, run);
    return this.#flush();
  }

  /** Ended runs that are not in the table yet. */
  unwritten(): EndedRun[] {
    return [...this.#writing, this.#pending].flatMap(({ runs }) =>
      [...runs.values()].map((run) => run.ended()).filter((run) => run !== null),
    );
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
    let batch = newBatch();
    const work = async (tx: Tx): Promise<void> => {
      batch = this.#pending;
      this.#pending = newBatch();
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

  async #write(tx: Tx, { runs, gone }: Batch): Promise<void> {
    for (const run of runs.values()) {
      const ended = run.ended();
      if (ended === null) await this.#writeRun(tx, run);
      else await this.#writeEnd(tx, ended, gone.has(run.id));
    }
    for (const id of gone) if (!runs.has(id)) await tx.run(DROP_TRACE, [id]);
  }

  async #writeRun(tx: Tx, run: StorableRun): Promise<void> {
    await tx.run(PUT_RUN, [run.id, JSON.stringify(run.stored())]);
    this.#rows.add(run.id);
    for (const [place, step] of run.takeChanged()) await tx.run(PUT_STEP, [run.id, place, JSON.stringify(step)]);
  }

  async #writeEnd(tx: Tx, run: EndedRun, is_gone: boolean): Promise<void> {
    if (this.#rows.delete(run.id)) {
      await tx.run(DROP_RUN, [run.id]);
      await tx.run(DROP_STEPS, [run.id]);
    }
    if (!is_gone) await tx.run(PUT_TRACE, valuesOf(run));
  }

  /** Traces have to go for one that ended. Those that were not written yet and have no row never are. */
  #makeRoom({ id, head, outcome, stored_traces }: EndedRun): void {
    const { runs, gone } = this.#pending;
    for (const old of this.#keptOf(head.automation_id, id).add(id, outcome, stored_traces)) {
      if (this.#rows.has(old) || !runs.delete(old)) gone.add(old);
    }
  }

  /** With those that are not written yet, but for the one that is about to be added. */
  #keptOf(automation_id: string, added: string): KeptTraces {
    let kept = this.#kept.get(automation_id);
    if (kept === undefined) {
      kept = new KeptTraces();
      const rows = this.#parts.db.all<{ id: string; outcome: RunOutcome }>(
        `SELECT id, outcome FROM ${TRACES} WHERE automation_id = ? ORDER BY id`,
        [automation_id],
      );
      const waiting = this.unwritten().filter(({ id, head }) => head.automation_id === automation_id && id !== added);
      for (const { id, outcome } of [...rows, ...waiting]) kept.add(id, outcome, Infinity);
      this.#kept.set(automation_id, kept);
    }
    return kept;
  }

  /** The transaction failed: what ended waits for another one. */
  #takeBack({ runs, gone }: Batch, error: unknown): void {
    // Where the transaction could not even begin.
    this.#next = null;
    this.#hurried = false;
    for (const [id, run] of runs) {
      this.#rows.add(id);
      if (run.ended() !== null && this.#pending.runs.size < MAX_WAITING && !this.#pending.runs.has(id)) this.#pending.runs.set(id, run);
    }
    for (const id of gone) this.#pending.gone.add(id);
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
