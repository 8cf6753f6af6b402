import { HubError } from '@lightkeeper/plugin-sdk';
import type { Disposer, PluginSettings, SettingsGroup } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import { Collection } from '../entities/collection.js';
import type { EntityStoreDeps } from '../entities/entity-types.js';

type Json = Record<string, unknown>;
type Listener = (next: Readonly<Json>, previous: Readonly<Json>) => void | Promise<void>;

export type PluginSettingsHandle = PluginSettings<Json>;

interface Group {
  id: string;
  title: string;
  schema: z.ZodObject;
  collection: Collection;
  value: Readonly<Json>;
  listeners: Set<Listener>;
}

/** Fields that every record has of its own; a setting of such a name would be taken for them. */
const RESERVED = ['id', 'name', 'type', 'revision', 'created_at', 'updated_at'];

const CHANGED = { category: 'system', action: 'settings_changed' };

/** Settings of the hub and of its plugins, a group each. A group is an entity, so its changes are validated, versioned and recorded like any other. */
export class SettingsStore {
  readonly #deps: EntityStoreDeps;
  readonly #groups = new Map<string, Group>();
  readonly #onListenerError: (group: string, error: unknown) => void;

  constructor(deps: EntityStoreDeps, onListenerError: (group: string, error: unknown) => void) {
    this.#deps = deps;
    this.#onListenerError = onListenerError;
  }

  /** Adds a group; `check` refuses by throwing what the schema alone cannot tell. Throws when a field has a name that records have of their own. What is stored and no longer fits the schema gives way to the defaults, field by field. */
  async register(
    id: string,
    title: string,
    schema: z.ZodObject,
    check?: (value: Readonly<Json>) => void,
  ): Promise<{ handle: PluginSettingsHandle; undo: Disposer }> {
    const taken = RESERVED.find((field) => field in schema.shape);
    if (taken !== undefined) throw new Error(`No setting can be called "${taken}": every record has a field of this name.`);
    const collection = new Collection(
      {
        type: 'settings',
        path: 'settings',
        label: 'Settings',
        schema,
        access: { read: 'admin', write: 'admin' },
        actions: { created: CHANGED, updated: CHANGED, deleted: CHANGED },
        ...(check !== undefined && {
          validate: ({ data }) => {
            check(data);
          },
        }),
      },
      this.#deps,
    );
    const stored = await collection.get(id);
    const group: Group = { id, title, schema, collection, value: salvage(schema, stored?.data ?? {}), listeners: new Set() };
    this.#groups.set(id, group);
    return {
      handle: {
        get value() {
          return group.value;
        },
        update: async (patch) => {
          await this.update(id, patch);
        },
        onChange: (fn) => {
          group.listeners.add(fn);
          return () => {
            group.listeners.delete(fn);
          };
        },
      },
      undo: () => {
        this.#groups.delete(id);
      },
    };
  }

  list(): Promise<SettingsGroup[]> {
    return Promise.all([...this.#groups.values()].map((group) => this.#present(group)));
  }

  read(id: string): Promise<SettingsGroup> {
    return this.#present(this.#require(id));
  }

  /** The JSON Schema of a group, for the form; null when there is no such group or it has no fields. */
  schemaOf(id: string): Json | null {
    const group = this.#groups.get(id);
    return group === undefined || Object.keys(group.schema.shape).length === 0 ? null : formSchema(group.schema);
  }

  async update(id: string, patch: Json, revision?: number): Promise<SettingsGroup> {
    const group = this.#require(id);
    const previous = group.value;
    const entity = await this.#deps.db.transaction(async (tx) => {
      // An untouched group has no row. Its birth with the defaults is no event; the change that follows is.
      const now = this.#deps.clock.now();
      await tx.run('INSERT OR IGNORE INTO entities (id, type, name, data, revision, created_at, updated_at) VALUES (?, ?, ?, ?, 0, ?, ?)', [
        id,
        'settings',
        group.title,
        JSON.stringify(previous),
        now,
        now,
      ]);
      return group.collection.update(id, patch, { tx, ...(revision !== undefined && { revision }) });
    });
    group.value = entity.data;
    if (JSON.stringify(previous) !== JSON.stringify(entity.data)) await this.#tell(group, previous);
    return this.#present(group);
  }

  async #tell(group: Group, previous: Readonly<Json>): Promise<void> {
    for (const listener of group.listeners) {
      try {
        await listener(group.value, previous);
      } catch (error) {
        this.#onListenerError(group.id, error);
      }
    }
  }

  async #present(group: Group): Promise<SettingsGroup> {
    const entity = await group.collection.get(group.id);
    const masked = group.collection.present({
      id: group.id,
      type: 'settings',
      name: group.title,
      data: group.value,
      revision: 0,
      created_at: 0,
      updated_at: 0,
    });
    const value = Object.fromEntries(Object.keys(group.value).map((key) => [key, masked[key]]));
    return { id: group.id, title: group.title, schema: formSchema(group.schema), value, revision: entity?.revision ?? 0 };
  }

  #require(id: string): Group {
    const group = this.#groups.get(id);
    if (group === undefined) throw new HubError('LK_NOT_FOUND', `There are no settings named "${id.slice(0, 60)}".`);
    return group;
  }
}

function formSchema(schema: z.ZodObject): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

function salvage(schema: z.ZodObject, stored: Json): Json {
  const whole = schema.safeParse(stored);
  if (whole.success) return whole.data;
  const fitting = Object.entries(stored).filter(
    ([key, value]) => (schema.shape[key] as z.ZodType | undefined)?.safeParse(value).success === true,
  );
  const partly = schema.safeParse(Object.fromEntries(fitting));
  if (partly.success) return partly.data;
  const defaults = schema.safeParse({});
  if (defaults.success) return defaults.data;
  throw new HubError(
    'LK_PLUGIN_INVALID',
    `its settings need a default for every field: ${defaults.error.issues.map((issue) => issue.path.join('.')).join(', ')}`,
  );
}
