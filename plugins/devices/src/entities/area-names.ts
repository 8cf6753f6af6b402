import type { EntityCollection, Hooks } from '@lightkeeper/plugin-sdk';
import type { AreaRecord } from './area.js';

/** The names of the areas at hand, for those who ask in passing and cannot wait for the database. */
export class AreaNames {
  readonly #names = new Map<string, string>();

  constructor(hooks: Hooks) {
    hooks.tap(
      'entity.changed',
      ({ type, id, name, after }) => {
        if (type !== 'area') return;
        if (after === null) this.#names.delete(id);
        else this.#names.set(id, name);
      },
      { phase: 'first' },
    );
  }

  async load(areas: EntityCollection<AreaRecord>): Promise<void> {
    for (const { id, name } of await areas.all()) this.#names.set(id, name);
  }

  get(area_id: string): string | null {
    return this.#names.get(area_id) ?? null;
  }
}
