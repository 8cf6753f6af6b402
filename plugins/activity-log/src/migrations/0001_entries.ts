import type { Migration } from '@lightkeeper/plugin-sdk';
import { ENTRIES, STATE } from '../names.js';
import { createSearch, dropSearch } from './search.js';
import { createSummaries, dropSummaries } from './summaries.js';

/** Columns with an index. SQLite ends every index with the rowid, which is `seq` here: `actor = ? ORDER BY seq DESC` needs no sort. */
export const INDEXED_COLUMNS = ['category', 'severity', 'actor', 'entity_type', 'entity_id'] as const;

export const entriesMigration: Migration = {
  name: '0001_entries',

  async up(knex) {
    await knex.raw(`CREATE TABLE IF NOT EXISTS ${ENTRIES} (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      ts INTEGER NOT NULL,
      category TEXT NOT NULL,
      action TEXT NOT NULL,
      severity TEXT NOT NULL,
      actor TEXT NOT NULL,
      message TEXT NOT NULL,
      entity_type TEXT,
      entity_id TEXT,
      entity_name TEXT,
      metadata TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)))`);
    for (const column of INDEXED_COLUMNS) {
      await knex.raw(`CREATE INDEX IF NOT EXISTS ${ENTRIES}_${column} ON ${ENTRIES} (${column})`);
    }
    await knex.raw(`CREATE TRIGGER IF NOT EXISTS ${ENTRIES}_frozen BEFORE UPDATE ON ${ENTRIES} BEGIN
      SELECT RAISE(ABORT, 'entries of the activity log are never changed');
    END`);
    await knex.raw(`CREATE TABLE IF NOT EXISTS ${STATE} (key TEXT PRIMARY KEY, value TEXT NOT NULL)`);
    await createSummaries(knex);
    await createSearch(knex);
  },

  async down(knex) {
    await dropSearch(knex);
    await dropSummaries(knex);
    await knex.raw(`DROP TABLE IF EXISTS ${STATE}`);
    await knex.raw(`DROP TABLE IF EXISTS ${ENTRIES}`);
  },
};
