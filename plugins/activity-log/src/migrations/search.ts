import type { Migration } from '@lightkeeper/plugin-sdk';
import { ENTRIES, SEARCH } from '../names.js';

type Knex = Parameters<Migration['up']>[0];

// Every word is searched by its beginning. Without an index of beginnings FTS5 gathers all entries of all words that begin so before it
// answers (https://sqlite.org/fts5.html, "Prefix Indexes"), which at millions of entries takes seconds. Beginnings of up to twelve letters
// are indexed; longer ones are rare enough. `detail=none` keeps no positions, which single words do not need.
const OPTIONS = `content='${ENTRIES}', content_rowid='seq', tokenize='unicode61 remove_diacritics 2', detail=none, prefix='1 2 3 4 5 6 7 8 9 10 11 12'`;

/** The full-text index over the messages, SQLite's own feature: kept by triggers, its content is the table of entries. */
export async function createSearch(knex: Knex): Promise<void> {
  await knex.raw(`CREATE VIRTUAL TABLE IF NOT EXISTS ${SEARCH} USING fts5(message, ${OPTIONS})`);
  await knex.raw(`CREATE TRIGGER IF NOT EXISTS ${SEARCH}_added AFTER INSERT ON ${ENTRIES} BEGIN
    INSERT INTO ${SEARCH} (rowid, message) VALUES (new.seq, new.message);
  END`);
  await knex.raw(`CREATE TRIGGER IF NOT EXISTS ${SEARCH}_removed AFTER DELETE ON ${ENTRIES} BEGIN
    INSERT INTO ${SEARCH} (${SEARCH}, rowid, message) VALUES ('delete', old.seq, old.message);
  END`);
  await knex.raw(`INSERT INTO ${SEARCH} (${SEARCH}) VALUES ('rebuild')`);
}

export async function dropSearch(knex: Knex): Promise<void> {
  await knex.raw(`DROP TRIGGER IF EXISTS ${SEARCH}_added`);
  await knex.raw(`DROP TRIGGER IF EXISTS ${SEARCH}_removed`);
  await knex.raw(`DROP TABLE IF EXISTS ${SEARCH}`);
}
