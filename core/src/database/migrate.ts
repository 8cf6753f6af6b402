import type { Knex } from 'knex';
import type { Migration } from '@lightkeeper/plugin-sdk';

/** Name of the table that lists an owner's migrations that have run. One each, so that a plugin that is gone breaks no one else's. */
export function migrationsTable(owner: string): string {
  return owner === 'core' ? 'migrations_kernel' : `migrations_${owner.replaceAll('-', '_')}`;
}

/** knex's settings for one owner's migrations; the command line uses the same. */
export function migratorConfig(owner: string, migrations: readonly Migration[]): Knex.MigratorConfig {
  return {
    tableName: migrationsTable(owner),
    migrationSource: {
      getMigrations: () => Promise.resolve([...migrations]),
      getMigrationName: (migration: Migration) => migration.name,
      getMigration: (migration: Migration) =>
        Promise.resolve({ up: (knex: Knex) => migration.up(knex), down: (knex: Knex) => migration.down(knex) }),
    } satisfies Knex.MigrationSource<Migration>,
  };
}

/** Runs what has not run yet, each in a transaction. Gives the names of those that ran. */
export async function migrate(knex: Knex, owner: string, migrations: readonly Migration[]): Promise<string[]> {
  const [, names] = (await knex.migrate.latest(migratorConfig(owner, migrations))) as [number, string[]];
  return names;
}
