import type { HubFacts } from '../facts/hub-facts.js';

/** What is remembered of plugins between two runs of the hub. */
export class PluginFacts {
  readonly #facts: HubFacts;

  constructor(facts: HubFacts) {
    this.#facts = facts;
  }

  failures(id: string): Promise<number> {
    return Promise.resolve(Number(this.#facts.get(`plugin_failures:${id}`) ?? 0));
  }

  async setFailures(id: string, count: number): Promise<void> {
    if ((await this.failures(id)) !== count) await this.#facts.set(`plugin_failures:${id}`, String(count));
  }

  /** The plugins that were not there at the last start, and those that are gone; remembers the present ones. */
  async compare(present: readonly string[]): Promise<{ installed: string[]; removed: string[] }> {
    const stored = this.#facts.get('plugins_known');
    const known = stored === undefined ? null : (JSON.parse(stored) as string[]);
    if (JSON.stringify(known) !== JSON.stringify(present)) await this.#facts.set('plugins_known', JSON.stringify(present));
    if (known === null) return { installed: [], removed: [] };
    return { installed: present.filter((id) => !known.includes(id)), removed: known.filter((id) => !present.includes(id)) };
  }
}
