import type { Migration } from '@lightkeeper/plugin-sdk';
import { BLOCK_BITS, BLOCKS, COUNTS, ENTRIES, HOUR_MS, STATE } from '../names.js';

type Knex = Parameters<Migration['up']>[0];

/**
 * Two small summaries, kept by triggers.
 *
 * Blocks: the least and the greatest time in each run of entries. Clocks jump back, so `ts` does not follow `seq` strictly; with the
 * blocks a time bound still becomes an exact bound of `seq`, without an index over `ts`.
 *
 * Counts: how many entries each hour has by category, severity and actor. Facets and histogram of a log of any size are read from here.
 * Rows below the floor were cleared already and are not counted any more when they are swept.
 */
export async function createSummaries(knex: Knex): Promise<void> {
  await knex.raw(`CREATE TABLE IF NOT EXISTS ${BLOCKS} (block INTEGER PRIMARY KEY, min_ts INTEGER NOT NULL, max_ts INTEGER NOT NULL)`);
  await knex.raw(`CREATE TABLE IF NOT EXISTS ${COUNTS} (
    hour INTEGER NOT NULL, category TEXT NOT NULL, severity TEXT NOT NULL, actor TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (hour, category, severity, actor)) WITHOUT ROWID`);
  await knex.raw(`DELETE FROM ${BLOCKS}`);
  await knex.raw(`DELETE FROM ${COUNTS}`);
  await knex.raw(`INSERT INTO ${BLOCKS} SELECT seq >> ${BLOCK_BITS}, min(ts), max(ts) FROM ${ENTRIES} GROUP BY 1`);
  await knex.raw(`INSERT INTO ${COUNTS} SELECT ts / ${HOUR_MS}, category, severity, actor, count(*) FROM ${ENTRIES} GROUP BY 1, 2, 3, 4`);
  await knex.raw(`CREATE TRIGGER IF NOT EXISTS ${BLOCKS}_added AFTER INSERT ON ${ENTRIES} BEGIN
    INSERT INTO ${BLOCKS} (block, min_ts, max_ts) VALUES (new.seq >> ${BLOCK_BITS}, new.ts, new.ts)
      ON CONFLICT (block) DO UPDATE SET min_ts = min(min_ts, new.ts), max_ts = max(max_ts, new.ts);
    INSERT INTO ${COUNTS} (hour, category, severity, actor, n) VALUES (new.ts / ${HOUR_MS}, new.category, new.severity, new.actor, 1)
      ON CONFLICT (hour, category, severity, actor) DO UPDATE SET n = n + 1;
  END`);
  await knex.raw(`CREATE TRIGGER IF NOT EXISTS ${COUNTS}_removed AFTER DELETE ON ${ENTRIES}
    WHEN old.seq >= coalesce((SELECT CAST(value AS INTEGER) FROM ${STATE} WHERE key = 'floor'), 0) BEGIN
    UPDATE ${COUNTS} SET n = n - 1
      WHERE hour = old.ts / ${HOUR_MS} AND category = old.category AND severity = old.severity AND actor = old.actor;
  END`);
}

export async function dropSummaries(knex: Knex): Promise<void> {
  await knex.raw(`DROP TRIGGER IF EXISTS ${BLOCKS}_added`);
  await knex.raw(`DROP TRIGGER IF EXISTS ${COUNTS}_removed`);
  await knex.raw(`DROP TABLE IF EXISTS ${BLOCKS}`);
  await knex.raw(`DROP TABLE IF EXISTS ${COUNTS}`);
}
