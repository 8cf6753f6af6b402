import { HubError } from '@lightkeeper/plugin-sdk';
import type { Entity, EntityCollection, EntityOperation, ListOptions, Page, Tx, WriteOptions } from '@lightkeeper/plugin-sdk';
import { nameSchema } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import type { EntityStoreDeps, EntityTypeRecord } from './entity-types.js';
import { changedFields, mergePatch } from './merge-patch.js';
import { keepNulls } from './nullable.js';
import { broughtUpToDate, findOutdated } from './outdated.js';
import { dropInherited, dropMasks, mapSecrets, maskSecret, restoreMasks, sealedPaths, secretPaths } from './secrets.js';
import { parseOrThrow } from './validation.js';

type Json = Record<string, unknown>;

interface Row {
  id: string;
  type: string;
  name: string;
  data: string;
  revision: number;
  created_at: number;
  updated_at: number;
}

const SELECT = 'SELECT id, type, name, data, revision, created_at, updated_at FROM entities';
const MAX_PAGE = 500;

/** One type's records: the only code that writes them. */
export class Collection implements EntityCollection<Json> {
  readonly type: string;
  readonly #definition: EntityTypeRecord;
  readonly #deps: EntityStoreDeps;
  readonly #schema: z.ZodObject;
  readonly #secrets: string[][];
  /** Found when the first record is read. */
  #outdated: ReadonlyMap<string, number> | null = null;

  constructor(definition: EntityTypeRecord, deps: EntityStoreDeps) {
    this.type = definition.type;
    this.#definition = definition;
    this.#deps = deps;
    this.#schema = z.strictObject({ name: nameSchema, ...definition.schema.shape });
    this.#secrets = secretPaths(definition.schema);
  }

  /** Body of a create, for REST and OpenAPI. */
  get schema(): z.ZodObject {
    return this.#schema;
  }

  async get(id: string, tx?: Tx): Promise<Entity<Json> | undefined> {
    const sql = `${SELECT} WHERE id = ? AND type = ?`;
    const row = tx === undefined ? this.#deps.db.all<Row>(sql, [id, this.type])[0] : await tx.get<Row>(sql, [id, this.type]);
    return row === undefined ? undefined : this.#fromRow(row);
  }

  async require(id: string): Promise<Entity<Json>> {
    const entity = await this.get(id);
    if (entity === undefined) throw this.#missing(id);
    return entity;
  }

  all(): Promise<Entity<Json>[]> {
    const rows = this.#deps.db.all<Row>(`${SELECT} WHERE type = ? ORDER BY name COLLATE NOCASE, id`, [this.type]);
    return Promise.resolve(rows.map((row) => this.#fromRow(row)));
  }

  list({ limit = 100, cursor = '' }: ListOptions = {}): Promise<Page<Entity<Json>>> {
    const size = Math.min(Math.max(1, limit), MAX_PAGE);
    const rows = this.#deps.db.all<Row>(`${SELECT} WHERE type = ? AND id > ? ORDER BY id LIMIT ?`, [this.type, cursor, size + 1]);
    const items = rows.slice(0, size).map((row) => this.#fromRow(row));
    return Promise.resolve({ items, next_cursor: rows.length > size ? (items.at(-1)?.id ?? null) : null });
  }

  create(input: { name: string } & Json, options: WriteOptions = {}): Promise<Entity<Json>> {
    return this.#write(options, async (tx) => {
      const { name, ...data } = parseOrThrow(this.#schema, input) as { name: string } & Json;
      const now = this.#deps.clock.now();
      const entity: Entity<Json> = { id: this.#deps.newId(), type: this.type, name, data, revision: 1, created_at: now, updated_at: now };
      await this.#check(entity, null, tx);
      await this.#announce('created', entity, null, Object.keys({ name, ...data }), tx, options);
      await tx.run('INSERT INTO entities (id, type, name, data, revision, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)', [
        entity.id,
        entity.type,
        name,
        this.#seal(data),
        1,
        now,
        now,
      ]);
      return entity;
    });
  }

  update(id: string, patch: Json, options: WriteOptions = {}): Promise<Entity<Json>> {
    return this.#change(id, options, (known, hidden) => {
      const kept = dropMasks(patch, hidden);
      return keepNulls(this.#schema, kept, mergePatch(known, kept) as Json);
    });
  }

  replace(id: string, input: { name: string } & Json, options: WriteOptions = {}): Promise<Entity<Json>> {
    return this.#change(id, options, (known, hidden) => restoreMasks(input, known, hidden));
  }

  #change(
    id: string,
    options: WriteOptions,
    wantedOf: (known: Json, hidden: readonly (readonly string[])[]) => Json,
  ): Promise<Entity<Json>> {
    return this.#write(options, async (tx) => {
      const before = await this.#load(id, options, tx);
      const known = { name: before.name, ...before.data };
      const hidden = this.#hidden(before.data);
      const wanted = wantedOf(known, hidden);
      const merged = dropInherited(wanted, known, this.#noLonger(hidden, wanted));
      const next = parseOrThrow(this.#schema, merged) as { name: string } & Json;
      const changed = changedFields(known, next);
      if (changed.length === 0) return before;
      const { name, ...data } = next;
      const entity: Entity<Json> = { ...before, name, data, revision: before.revision + 1, updated_at: this.#deps.clock.now() };
      await this.#check(entity, before, tx);
      await this.#announce('updated', entity, before, changed, tx, options);
      await tx.run('UPDATE entities SET name = ?, data = ?, revision = ?, updated_at = ? WHERE id = ?', [
        name,
        this.#seal(data),
        entity.revision,
        entity.updated_at,
        id,
      ]);
      return entity;
    });
  }

  remove(id: string, options: WriteOptions = {}): Promise<void> {
    return this.#write(options, async (tx) => {
      const before = await this.#load(id, options, tx);
      await this.#announce('deleted', null, before, Object.keys(before.data), tx, options);
      await tx.run('DELETE FROM entities WHERE id = ?', [id]);
    });
  }

  present(entity: Entity<Json>): Json {
    return {
      id: entity.id,
      name: entity.name,
      ...mapSecrets(entity.data, this.#hidden(entity.data), maskSecret),
      ...this.#definition.present?.(entity),
      revision: entity.revision,
      created_at: new Date(entity.created_at).toISOString(),
      updated_at: new Date(entity.updated_at).toISOString(),
    };
  }

  #write<T>(options: WriteOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
    this.#deps.requireRecorder();
    return options.tx === undefined ? this.#deps.db.transaction(work) : work(options.tx);
  }

  async #load(id: string, { revision }: WriteOptions, tx: Tx): Promise<Entity<Json>> {
    const row = await tx.get<Row>(`${SELECT} WHERE id = ? AND type = ?`, [id, this.type]);
    if (row === undefined) throw this.#missing(id);
    if (revision !== undefined && revision !== row.revision) {
      throw new HubError('LK_REVISION_CONFLICT', `${row.name} has revision ${row.revision}, the change was made for ${revision}.`);
    }
    return this.#fromRow(row);
  }

  async #check(next: Entity<Json>, previous: Entity<Json> | null, tx: Tx): Promise<void> {
    if (this.#definition.unique_name === true && next.name.toLowerCase() !== previous?.name.toLowerCase()) {
      const sql = 'SELECT id FROM entities WHERE type = ? AND name = ? COLLATE NOCASE AND id <> ?';
      const other = await tx.get(sql, [this.type, next.name, next.id]);
      if (other !== undefined) {
        const detail = `${this.#definition.label} "${next.name}" exists already. Choose another name.`;
        throw new HubError('LK_CONFLICT', detail, { errors: [{ field: '/name', detail: 'is taken' }] });
      }
    }
    await this.#definition.validate?.(next, previous, tx);
  }

  /** Lets the hook record and refuse within the transaction, and tells the others after the commit. */
  async #announce(
    op: EntityOperation,
    after: Entity<Json> | null,
    before: Entity<Json> | null,
    changed: string[],
    tx: Tx,
    { recorded_as }: WriteOptions,
  ): Promise<void> {
    const entity = after ?? before;
    if (entity === null) throw new Error('a change needs a record before or after it');
    const words = recorded_as ?? this.#definition.actions?.[op] ?? { category: 'entity', action: op };
    const context = this.#deps.context.current();
    const counts = this.#deps.bulks.get(tx);
    if (counts !== undefined) counts[op] += 1;
    const change = {
      op,
      ...words,
      type: this.type,
      id: entity.id,
      name: entity.name,
      changed,
      before: before?.data ?? null,
      after: after?.data ?? null,
      context,
      bulk: counts !== undefined,
    };
    await this.#deps.hooks.call('entity.changing', { ...change, tx });
    tx.afterCommit(async () => {
      const { access, path } = this.#definition;
      this.#deps.publish(change, after === null ? null : this.present(after), { role: access.read, scope: `${path}:read` });
      await this.#deps.hooks.call('entity.changed', change);
    });
  }

  /** Where the record's secrets are: as the schema marks them, and as the type says for this record. */
  #secretsOf(data: Json): readonly (readonly string[])[] {
    const { secrets } = this.#definition;
    return secrets === undefined ? this.#secrets : [...this.#secrets, ...secrets(data)];
  }

  /** What may not be seen. Besides the secrets, what is still sealed because nobody knows for now that it is one. */
  #hidden(data: Json): readonly (readonly string[])[] {
    if (this.#definition.secrets === undefined) return this.#secrets;
    return [...this.#secretsOf(data), ...sealedPaths(data, (value) => this.#deps.secrets.isSealed(value))];
  }

  #noLonger(hidden: readonly (readonly string[])[], next: Json): readonly (readonly string[])[] {
    if (this.#definition.secrets === undefined) return [];
    const still = new Set(this.#hidden(next).map((path) => path.join('\0')));
    return hidden.filter((path) => !still.has(path.join('\0')));
  }

  #seal(data: Json): string {
    return JSON.stringify(mapSecrets(data, this.#secretsOf(data), (secret) => this.#deps.secrets.seal(secret)));
  }

  #fromRow(row: Row): Entity<Json> {
    const open = (value: string): string => (this.#deps.secrets.isSealed(value) ? this.#deps.secrets.open(value) : value);
    this.#outdated ??= findOutdated(this.#definition.schema, this.#deps.db.all<Row>(`${SELECT} WHERE type = ?`, [this.type]));
    const stored = JSON.parse(row.data) as Json;
    const data = this.#outdated.get(row.id) === row.revision ? broughtUpToDate(this.#definition.schema, stored) : stored;
    return { ...row, data: mapSecrets(data, this.#secretsOf(data), open) };
  }

  #missing(id: string): HubError {
    return new HubError('LK_NOT_FOUND', `No ${this.#definition.label.toLowerCase()} has the id ${id.slice(0, 60)}.`);
  }
}
