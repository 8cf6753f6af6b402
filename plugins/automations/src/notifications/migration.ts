import type { Migration } from '@lightkeeper/plugin-sdk';

/** What people were told and have not put away. */
export const notificationsTable: Migration = {
  name: '0003_notifications',
  async up(knex) {
    await knex.schema.createTable('automations_notifications', (table) => {
      table.string('id', 36).primary();
      table.bigInteger('at').notNullable();
      table.string('title', 120).notNullable();
      table.text('message').notNullable();
      table.string('severity', 10).notNullable();
      table.string('actor', 200).notNullable();
      table.string('trace_id', 36);
    });
  },
  async down(knex) {
    await knex.schema.dropTable('automations_notifications');
  },
};
