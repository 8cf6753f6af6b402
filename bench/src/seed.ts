import Database from 'better-sqlite3';
import knexFactory from 'knex';
import { numbers } from '../../tests/support/random.js';
import { entriesMigration } from '../../plugins/activity-log/src/migrations/0001_entries.js';
import { insertOf } from './database-file.js';
import type { SqlRow } from './database-file.js';

/** What an entry says: category, action, severity, the words of its message, and how often it comes among a thousand. */
const KINDS = [
  { category: 'device', action: 'commanded', severity: 'info', words: 'turned on', share: 620 },
  { category: 'device', action: 'connected', severity: 'info', words: 'saw online', share: 120 },
  { category: 'device', action: 'disconnected', severity: 'warning', words: 'lost sight of', share: 110 },
  { category: 'entity', action: 'updated', severity: 'info', words: 'changed', share: 90 },
  { category: 'auth', action: 'login_succeeded', severity: 'info', words: 'signed in near', share: 40 },
  { category: 'auth', action: 'login_failed', severity: 'warning', words: 'failed to sign in near', share: 15 },
  { category: 'device', action: 'command_failed', severity: 'warning', words: 'could not reach', share: 5 },
] as const;

const ROOMS = ['Living room', 'Kitchen', 'Hall', 'Bedroom', 'Study', 'Bath', 'Balcony', 'Garden'];
const THINGS = ['pendant', 'ceiling lamp', 'floor lamp', 'strip', 'backlight'];
const ACTORS = ['user:anna', 'user:ben', 'token:ha-bridge', 'automation:Evening', 'schedule', 'system'];

/** Values that stand in a hundred entries of the log, however large it is: two pages that have to be found. */
export const RARE = {
  category: 'system',
  action: 'plugin_failed',
  severity: 'error',
  actor: 'user:grandmother',
  entity_type: 'playlist',
  entity_id: 'rare-entity',
  word: 'lighthouse',
  count: 100,
} as const;
/** Values that stand in many. */
export const COMMON = {
  category: 'device',
  severity: 'warning',
  actor: 'user:anna',
  entity_type: 'device',
  entity_id: deviceId(7),
  word: 'kitchen',
} as const;

/** How far back the log goes. */
export const SPAN_MS = 60 * 86_400_000;

function deviceId(index: number): string {
  return `019a0000-0000-7000-8000-${String(index).padStart(12, '0')}`;
}

/** A UUIDv7 of its time (RFC 9562, section 5.7), told apart by its index instead of by chance. */
function idOf(ts: number, index: number): string {
  const time = ts.toString(16).padStart(12, '0');
  const tail = index.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}`;
}

/** Takes the triggers of the log's table away, and gives what makes them again. */
export function dropTriggers(database: Database.Database): string[] {
  const triggers = database
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'activity_log_entries'",
    )
    .all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  return triggers.map(({ sql }) => sql.replace(/^CREATE TRIGGER (IF NOT EXISTS )?/i, 'CREATE TRIGGER IF NOT EXISTS '));
}

/**
 * Fills a stopped hub's log with `count` entries over the last 60 days, oldest first, by SQL. What triggers keep beside the table (search
 * index, summaries) is made afterwards at once, as the log's migration makes it on a table that has entries already.
 */
export async function seedEntries(file: string, count: number, now: number): Promise<void> {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -262144');
  const triggers = dropTriggers(database);
  const insert = insertOf(database, 'activity_log_entries');
  database.transaction(() => {
    for (const entry of entries(count, now)) insert.run(entry);
  })();
  const knex = knexFactory({ client: 'better-sqlite3', connection: { filename: file }, useNullAsDefault: true });
  await entriesMigration.up(knex);
  await knex.destroy();
  for (const sql of triggers) database.exec(sql);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

function* entries(count: number, now: number): Generator<SqlRow> {
  const random = numbers(20_260_101);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const kinds = KINDS.flatMap((kind) => Array.from({ length: kind.share }, () => kind));
  const step = SPAN_MS / count;
  const rare_every = Math.max(2, Math.floor(count / RARE.count));
  for (let index = 0; index < count; index += 1) {
    const ts = Math.floor(now - SPAN_MS + index * step);
    const kind = pick(kinds);
    const device = Math.floor(random() * 40);
    const rare = index % rare_every === Math.floor(rare_every / 2);
    const { category, action, severity } = rare ? RARE : kind;
    const actor = rare ? RARE.actor : pick(ACTORS);
    const name = `${pick(ROOMS)} ${pick(THINGS)}${rare ? ` ${RARE.word}` : ''}`;
    yield {
      id: idOf(ts, index),
      ts,
      category,
      action,
      severity,
      actor,
      message: `${actor} ${kind.words} ${name}`,
      entity_type: rare ? RARE.entity_type : COMMON.entity_type,
      entity_id: rare ? RARE.entity_id : deviceId(device),
      entity_name: name,
      metadata: JSON.stringify({ origin: 'ui', correlation_id: idOf(ts, index), changed: ['on', 'brightness'] }),
    };
  }
}
