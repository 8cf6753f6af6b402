import type { EntityCollection, Hooks } from '@lightkeeper/plugin-sdk';
import { ignoredType } from '../entities/ignored-discovery.js';
import type { IgnoredRecord } from '../entities/ignored-discovery.js';

export interface Ignorable {
  driver: string;
  key: string;
  name: string;
}

/** Which found things a person set aside: kept as records, held in memory to be asked often. */
export class IgnoreList {
  readonly #records: EntityCollection<IgnoredRecord>;
  readonly #ids = new Map<string, string>();
  readonly #onChange: () => void;

  /** `onChange` hears of each change. */
  constructor(records: EntityCollection<IgnoredRecord>, onChange: () => void) {
    this.#records = records;
    this.#onChange = onChange;
  }

  async load(hooks: Hooks): Promise<void> {
    hooks.tap('entity.changed', ({ type, id, after }) => {
      if (type !== ignoredType.type) return;
      if (after === null) this.#forget(id);
      else this.#ids.set(keyOf(after as IgnoredRecord), id);
      this.#onChange();
    });
    for (const { id, data } of await this.#records.all()) this.#ids.set(keyOf(data), id);
  }

  has(found: Omit<Ignorable, 'name'>): boolean {
    return this.#ids.has(keyOf(found));
  }

  /** Does nothing when it is ignored already. */
  async add({ driver, key, name }: Ignorable): Promise<void> {
    if (!this.has({ driver, key })) await this.#records.create({ name, driver, key });
  }

  async remove(found: Omit<Ignorable, 'name'>): Promise<void> {
    const id = this.#ids.get(keyOf(found));
    if (id !== undefined) await this.#records.remove(id);
  }

  #forget(id: string): void {
    for (const [key, known] of this.#ids) if (known === id) this.#ids.delete(key);
  }
}

function keyOf({ driver, key }: Omit<Ignorable, 'name'>): string {
  return `${driver}|${key}`;
}
