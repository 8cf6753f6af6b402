import type { Migration } from '@lightkeeper/plugin-sdk';

/** The kernel's first tables: every stored configuration record, and the facts that the hub keeps of itself. */
export const kernel: Migration = {
  name: '0001_kernel',
  async up(knex) {
    await knex.schema.createTable('entities', (table) => {
      table.text('id').primary();
      table.text('type').notNullable();
      table.text('name').notNullable();
      table.text('data').notNullable();
      table.integer('revision').notNullable();
      table.bigInteger('created_at').notNullable();
      table.bigInteger('updated_at').notNullable();
      table.index(['type', 'id'], 'entities_by_type');
    });
    // For names that must be unique, which are compared without case.
    await knex.raw('CREATE INDEX entities_by_name ON entities (type, name COLLATE NOCASE)');
    await knex.schema.createTable('hub_facts', (table) => {
      table.text('key').primary();
      table.text('value').notNullable();
    });
  },
  async down(knex) {
    await knex.schema.dropTable('hub_facts');
    await knex.schema.dropTable('entities');
  },
};
