import type { ActivityEntry } from '@lightkeeper/plugin-sdk/wire';
import { collection } from '@lightkeeper/ui';

/** Kinds that every hub has; others join as the page meets them. */
const USUAL_KINDS = ['device', 'area', 'user', 'token', 'session', 'plugin', 'settings'];
/** Names remembered from entries; those of devices and areas come from the hub. */
const MOST_MET = 200;

export interface KnownThing {
  name: string;
  kind: string;
}

/** What the filters by thing offer: the home's own devices and areas, and what the entries seen so far were about. */
export class KnownThings {
  readonly #met = new Map<string, KnownThing>();
  readonly #kinds = new Set(USUAL_KINDS);

  meet(entries: readonly ActivityEntry[]): void {
    for (const { entity_id, entity_name, entity_type } of entries) {
      if (entity_type !== null) this.#kinds.add(entity_type);
      if (entity_id === null || entity_type === null || this.#met.size >= MOST_MET) continue;
      if (!this.#met.has(entity_id)) this.#met.set(entity_id, { name: entity_name ?? entity_id, kind: entity_type });
    }
  }

  get kinds(): string[] {
    return [...this.#kinds].sort();
  }

  get things(): ReadonlyMap<string, KnownThing> {
    const all = new Map(this.#met);
    for (const { id, name } of collection('devices').value.items) all.set(id, { name, kind: 'device' });
    for (const { id, name } of collection('areas').value.items) all.set(id, { name, kind: 'area' });
    return all;
  }
}
