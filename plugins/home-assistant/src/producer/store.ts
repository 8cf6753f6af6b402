import type { Migration, PluginDatabase, Tx } from '@lightkeeper/plugin-sdk';

const FACTS = 'home_assistant_facts';
const REMOVED = 'home_assistant_removed';

/** The hub's own id at the broker, and what somebody removed in Home Assistant. */
export const producerMigration: Migration = {
  name: '0001_producer',
  async up(knex) {
    await knex.schema.createTable(FACTS, (table) => {
      table.string('key', 40).primary();
      table.text('value').notNullable();
    });
    await knex.schema.createTable(REMOVED, (table) => {
      table.string('object_id', 128).primary();
      table.bigInteger('removed_at').notNullable();
    });
  },
  async down(knex) {
    await knex.schema.dropTable(REMOVED);
    await knex.schema.dropTable(FACTS);
  },
};

/** What the producer keeps over restarts, read once and written through. */
export class ProducerStore {
  readonly #db: PluginDatabase;
  readonly #removed = new Map<string, number>();
  #hub_id = '';
  #prefix: string | null = null;

  private constructor(db: PluginDatabase) {
    this.#db = db;
  }

  /** `new_id` is taken where the hub has none yet. */
  static async open(db: PluginDatabase, new_id: () => string): Promise<ProducerStore> {
    const store = new ProducerStore(db);
    const facts = new Map(
      db.all<{ key: string; value: string }>(`SELECT key, value FROM ${FACTS}`, []).map(({ key, value }) => [key, value]),
    );
    store.#prefix = facts.get('prefix') ?? null;
    store.#hub_id = facts.get('hub_id') ?? '';
    if (store.#hub_id === '') {
      store.#hub_id = new_id();
      await store.#put('hub_id', store.#hub_id);
    }
    for (const { object_id, removed_at } of db.all<{ object_id: string; removed_at: number }>(`SELECT * FROM ${REMOVED}`, [])) {
      store.#removed.set(object_id, removed_at);
    }
    return store;
  }

  /** Eight hexadecimal digits, made once. */
  get hub_id(): string {
    return this.#hub_id;
  }

  /** Where configs of ours were last published; null when none are. */
  get prefix(): string | null {
    return this.#prefix;
  }

  async setPrefix(prefix: string): Promise<void> {
    if (prefix === this.#prefix) return;
    await this.#put('prefix', prefix);
    this.#prefix = prefix;
  }

  /** When it was removed in Home Assistant, by object id. */
  get removed(): ReadonlyMap<string, number> {
    return this.#removed;
  }

  async remove(object_id: string, at: number, tx: Tx): Promise<void> {
    await tx.run(`INSERT INTO ${REMOVED} (object_id, removed_at) VALUES (?, ?) ON CONFLICT (object_id) DO NOTHING`, [object_id, at]);
    tx.afterCommit(() => {
      this.#removed.set(object_id, at);
    });
  }

  async allow(object_id: string, tx: Tx): Promise<void> {
    await tx.run(`DELETE FROM ${REMOVED} WHERE object_id = ?`, [object_id]);
    tx.afterCommit(() => {
      this.#removed.delete(object_id);
    });
  }

  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.transaction(fn);
  }

  async #put(key: string, value: string): Promise<void> {
    await this.#db.transaction((tx) =>
      tx.run(`INSERT INTO ${FACTS} (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, [key, value]),
    );
  }
}
