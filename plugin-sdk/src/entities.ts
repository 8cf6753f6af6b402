import type { z } from 'zod';
import type { Role } from './wire/access.js';
import type { Tx } from './database.js';
import type { EntityOperation } from './hooks.js';
import type { Page } from './wire/admin.js';

/** A stored configuration record. `data` holds the fields of the type's schema, without the name. */
export interface Entity<T> {
  id: string;
  type: string;
  name: string;
  data: T;
  /** 1 when created, one more with each change. */
  revision: number;
  /** Epoch milliseconds. */
  created_at: number;
  updated_at: number;
}

/** A name that people see: 1 to 120 characters, no control characters and no text-direction overrides. */
export type EntityName = string;

/**
 * A kind of entity. Registering it gives REST CRUD under `/api/v1/<path>`, OpenAPI, WebSocket events and entries in the log, with no
 * further code.
 */
export interface EntityTypeDefinition<S extends z.ZodObject> {
  /** The word in the log and in events: `device`. */
  type: string;
  /** The plural in addresses: `devices`. */
  path: string;
  /** For people: `Device`. */
  label: string;
  /** The fields beside `name`. Give defaults so that a record needs few of them; unknown fields are refused. */
  schema: S;
  /** Least role for reading, and for creating, changing and deleting. */
  access: { read: Role; write: Role };
  /** Whether two records may not share a name (compared without case). Default false. */
  unique_name?: boolean;
  /**
   * Secrets that the schema cannot mark, because their place depends on the record: where they are, as lists of keys. They are treated
   * like the marked ones: encrypted at rest, masked on the wire. Must give the same for the same kind of record, and not throw.
   */
  secrets?: (data: Readonly<z.output<S>>) => readonly (readonly string[])[];
  /** Adds fields to the wire form that are not stored, such as a device's status. */
  present?: (entity: Entity<z.output<S>>) => Record<string, unknown>;
  /** Checks what the schema cannot, before each write in its transaction. Throw a {@link HubError} to refuse. */
  validate?: (next: Entity<z.output<S>>, previous: Entity<z.output<S>> | null, tx: Tx) => void | Promise<void>;
  /**
   * What a record speaks of: the ids of other records, by their type. `GET /api/v1/<path>/<id>/used-by` of those answers with this one, and who
   * deletes them is told.
   */
  references?: (data: Readonly<z.output<S>>) => readonly { type: string; id: string }[];
  /** The words under which changes are recorded; by default `entity.created`, `entity.updated`, `entity.deleted`. They must be declared. */
  actions?: Partial<Record<EntityOperation, { category: string; action: string }>>;
  /** The REST routes to make; by default all. Leave one out to write it by hand. */
  routes?: readonly ('list' | 'get' | 'create' | 'update' | 'delete')[];
}

export interface ListOptions {
  limit?: number;
  cursor?: string;
}

export interface WriteOptions {
  /** Joins this transaction instead of opening one. */
  tx?: Tx;
  /** Refuses with `LK_REVISION_CONFLICT` unless the record has this revision. */
  revision?: number;
  /** Records the change under this word instead of the type's own; see {@link EntityTypeDefinition.actions}. */
  recorded_as?: { category: string; action: string };
}

/** The only writer of a type's records. Each change is validated, recorded and committed as one. */
export interface EntityCollection<T> {
  readonly type: string;
  /** With `tx`, also what that transaction has written so far. */
  get(id: string, tx?: Tx): Promise<Entity<T> | undefined>;
  /** Like `get`, but throws `LK_NOT_FOUND`. */
  require(id: string): Promise<Entity<T>>;
  /** All records, by name. For types that a home has at most some thousands of. */
  all(): Promise<Entity<T>[]>;
  list(options?: ListOptions): Promise<Page<Entity<T>>>;
  create(input: { name: string } & Record<string, unknown>, options?: WriteOptions): Promise<Entity<T>>;
  /** JSON Merge Patch (RFC 7396) on name and fields. Gives the record unchanged, and no entry, when nothing differs. */
  update(id: string, patch: Record<string, unknown>, options?: WriteOptions): Promise<Entity<T>>;
  /** Takes `input` in the place of the whole record: fields that are left out get their defaults. Otherwise like `update`. */
  replace(id: string, input: { name: string } & Record<string, unknown>, options?: WriteOptions): Promise<Entity<T>>;
  remove(id: string, options?: WriteOptions): Promise<void>;
  /** The record as it goes over the wire: flat, times as ISO 8601, secrets masked. */
  present(entity: Entity<T>): Record<string, unknown>;
}

export interface Entities {
  /**
   * Writes many records as one: one commit, and one entry `entity.bulk_changed` with counts in place of an entry each. For imports and first runs,
   * not to keep things out of the log. Hand `tx` to each write. `what` names it for people: `the demo home`.
   */
  bulk<T>(what: string, fn: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * What a record of any type is called; undefined where there is none. Cheap, and works while the plugin of its type is away. For showing what an
   * id stands for, and for telling that it stands for nothing any more.
   */
  nameOf(type: string, id: string): string | undefined;
  register<S extends z.ZodObject>(definition: EntityTypeDefinition<S>): EntityCollection<z.output<S>>;
}
