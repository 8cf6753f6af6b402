import type { Knex } from 'knex';

export type SqlValue = string | number | bigint | null | Uint8Array;

/** knex within the open transaction: `knex('table')` begins a query, `raw` takes SQL. */
export interface TxKnex {
  (table: string): Knex.QueryBuilder;
  raw(sql: string, bindings?: readonly SqlValue[]): Knex.Raw;
}

/**
 * The open transaction. Hooks that run inside one carry it in their payload; whoever writes there must use it, since the database has
 * one writing connection and a query beside it would wait for the transaction it is part of.
 */
export interface Tx {
  /** knex, bound to the transaction. */
  readonly knex: TxKnex;
  /** Runs a hot statement with `?` placeholders; it is prepared once and kept. */
  run(sql: string, params: readonly SqlValue[]): Promise<{ changes: number; last_id: number }>;
  /** The first row of a hot query, or undefined. */
  get<T>(sql: string, params: readonly SqlValue[]): Promise<T | undefined>;
  /** Calls `fn` when the transaction is durably committed; never when it is rolled back. */
  afterCommit(fn: () => void | Promise<void>): void;
}

/** A step of a plugin's own schema. Names sort by their beginning: `0001_entries`. Each plugin has its own table of migrations. */
export interface Migration {
  name: string;
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}

export interface TransactionOptions {
  /**
   * Nobody waits for it: it may stay a tenth of a second for others to share its commit with. It keeps its place all the same: what is asked for
   * later is committed with it or after it, never before. Default false.
   */
  unhurried?: boolean;
}

export interface PluginDatabase {
  /**
   * knex on the reading connection: sees what is committed, and never waits for a transaction. Use it for queries only.
   * Tables of a plugin begin with its id, dashes as underscores: `activity_log_…`.
   */
  readonly read: Knex;
  /** All rows of a hot query on the reading connection, prepared once. */
  all<T>(sql: string, params: readonly SqlValue[]): T[];
  /** The rows of a query one by one, for exports; the reading connection serves others between two batches. */
  iterate<T>(sql: string, params: readonly SqlValue[]): IterableIterator<T>;
  /**
   * Runs `fn` in a transaction and resolves after the durable commit. Writes that wait at the same moment share one commit,
   * a savepoint each: if `fn` throws, its own changes alone are rolled back. Keep it short: all writers wait for it.
   */
  transaction<T>(fn: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Bytes of the database on disk; null for one in memory. */
  size(): number | null;
}
