import { AsyncResource } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { SqlValue, TransactionOptions, Tx, TxKnex } from '@lightkeeper/plugin-sdk';
import type { Connection } from './connection.js';
import { StatementCache } from './statements.js';

/** Jobs that share one commit at most, so that the first of them is not kept waiting by the last. */
const MAX_BATCH = 128;

/** How long a write for which nobody waits stays for company. */
const UNHURRIED_MS = 100;

type Work = (tx: Tx) => Promise<unknown>;

interface Job {
  /** The context of whoever asked for the write: the queue is drained by whoever came first. */
  asker: AsyncResource;
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
  /** Whether somebody waits for one of those that wait. */
  #hurried = false;
  #later: NodeJS.Timeout | null = null;
  readonly #followUps = new Set<Promise<void>>();
  readonly #knex: TxKnex;

  constructor(connection: Connection, onAfterCommitError: (error: unknown) => void) {
    this.#connection = connection;
    this.#statements = new StatementCache(connection.raw);
    this.#knex = bindKnex(connection);
    this.#onAfterCommitError = onAfterCommitError;
  }

  submit<T>(work: (tx: Tx) => Promise<T>, { unhurried = false }: TransactionOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ asker: new AsyncResource('lightkeeper.write'), work, resolve: resolve as (value: unknown) => void, reject });
      this.#hurried ||= !unhurried;
      if (this.#hurried) this.#draining ??= this.#drain();
      else this.#drainLater();
    });
  }

  /** Resolves when no write waits and what followed from the commits has run. */
  async idle(): Promise<void> {
    while (this.#waiting.length > 0 || this.#draining !== null || this.#followUps.size > 0) {
      this.#hurried ||= this.#waiting.length > 0;
      if (this.#hurried) this.#draining ??= this.#drain();
      await this.#draining;
      await Promise.all(this.#followUps);
    }
  }

  /** Those for which nobody waits are written with the next one that is hurried, or together after a moment. */
  #drainLater(): void {
    if (this.#draining !== null || this.#later !== null) return;
    this.#later = setTimeout(() => {
      this.#later = null;
      this.#draining ??= this.#drain();
    }, UNHURRIED_MS);
  }

  async #drain(): Promise<void> {
    if (this.#later !== null) clearTimeout(this.#later);
    this.#later = null;
    do {
      await this.#commitBatch();
    } while (this.#hurried);
    this.#draining = null;
    if (this.#waiting.length > 0) this.#drainLater();
  }

  async #commitBatch(): Promise<void> {
    // One turn of the event loop lets the requests that are already in the socket join this commit.
    await setImmediate();
    const outcomes: Outcome[] = [];
    try {
      await this.#begin();
    } catch (error) {
      this.#hurried = false;
      for (const job of this.#waiting.splice(0)) job.reject(error);
      return;
    }
    try {
      await this.#runJobs(outcomes);
      this.#statements.prepare('COMMIT').run();
    } catch (error) {
      if (this.#connection.raw.inTransaction) this.#connection.raw.exec('ROLLBACK');
      for (const { job } of outcomes.splice(0)) job.reject(error);
    } finally {
      await this.#connection.release();
    }
    for (const { job, value, afterCommit } of outcomes) {
      for (const fn of afterCommit)
        job.asker.runInAsyncScope(() => {
          this.#follow(fn);
        });
      job.resolve(value);
    }
  }

  /** Takes the write lock at once: a reader that turns writer could meet another process' write half way, and fail. */
  async #begin(): Promise<void> {
    await this.#connection.acquire();
    try {
      this.#statements.prepare('BEGIN IMMEDIATE').run();
    } catch (error) {
      await this.#connection.release();
      throw error;
    }
  }

  async #runJobs(outcomes: Outcome[]): Promise<void> {
    while (this.#waiting.length > 0 && outcomes.length < MAX_BATCH) {
      for (const job of this.#waiting.splice(0, MAX_BATCH - outcomes.length)) {
        const outcome = await this.#runJob(job);
        if (outcome !== null) outcomes.push(outcome);
      }
      await setImmediate();
    }
    this.#hurried &&= this.#waiting.length > 0;
  }

  async #runJob(job: Job): Promise<Outcome | null> {
    const afterCommit: Outcome['afterCommit'] = [];
    this.#statements.prepare('SAVEPOINT job').run();
    try {
      const value = await job.asker.runInAsyncScope(job.work, undefined, this.#tx(afterCommit));
      this.#statements.prepare('RELEASE job').run();
      return { job, value, afterCommit };
    } catch (error) {
      job.reject(error);
      this.#statements.prepare('ROLLBACK TO job').run();
      this.#statements.prepare('RELEASE job').run();
      return null;
    }
  }

  #tx(afterCommit: Outcome['afterCommit']): Tx {
    const statements = this.#statements;
    return {
      knex: this.#knex,
      run: (sql: string, params: readonly SqlValue[]) => {
        const { changes, lastInsertRowid } = statements.prepare(sql).run(...params);
        return Promise.resolve({ changes, last_id: Number(lastInsertRowid) });
      },
      get: <T>(sql: string, params: readonly SqlValue[]) => Promise.resolve(statements.prepare(sql).get(...params) as T | undefined),
      afterCommit: (fn) => {
        afterCommit.push(fn);
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

/** knex on the connection that the queue holds. knex's own transactions cost more to make than a whole write does. */
function bindKnex({ knex, raw }: Connection): TxKnex {
  return Object.assign((table: string) => knex(table).connection(raw), {
    raw: (sql: string, bindings: readonly SqlValue[] = []) => knex.raw(sql, [...bindings] as never).connection(raw),
  });
}
