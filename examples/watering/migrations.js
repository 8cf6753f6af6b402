/** A table of its own for what is not configuration: when each plant was watered. Its name begins with the plugin's id. */
export const migrations = [
  {
    name: '0001_diary',
    async up(knex) {
      await knex.schema.createTable('watering_diary', (table) => {
        table.text('plant_id').primary();
        table.bigInteger('watered_at').notNullable();
        table.boolean('reminded').notNullable().defaultTo(false);
      });
    },
    async down(knex) {
      await knex.schema.dropTable('watering_diary');
    },
  },
];
