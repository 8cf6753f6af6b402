import type { Migration } from '@lightkeeper/plugin-sdk';
import { ENTRIES, SEARCH, STATE } from '../names.js';

type Knex = Parameters<Migration['up']>[0];

// Every word is searched by its beginning. Without an index of beginnings FTS5 gathers all entries of all words that begin so before it
// answers (https://sqlite.org/fts5.html, "Prefix Indexes"), which at millions of entries takes seconds. Beginnings of up to twelve letters
// are indexed; longer ones are rare enough. `detail=none` keeps no positions, which single words do not need.
const OPTIONS = `content='${ENTRIES}', content_rowid='seq', tokenize='unicode61 remove_diacritics 2', detail=none, prefix='1 2 3 4 5 6 7 8 9 10 11 12'`;

/**
 * The full-text index over the messages, SQLite's own feature; its content is the table of entries. Entries come in by `SearchIndex`, behind
 * the writes, and leave by a trigger. One that never came in must not leave: FTS5 would count it below nothing.
 */
export async function createSearch(knex: Knex): Promise<void> {
  await knex.raw(`CREATE VIRTUAL TABLE IF NOT EXISTS ${SEARCH} USING fts5(message, ${OPTIONS})`);
  await knex.raw(`CREATE TRIGGER IF NOT EXISTS ${SEARCH}_removed AFTER DELETE ON ${ENTRIES}
    WHEN old.seq <= coalesce((SELECT CAST(value AS INTEGER) FROM ${STATE} WHERE key = 'indexed'), 0) BEGIN
    INSERT INTO ${SEARCH} (${SEARCH}, rowid, message) VALUES ('delete', old.seq, old.message);
  END`);
  await knex.raw(`INSERT INTO ${SEARCH} (${SEARCH}) VALUES ('rebuild')`);
  await knex.raw(`INSERT INTO ${STATE} (key, value) SELECT 'indexed', coalesce(max(seq), 0) FROM ${ENTRIES} WHERE true
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
}

export async function dropSearch(knex: Knex): Promise<void> {
  await knex.raw(`DROP TRIGGER IF EXISTS ${SEARCH}_removed`);
  await knex.raw(`DROP TABLE IF EXISTS ${SEARCH}`);
}
