import type { Disposer, Logger, PluginDatabase, RunOutcome, SqlValue, Timers, Tx } from '@lightkeeper/plugin-sdk';
import type { EndedRun, StepRecord, StoredRun } from '../engine/state.js';
import type { ReopenedRun, RunStore } from '../engine/store.js';
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

type Pending =
  | { readonly type: 'begun'; readonly run: () => StoredRun }
  | { readonly type: 'save'; readonly run: () => StoredRun; readonly changed: () => ReadonlyMap<number, StepRecord> }
  | { readonly type: 'ended'; readonly run: EndedRun };

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
  /** By the run's id. */
  #pending = new Map<string, Pending>();
  /** What is in transactions under way. */
  readonly #writing = new Set<ReadonlyMap<string, Pending>>();
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

  begin(id: string, run: () => StoredRun): void {
    this.#pending.set(id, { type: 'begun', run });
    this.#flushSoon();
  }

  save(id: string, run: () => StoredRun, changed: () => ReadonlyMap<number, StepRecord>): Promise<void> {
    this.#pending.set(id, { type: 'save', run, changed });
    return this.#flush();
  }

  end(run: EndedRun): void {
    this.#pending.set(run.id, { type: 'ended', run });
    this.#flushSoon();
  }

  /** Ended runs that are not in the table yet. */
  unwritten(): EndedRun[] {
    return [...this.#writing, this.#pending].flatMap((batch) =>
      [...batch.values()].flatMap((pending) => (pending.type === 'ended' ? [pending.run] : [])),
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
    let batch = new Map<string, Pending>();
    const work = async (tx: Tx): Promise<void> => {
      batch = this.#pending;
      this.#pending = new Map();
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

  async #write(tx: Tx, batch: ReadonlyMap<string, Pending>): Promise<void> {
    const evicted = this.#evicted(batch);
    for (const [id, pending] of batch) {
      if (pending.type === 'ended') await this.#writeEnd(tx, pending.run, evicted);
      else await this.#writeRun(tx, id, pending);
    }
    for (const id of evicted) await tx.run(DROP_TRACE, [id]);
  }

  async #writeRun(tx: Tx, id: string, pending: Exclude<Pending, { type: 'ended' }>): Promise<void> {
    await tx.run(PUT_RUN, [id, JSON.stringify(pending.run())]);
    this.#rows.add(id);
    if (pending.type === 'begun') return;
    for (const [place, step] of pending.changed()) await tx.run(PUT_STEP, [id, place, JSON.stringify(step)]);
  }

  async #writeEnd(tx: Tx, run: EndedRun, evicted: Set<string>): Promise<void> {
    if (this.#rows.delete(run.id)) {
      await tx.run(DROP_RUN, [run.id]);
      await tx.run(DROP_STEPS, [run.id]);
    }
    // So many ended since that it would go at once.
    if (!evicted.delete(run.id)) await tx.run(PUT_TRACE, valuesOf(run));
  }

  /** Traces that have to go for those of the batch; some of the batch itself among them. */
  #evicted(batch: ReadonlyMap<string, Pending>): Set<string> {
    const gone = new Set<string>();
    for (const pending of batch.values()) {
      if (pending.type !== 'ended') continue;
      const { id, head, outcome, stored_traces } = pending.run;
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
  #takeBack(batch: ReadonlyMap<string, Pending>, error: unknown): void {
    // Where the transaction could not even begin.
    this.#next = null;
    this.#hurried = false;
    this.#kept.clear();
    for (const [id, pending] of batch) {
      this.#rows.add(id);
      if (pending.type === 'ended' && !this.#pending.has(id) && this.#pending.size < MAX_WAITING) this.#pending.set(id, pending);
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
