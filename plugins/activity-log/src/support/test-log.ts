import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import knexFactory from 'knex';
import type { Knex } from 'knex';
import type {
  ActivityWriter,
  Clock,
  ContextService,
  Logger,
  PluginDatabase,
  RequestContext,
  SqlValue,
  Tx,
  VocabularyEntry,
  VocabularyRegistry,
} from '@lightkeeper/plugin-sdk';
import { entriesMigration } from '../migrations/0001_entries.js';
import { causesMigration } from '../migrations/0002_causes.js';
import { Recorder } from '../recorder/recorder.js';
import { ActivityRepository } from '../repository.js';
import { Retention } from '../retention.js';
import { settingsSchema, type LogSettings } from '../settings.js';
import { LogState } from '../state.js';
import type { PlacedEntry } from '../row.js';
import { vocabulary } from '../vocabulary.js';

export const START = Date.UTC(2026, 0, 15, 12);

/** Words that tests write, beside the log's own. */
const TEST_WORDS: Record<string, Record<string, string>> = {
  device: { commanded: '{actor} turned on {name}', connected: '{name} is back', failed: '{name} did not answer: {reason}' },
  auth: { login_failed: 'Sign-in failed for {name}' },
  entity: { created: '{actor} created {type} {name}', updated: '{actor} changed {type} {name}' },
};

function allWords(): VocabularyEntry[] {
  const own = Object.entries(vocabulary.system).map(([action, declared]) => ({
    ...declared,
    category: 'system',
    action,
    plugin_id: 'activity-log',
  }));
  const others = Object.entries(TEST_WORDS).flatMap(([category, actions]) =>
    Object.entries(actions).map(([action, message]) => ({
      category,
      action,
      message,
      severity: 'info' as const,
      description: '',
      plugin_id: 'test',
    })),
  );
  return [...own, ...others];
}

/** A database as the hub gives it, in a file of its own: one connection that writes, one that reads what is committed. */
export class TestDatabase implements PluginDatabase {
  readonly read: Knex;
  readonly raw: Database.Database;
  readonly #reader: Database.Database;
  #tail: Promise<unknown> = Promise.resolve();
  /** Every text that was read with, for looking at its plan. */
  readonly statements = new Map<string, readonly SqlValue[]>();

  constructor(file: string) {
    this.read = knexFactory({ client: 'better-sqlite3', connection: { filename: file }, useNullAsDefault: true });
    this.raw = new Database(file);
    this.#reader = new Database(file);
    this.raw.pragma('journal_mode = WAL');
    this.raw.pragma('synchronous = OFF');
  }

  all<T>(sql: string, params: readonly SqlValue[]): T[] {
    this.statements.set(sql, params);
    return this.#reader.prepare(sql).all(...params) as T[];
  }

  iterate<T>(sql: string, params: readonly SqlValue[]): IterableIterator<T> {
    return this.#reader.prepare(sql).iterate(...params) as IterableIterator<T>;
  }

  async transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const run = this.#tail.then(() => this.#transaction(fn));
    this.#tail = run.catch(() => undefined);
    return run;
  }

  size(): number | null {
    return null;
  }

  plan(sql: string, params: readonly SqlValue[]): string[] {
    const rows = this.#reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...params) as { detail: string }[];
    return rows.map(({ detail }) => detail);
  }

  async close(): Promise<void> {
    await this.#tail;
    await this.read.destroy();
    this.#reader.close();
    this.raw.close();
  }

  async #transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const after: (() => void | Promise<void>)[] = [];
    const raw = this.raw;
    const tx: Tx = {
      get knex(): never {
        throw new Error('these tests need no knex in a transaction');
      },
      run: async (sql, params) => {
        const { changes, lastInsertRowid } = raw.prepare(sql).run(...params);
        return Promise.resolve({ changes, last_id: Number(lastInsertRowid) });
      },
      get: async <R>(sql: string, params: readonly SqlValue[]) => Promise.resolve(raw.prepare(sql).get(...params) as R | undefined),
      afterCommit: (hook) => after.push(hook),
    };
    raw.exec('BEGIN IMMEDIATE');
    let value: T;
    try {
      value = await fn(tx);
      raw.exec('COMMIT');
    } catch (error) {
      raw.exec('ROLLBACK');
      throw error;
    }
    for (const hook of after) await hook();
    return value;
  }
}

export const ANNA: RequestContext = {
  actor: 'user:anna',
  actor_id: 'u1',
  origin: 'ui',
  correlation_id: 'c1',
  cause_id: null,
  ip: '192.0.2.7',
  user_agent: 'Browser/1',
  role: 'owner',
};

export const quiet: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** The parts of the log on a real database, with clock, context and settings in the test's hands. */
export class TestLog {
  now = START;
  settings: LogSettings = settingsSchema.parse({});
  as: RequestContext = ANNA;
  readonly recorded: PlacedEntry[] = [];
  readonly clock: Clock = { now: () => this.now, iso: () => new Date(this.now).toISOString() };
  readonly context: ContextService = { current: () => this.as, run: (_input, fn) => fn() };
  readonly words: VocabularyRegistry = {
    all: allWords,
    find: (category, action) => allWords().find((word) => word.category === category && word.action === action),
    onDeclared: (fn) => {
      allWords().forEach(fn);
      return () => undefined;
    },
  };
  readonly state: LogState;
  readonly repository: ActivityRepository;
  readonly recorder: Recorder;
  readonly retention: Retention;
  readonly activity: ActivityWriter<typeof vocabulary>;
  /** Called after each commit of an entry. */
  onRecorded: (placed: PlacedEntry) => void = () => undefined;
  #ids = 0;

  private constructor(
    readonly db: TestDatabase,
    readonly folder: string,
  ) {
    this.state = new LogState(db);
    this.state.load();
    this.repository = new ActivityRepository(db, this.state);
    this.recorder = new Recorder({
      db,
      log: quiet,
      clock: this.clock,
      context: this.context,
      vocabulary: () => this.words,
      newId: () => `id-${String((this.#ids += 1)).padStart(6, '0')}`,
      enabled: () => this.settings.enabled,
      recorded: (placed) => {
        this.recorded.push(placed);
        this.onRecorded(placed);
      },
    });
    this.activity = {
      record: (category, action, input = {}, options = {}) => this.recorder.record(category, action, input, options, 'activity-log'),
    };
    this.retention = new Retention({
      db,
      clock: this.clock,
      log: quiet,
      activity: this.activity,
      settings: () => this.settings,
      state: this.state,
      count: () => this.repository.count(),
    });
  }

  static async open(): Promise<TestLog> {
    const folder = mkdtempSync(join(tmpdir(), 'lightkeeper-log-'));
    const db = new TestDatabase(join(folder, 'log.db'));
    await entriesMigration.up(db.read);
    await causesMigration.up(db.read);
    return new TestLog(db, folder);
  }

  /** Writes entries straight into the table, quickly. */
  fill(rows: readonly Partial<FilledRow>[]): void {
    const insert = this.db.raw.prepare(`INSERT INTO activity_log_entries
      (id, ts, category, action, severity, actor, message, entity_type, entity_id, entity_name, metadata)
      VALUES (@id, @ts, @category, @action, @severity, @actor, @message, @entity_type, @entity_id, @entity_name, @metadata)`);
    this.db.raw.transaction(() => {
      for (const row of rows) {
        this.#ids += 1;
        insert.run({ ...EMPTY_ROW, id: `fill-${String(this.#ids)}`, ts: this.now + this.#ids, ...row });
      }
    })();
  }

  async close(): Promise<void> {
    await this.retention.stop();
    await this.db.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const EMPTY_ROW = {
  id: '',
  ts: START,
  category: 'device',
  action: 'commanded',
  severity: 'info',
  actor: 'user:anna',
  message: 'anna turned on Hall light',
  entity_type: 'device' as string | null,
  entity_id: 'd1' as string | null,
  entity_name: 'Hall light' as string | null,
  metadata: '{}',
};
export type FilledRow = typeof EMPTY_ROW;
