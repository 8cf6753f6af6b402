import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { SqlValue, Tx } from '@lightkeeper/plugin-sdk';
import type { Connection } from './connection.js';
import { StatementCache } from './statements.js';

/** Jobs that share one commit at most, so that the first of them is not kept waiting by the last. */
const MAX_BATCH = 128;

type Work = (tx: Tx) => Promise<unknown>;

interface Job {
  work: Work;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

interface Outcome {
  job: Job;
  value: unknown;
  afterCommit: (() => void | Promise<void>)[];
}

/**
 * Group commit. The fsync, not the SQL, is the cost of a durable write: writes that wait at the same moment run one after another in
 * one transaction, each in a savepoint of its own, and each is answered only after the commit. One that fails rolls back alone.
 */
export class WriteQueue {
  readonly #connection: Connection;
  readonly #statements: StatementCache;
  readonly #onAfterCommitError: (error: unknown) => void;
  #waiting: Job[] = [];
  #draining: Promise<void> | null = null;
  readonly #followUps = new Set<Promise<void>>();

  constructor(connection: Connection, onAfterCommitError: (error: unknown) => void) {
    this.#connection = connection;
    this.#statements = new StatementCache(connection.raw);
    this.#onAfterCommitError = onAfterCommitError;
  }

  submit<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    // The queue is drained by whoever came first; each job keeps the context of the one who asked for it.
    const inContext = AsyncLocalStorage.snapshot() as <R>(fn: (tx: Tx) => R, tx: Tx) => R;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work: (tx) => inContext(work, tx), resolve: resolve as (value: unknown) => void, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when no write waits and what followed from the commits has run. */
  async idle(): Promise<void> {
    while (this.#draining !== null || this.#followUps.size > 0) {
      await this.#draining;
      await Promise.all(this.#followUps);
    }
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.#commitBatch();
    this.#draining = null;
  }

  async #commitBatch(): Promise<void> {
    // One turn of the event loop lets the requests that are already in the socket join this commit.
    await setImmediate();
    const outcomes: Outcome[] = [];
    let trx: Knex.Transaction;
    try {
      trx = await this.#begin();
    } catch (error) {
      for (const job of this.#waiting.splice(0)) job.reject(error);
      return;
    }
    try {
      while (this.#waiting.length > 0 && outcomes.length < MAX_BATCH) {
        for (const job of this.#waiting.splice(0, MAX_BATCH - outcomes.length)) {
          const outcome = await this.#runJob(job, trx);
          if (outcome !== null) outcomes.push(outcome);
        }
        await setImmediate();
      }
      await trx.commit();
    } catch (error) {
      await trx.rollback().catch(() => undefined);
      for (const { job } of outcomes) job.reject(error);
      return;
    }
    for (const { job, value, afterCommit } of outcomes) {
      for (const fn of afterCommit) this.#follow(fn);
      job.resolve(value);
    }
  }

  /** knex begins lazily; a reader that turns writer could then meet another process' write and fail, so the write lock is taken at once. */
  async #begin(): Promise<Knex.Transaction> {
    const trx = await this.#connection.knex.transaction();
    this.#connection.raw.exec('ROLLBACK; BEGIN IMMEDIATE');
    return trx;
  }

  async #runJob(job: Job, trx: Knex.Transaction): Promise<Outcome | null> {
    const afterCommit: Outcome['afterCommit'] = [];
    this.#statements.prepare('SAVEPOINT job').run();
    try {
      const value = await job.work(this.#tx(trx, afterCommit));
      this.#statements.prepare('RELEASE job').run();
      return { job, value, afterCommit };
    } catch (error) {
      this.#statements.prepare('ROLLBACK TO job').run();
      this.#statements.prepare('RELEASE job').run();
      job.reject(error);
      return null;
    }
  }

  #tx(knex: Knex.Transaction, afterCommit: Outcome['afterCommit']): Tx {
    const statements = this.#statements;
    return {
      knex,
      run: (sql: string, params: readonly SqlValue[]) => {
        const { changes, lastInsertRowid } = statements.prepare(sql).run(...params);
        return Promise.resolve({ changes, last_id: Number(lastInsertRowid) });
      },
      get: <T>(sql: string, params: readonly SqlValue[]) => Promise.resolve(statements.prepare(sql).get(...params) as T | undefined),
      afterCommit: (fn) => {
        afterCommit.push(AsyncLocalStorage.bind(fn));
      },
    };
  }

  #follow(fn: () => void | Promise<void>): void {
    const running = Promise.resolve()
      .then(fn)
      .catch(this.#onAfterCommitError)
      .finally(() => this.#followUps.delete(running));
    this.#followUps.add(running);
  }
}
