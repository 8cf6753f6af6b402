import type { PluginDatabase, Tx } from '@lightkeeper/plugin-sdk';

/** Small facts that the hub keeps of itself between two runs, in the table `hub_facts`. No configuration: changes leave no entry. */
export class HubFacts {
  readonly #db: PluginDatabase;

  constructor(db: PluginDatabase) {
    this.#db = db;
  }

  get(key: string): string | undefined {
    return this.#db.all<{ value: string }>('SELECT value FROM hub_facts WHERE key = ?', [key])[0]?.value;
  }

  async set(key: string, value: string, tx?: Tx): Promise<void> {
    const write = (open: Tx) =>
      open.run('INSERT INTO hub_facts (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [key, value]);
    await (tx === undefined ? this.#db.transaction(write) : write(tx));
  }
}
