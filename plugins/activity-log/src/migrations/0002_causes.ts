import type { Migration } from '@lightkeeper/plugin-sdk';
import { ENTRIES } from '../names.js';

/** What an entry has as its cause. SQLite's own way to index what stands within JSON; entries without a cause are not in it. */
export const CAUSE = "json_extract(metadata, '$.cause_id')";

/** What followed from an entry is found by it. */
export const causesMigration: Migration = {
  name: '0002_causes',

  async up(knex) {
    await knex.raw(`CREATE INDEX IF NOT EXISTS ${ENTRIES}_cause ON ${ENTRIES} (${CAUSE}) WHERE ${CAUSE} IS NOT NULL`);
  },

  async down(knex) {
    await knex.raw(`DROP INDEX IF EXISTS ${ENTRIES}_cause`);
  },
};
