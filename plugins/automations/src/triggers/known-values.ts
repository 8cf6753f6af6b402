import type { Disposer, FeatureValue, Migration } from '@lightkeeper/plugin-sdk';
import type { TriggerHub } from './hub.js';

export const knownValuesMigration: Migration = {
  name: '0004_known_values',
  async up(knex) {
    await knex.schema.createTable('automations_known_values', (table) => {
      table.string('device_id', 64).primary();
      table.text('known').notNullable();
    });
  },
  async down(knex) {
    await knex.schema.dropTable('automations_known_values');
  },
};

export interface KnownValue {
  readonly value: FeatureValue | null;
  /** Epoch milliseconds. */
  readonly since: number;
  /** False where it may stand for longer, or was otherwise while the hub was off. */
  readonly exact: boolean;
}

/** What is known is written so often at most: after a sudden end what is newer is not known. */
const WRITE_MS = 10_000;

/**
 * What each value of a device was when it was last known. Of devices that automations look at it is kept over restarts: a sensor that speaks only when
 * something happens, such as one for motion, would else have nothing before its first word.
 */
export class KnownValues {
  readonly #hub: TriggerHub;
  readonly #devices = new Map<string, Map<string, KnownValue>>();
  readonly #kept = new Set<string>();
  readonly #waiting = new Set<string>();
  #timer: Disposer | null = null;

  constructor(hub: TriggerHub) {
    this.#hub = hub;
    for (const { device_id, known } of hub.db.all<{ device_id: string; known: string }>(
      'SELECT device_id, known FROM automations_known_values',
      [],
    )) {
      const values = Object.entries(JSON.parse(known) as Record<string, Pick<KnownValue, 'value' | 'since'>>);
      this.#devices.set(device_id, new Map(values.map(([property, value]) => [property, { ...value, exact: false }])));
    }
  }

  get(device_id: string, property: string): KnownValue | undefined {
    return this.#devices.get(device_id)?.get(property);
  }

  set(device_id: string, property: string, value: FeatureValue | null): void {
    const values = this.#devices.get(device_id) ?? new Map<string, KnownValue>();
    this.#devices.set(device_id, values);
    values.set(property, { value, since: this.#hub.clock.now(), exact: values.has(property) });
    if (this.#kept.has(device_id)) this.#write(device_id);
  }

  /** From now on what is known of the device outlives a restart. */
  keep(device_id: string): void {
    if (this.#kept.has(device_id)) return;
    this.#kept.add(device_id);
    if (this.#devices.has(device_id)) this.#write(device_id);
  }

  forget(device_id: string): void {
    this.#devices.delete(device_id);
    if (this.#kept.delete(device_id)) this.#write(device_id);
  }

  async stop(): Promise<void> {
    await this.#timer?.();
    await this.#flush();
  }

  #write(device_id: string): void {
    this.#waiting.add(device_id);
    this.#timer ??= this.#hub.timers.after(WRITE_MS, 'store what devices showed last', () => this.#flush());
  }

  async #flush(): Promise<void> {
    this.#timer = null;
    const ids = [...this.#waiting];
    this.#waiting.clear();
    if (ids.length === 0) return;
    try {
      await this.#hub.db.transaction(async (tx) => {
        for (const id of ids) {
          await tx.run('DELETE FROM automations_known_values WHERE device_id = ?', [id]);
          const values = this.#devices.get(id);
          if (values === undefined) continue;
          const known = Object.fromEntries([...values].map(([property, { value, since }]) => [property, { value, since }]));
          await tx.run('INSERT INTO automations_known_values (device_id, known) VALUES (?, ?)', [id, JSON.stringify(known)]);
        }
      });
    } catch (error) {
      this.#hub.log.warn('What devices showed last could not be stored', { error });
    }
  }
}
