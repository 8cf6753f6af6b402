import { statSync } from 'node:fs';
import type { Knex } from 'knex';
import type { Migration, PluginDatabase, SqlValue, TransactionOptions, Tx } from '@lightkeeper/plugin-sdk';
import { connect } from './connection.js';
import type { Connection } from './connection.js';
import { migrate } from './migrate.js';
import { StatementCache } from './statements.js';
import { WriteQueue } from './write-queue.js';

export interface DatabaseOptions {
  /** Path of the file, or `:memory:`. */
  filename: string;
  /** Hears of errors in what runs after a commit; the change itself is safe by then. */
  onAfterCommitError: (error: unknown) => void;
}

/** The hub's database: one connection that writes, one that reads what is committed. In memory both are the same. */
export class Database implements PluginDatabase {
  readonly filename: string;
  readonly #writer: Connection;
  readonly #reader: Connection;
  readonly #queue: WriteQueue;
  readonly #statements: StatementCache;

  private constructor(options: DatabaseOptions, writer: Connection, reader: Connection) {
    this.filename = options.filename;
    this.#writer = writer;
    this.#reader = reader;
    this.#queue = new WriteQueue(writer, options.onAfterCommitError);
    this.#statements = new StatementCache(reader.raw);
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    const writer = await connect(options.filename);
    const reader = options.filename === ':memory:' ? writer : await connect(options.filename, { readonly: true });
    return new Database(options, writer, reader);
  }

  get read(): Knex {
    return this.#reader.knex;
  }

  all<T>(sql: string, params: readonly SqlValue[]): T[] {
    return this.#statements.prepare(sql).all(...params) as T[];
  }

  iterate<T>(sql: string, params: readonly SqlValue[]): IterableIterator<T> {
    return this.#reader.raw.prepare(sql).iterate(...params) as IterableIterator<T>;
  }

  transaction<T>(fn: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T> {
    return this.#queue.submit(fn, options);
  }

  /** Brings the tables of one owner up to date. */
  migrate(owner: string, migrations: readonly Migration[]): Promise<string[]> {
    return migrate(this.#writer.knex, owner, migrations);
  }

  size(): number | null {
    if (this.filename === ':memory:') return null;
    return [this.filename, `${this.filename}-wal`].reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  /** Empty when the file is sound, else what SQLite found wrong. */
  integrityProblems(): string[] {
    const rows = this.#reader.raw.pragma('quick_check') as { quick_check: string }[];
    return rows.map((row) => row.quick_check).filter((line) => line !== 'ok');
  }

  /** Resolves when all that was submitted is committed and has been told about. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  async close(): Promise<void> {
    await this.#queue.idle();
    if (this.#reader !== this.#writer) await this.#reader.knex.destroy();
    await this.#writer.knex.destroy();
  }
}
