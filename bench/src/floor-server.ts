/**
 * The bare floor: what a plain server on the same parts does for one audited write. Koa takes the request, better-sqlite3 opens a
 * transaction, the record and its log entry are inserted, the transaction is committed (`synchronous=FULL`), the record is answered.
 * No validation, no access rules, no hooks, no events: everything that the hub does beyond this is what the ratio holds against it.
 *
 * Its database is a copy of a hub's own, so that tables, indexes and triggers are the same; its rows are patterned on the newest ones
 * in there. Run as `floor-server.ts <database>`; prints the address that it listens on.
 */
import { uuidv7 } from 'uuidv7';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Database from 'better-sqlite3';
import Koa from 'koa';
import { insertOf, newestRow } from './database-file.js';

const file = process.argv[2];
if (file === undefined) throw new Error('floor-server.ts <database>');

const database = new Database(file);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.pragma('foreign_keys = ON');

const record_pattern = newestRow(database, 'entities');
const entry_pattern = newestRow(database, 'activity_log_entries');
const insertRecord = insertOf(database, 'entities');
const insertEntry = insertOf(database, 'activity_log_entries');

const write = database.transaction((name: string) => {
  const now = Date.now();
  const id = uuidv7();
  insertRecord.run({ ...record_pattern, id, name, created_at: now, updated_at: now });
  insertEntry.run({
    ...entry_pattern,
    id: uuidv7(),
    ts: now,
    entity_id: id,
    entity_name: name,
    message: `token:bench created the area ${name}`,
  });
  return { id, name, revision: 1, created_at: new Date(now).toISOString(), updated_at: new Date(now).toISOString() };
});

const router = new Router();
router.post('/areas', async (context) => {
  let text = '';
  for await (const chunk of context.req) text += String(chunk);
  const { name } = JSON.parse(text) as { name: string };
  context.status = 201;
  context.body = write.immediate(name);
});

const server = createServer(new Koa().use(router.routes()).callback() as Parameters<typeof createServer>[1]);
server.listen(0, '127.0.0.1', () => {
  console.log(`Floor is ready at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
