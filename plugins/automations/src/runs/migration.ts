import type { Migration } from '@lightkeeper/plugin-sdk';

/** Runs that have ended, with all their steps. */
export const TRACES = 'automations_traces';
/** Runs under way. */
export const RUNS = 'automations_runs';
/** The steps of runs under way, each where it stands in its trace. */
export const RUN_STEPS = 'automations_run_steps';

export const runsMigration: Migration = {
  name: '0001_runs',

  async up(knex) {
    // Rows come in the order in which runs end, so that the oldest are the first by `seq`.
    await knex.raw(`CREATE TABLE IF NOT EXISTS ${TRACES} (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      automation_id TEXT NOT NULL,
      finished_at INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      facts TEXT NOT NULL,
      steps TEXT NOT NULL)`);
    await knex.raw(`CREATE INDEX IF NOT EXISTS ${TRACES}_automation ON ${TRACES} (automation_id, id)`);
    await knex.raw(`CREATE TABLE IF NOT EXISTS ${RUNS} (id TEXT NOT NULL PRIMARY KEY, run TEXT NOT NULL) WITHOUT ROWID`);
    await knex.raw(`CREATE TABLE IF NOT EXISTS ${RUN_STEPS} (
      run_id TEXT NOT NULL,
      place INTEGER NOT NULL,
      step TEXT NOT NULL,
      PRIMARY KEY (run_id, place)) WITHOUT ROWID`);
  },

  async down(knex) {
    for (const table of [RUN_STEPS, RUNS, TRACES]) await knex.raw(`DROP TABLE IF EXISTS ${table}`);
  },
};
