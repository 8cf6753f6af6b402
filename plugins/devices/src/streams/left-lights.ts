import type { DeviceState, Logger, Migration, PluginDatabase } from '@lightkeeper/plugin-sdk';

/** Keeps what lights showed before they were streamed to by commands, so that they come back to it also after the hub was killed. */
export const leftLightsMigration: Migration = {
  name: '0002_left_lights',
  async up(knex) {
    await knex.schema.createTable('devices_left_lights', (table) => {
      table.string('device_id', 64).primary();
      table.text('state').notNullable();
    });
  },
  async down(knex) {
    await knex.schema.dropTable('devices_left_lights');
  },
};

/** The lights that still have to be brought back to a state of before. */
export class LeftLights {
  readonly #db: PluginDatabase;
  readonly #log: Logger;
  readonly #states = new Map<string, DeviceState>();

  constructor(db: PluginDatabase, log: Logger) {
    this.#db = db;
    this.#log = log;
    for (const { device_id, state } of db.all<{ device_id: string; state: string }>(
      'SELECT device_id, state FROM devices_left_lights',
      [],
    )) {
      this.#states.set(device_id, JSON.parse(state) as DeviceState);
    }
  }

  get(device_id: string): DeviceState | undefined {
    return this.#states.get(device_id);
  }

  keep(device_id: string, { readings: _readings, ...state }: DeviceState): void {
    this.#states.set(device_id, state);
    this.#write('INSERT OR REPLACE INTO devices_left_lights (device_id, state) VALUES (?, ?)', [device_id, JSON.stringify(state)]);
  }

  forget(device_id: string): void {
    if (this.#states.delete(device_id)) this.#write('DELETE FROM devices_left_lights WHERE device_id = ?', [device_id]);
  }

  /** Not waited for: a light does not stay dark because the database is busy. */
  #write(sql: string, params: readonly string[]): void {
    this.#db
      .transaction((tx) => tx.run(sql, params))
      .catch((error: unknown) => {
        this.#log.warn('What a light is to be brought back to could not be stored', { error });
      });
  }
}
