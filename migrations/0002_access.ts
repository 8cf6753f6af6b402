import type { Migration } from '@lightkeeper/plugin-sdk';

/** What access keeps beside its users and tokens, which are entities: hashes of secrets, and facts that are no configuration. */
export const access: Migration = {
  name: '0002_access',
  async up(knex) {
    await knex.schema.createTable('user_credentials', (table) => {
      table.text('user_id').primary();
      table.text('password_hash').notNullable();
      table.bigInteger('updated_at').notNullable();
    });
    await knex.schema.createTable('sessions', (table) => {
      table.text('id').primary();
      table.text('token_hash').notNullable().unique();
      table.text('user_id').notNullable().index();
      table.text('ip').notNullable();
      table.text('user_agent').notNullable();
      table.bigInteger('created_at').notNullable();
      table.bigInteger('last_used_at').notNullable();
      table.bigInteger('expires_at').notNullable();
    });
    await knex.schema.createTable('token_secrets', (table) => {
      table.text('token_id').primary();
      table.text('token_hash').notNullable().unique();
      table.bigInteger('last_used_at');
    });
    await knex.schema.createTable('sign_in_failures', (table) => {
      table.text('key').primary();
      table.integer('count').notNullable();
      table.bigInteger('locked_until').notNullable();
      table.bigInteger('updated_at').notNullable();
    });
    await knex.schema.createTable('known_browsers', (table) => {
      table.text('browser_hash').notNullable();
      table.text('user_id').notNullable();
      table.bigInteger('created_at').notNullable();
      table.primary(['browser_hash', 'user_id']);
    });
  },
  async down(knex) {
    for (const table of ['known_browsers', 'sign_in_failures', 'token_secrets', 'sessions', 'user_credentials']) {
      await knex.schema.dropTable(table);
    }
  },
};
