import { HubError, roleAtLeast } from '@lightkeeper/plugin-sdk';
import type { Disposer, EntityCollection, EntityTypeDefinition, EntityUser, Role, Routes, Tx } from '@lightkeeper/plugin-sdk';
import type { z } from 'zod';
import { Collection } from './collection.js';
import { addEntityRoutes } from './entity-routes.js';
import type { BulkCounts, EntityStoreDeps, EntityTypeRecord } from './entity-types.js';

/** The registered kinds of entities, and the only way to write one. */
export class EntityStore {
  readonly #deps: EntityStoreDeps;
  readonly #types = new Map<string, { owner: string; definition: EntityTypeRecord; collection: Collection }>();

  constructor(deps: EntityStoreDeps) {
    this.#deps = deps;
  }

  register<S extends z.ZodObject>(
    owner: string,
    definition: EntityTypeDefinition<S>,
    routes: Routes,
  ): { collection: EntityCollection<z.output<S>>; undo: Disposer } {
    const existing = this.#types.get(definition.type);
    if (existing !== undefined) {
      throw new HubError('LK_PLUGIN_INVALID', `${owner} registers the entity type ${definition.type}, which ${existing.owner} has`);
    }
    // The store treats every type alike; only its registrant knows the schema's output type.
    const record = definition as unknown as EntityTypeRecord;
    const collection = new Collection(record, this.#deps);
    addEntityRoutes(routes, record, collection, (id, role) => this.usersOf(record.type, id, role));
    this.#types.set(definition.type, { owner, definition: record, collection });
    return {
      collection: collection as unknown as EntityCollection<z.output<S>>,
      undo: () => {
        this.#types.delete(definition.type);
      },
    };
  }

  bulk<T>(what: string, fn: (tx: Tx) => Promise<T>): Promise<T> {
    this.#deps.requireRecorder();
    return this.#deps.db.transaction(async (tx) => {
      const counts: BulkCounts = { created: 0, updated: 0, deleted: 0 };
      this.#deps.bulks.set(tx, counts);
      const result = await fn(tx);
      if (Object.values(counts).some((count) => count > 0)) {
        await this.#deps.hooks.call('entity.bulk_changed', { tx, entity_name: what, metadata: counts });
      }
      return result;
    });
  }

  /** The records that speak of this one, as far as the role may read them. Those whose type is not registered for now cannot say. */
  async usersOf(type: string, id: string, role: Role): Promise<EntityUser[]> {
    const users: EntityUser[] = [];
    for (const { definition, collection } of this.#types.values()) {
      const { references, access, label, path } = definition;
      if (references === undefined || !roleAtLeast(role, access.read)) continue;
      for (const entity of await collection.all()) {
        if (!references(entity.data).some((one) => one.type === type && one.id === id)) continue;
        users.push({ type: entity.type, label, path, id: entity.id, name: entity.name });
      }
    }
    return users;
  }

  nameOf(type: string, id: string): string | undefined {
    return this.#deps.db.all<{ name: string }>('SELECT name FROM entities WHERE id = ? AND type = ?', [id, type])[0]?.name;
  }

  /** The label of a type for people: `device` -> `Device`. */
  label(type: string): string | undefined {
    return this.#types.get(type)?.definition.label;
  }

  list(): { type: string; path: string; label: string; owner: string }[] {
    return [...this.#types.values()].map(({ owner, definition: { type, path, label } }) => ({ type, path, label, owner }));
  }
}
