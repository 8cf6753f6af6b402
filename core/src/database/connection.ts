import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import knexFactory from 'knex';
import type { Knex } from 'knex';

/** How long a query may wait for the connection. Short: a query beside the open transaction would wait for itself. */
const ACQUIRE_TIMEOUT_MS = 5_000;
const BUSY_TIMEOUT_MS = 5_000;

/** One SQLite connection: knex for most queries, and the driver's own handle for the hot ones. */
export interface Connection {
  knex: Knex;
  raw: BetterSqlite3.Database;
  /** Takes the connection out of the pool of one: nobody else can use it until it is released. */
  acquire(): Promise<void>;
  release(): Promise<void>;
}

interface Pooled {
  acquireConnection(): Promise<BetterSqlite3.Database>;
  releaseConnection(raw: BetterSqlite3.Database): Promise<void>;
}

/** The settings that the kernel and knex's CLI share. `:memory:` keeps everything in memory. */
export function knexConfig(filename: string, options: { readonly?: boolean } = {}): Knex.Config {
  return {
    client: 'better-sqlite3',
    connection: { filename, options: { readonly: options.readonly ?? false } },
    useNullAsDefault: true,
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    pool: { min: 1, max: 1, afterCreate: prepareConnection },
  };
}

function prepareConnection(raw: BetterSqlite3.Database, done: (error: Error | null, connection: BetterSqlite3.Database) => void): void {
  if (!raw.readonly) raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.pragma('foreign_keys = ON');
  raw.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  done(null, raw);
}

/** Opens a connection and holds on to the driver's handle, which the pool of one keeps for its whole life. */
export async function connect(filename: string, options: { readonly?: boolean } = {}): Promise<Connection> {
  if (filename !== ':memory:') mkdirSync(dirname(filename), { recursive: true });
  const knex = knexFactory(knexConfig(filename, options));
  const pool = knex.client as Pooled;
  const raw = await pool.acquireConnection();
  await pool.releaseConnection(raw);
  return {
    knex,
    raw,
    acquire: async () => {
      await pool.acquireConnection();
    },
    release: () => pool.releaseConnection(raw),
  };
}
