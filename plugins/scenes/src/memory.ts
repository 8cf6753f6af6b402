import type { Logger, Migration, PluginDatabase, Tx } from '@lightkeeper/plugin-sdk';

/** What must outlive the hub and is no configuration: what undo goes back to, where a playlist stands, who waits for their part. */
export const memoryMigration: Migration = {
  name: '0001_memory',
  async up(knex) {
    await knex.schema.createTable('scenes_memory', (table) => {
      table.string('kind', 16).notNullable();
      table.string('id', 64).notNullable();
      table.text('data').notNullable();
      table.primary(['kind', 'id']);
    });
  },
  async down(knex) {
    await knex.schema.dropTable('scenes_memory');
  },
};

/** Notes of one kind by id: read once, kept in memory, each change stored. */
export class Memory<T extends object> {
  readonly #db: PluginDatabase;
  readonly #log: Logger;
  readonly #kind: string;
  readonly #notes: Map<string, T>;

  constructor(kind: string, { db, log }: { db: PluginDatabase; log: Logger }) {
    this.#db = db;
    this.#log = log;
    this.#kind = kind;
    const rows = db.all<{ id: string; data: string }>('SELECT id, data FROM scenes_memory WHERE kind = ?', [kind]);
    this.#notes = new Map(rows.map(({ id, data }) => [id, JSON.parse(data) as T]));
  }

  get(id: string): T | undefined {
    return this.#notes.get(id);
  }

  entries(): [string, T][] {
    return [...this.#notes];
  }

  /** Nobody waits for it to be stored: a light does not stay dark because the database is busy. */
  put(id: string, note: T): void {
    this.#notes.set(id, note);
    this.#write((tx) => this.#store(id, note, tx));
  }

  /** As part of a transaction: known when that has committed. */
  async putWithin(tx: Tx, id: string, note: T): Promise<void> {
    await this.#store(id, note, tx);
    tx.afterCommit(() => {
      this.#notes.set(id, note);
    });
  }

  remove(id: string): void {
    if (this.#notes.delete(id)) this.#write((tx) => this.#erase(id, tx));
  }

  async removeWithin(tx: Tx, id: string): Promise<void> {
    await this.#erase(id, tx);
    tx.afterCommit(() => {
      this.#notes.delete(id);
    });
  }

  async #store(id: string, note: T, tx: Tx): Promise<void> {
    const sql = 'INSERT INTO scenes_memory (kind, id, data) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET data = excluded.data';
    await tx.run(sql, [this.#kind, id, JSON.stringify(note)]);
  }

  async #erase(id: string, tx: Tx): Promise<void> {
    await tx.run('DELETE FROM scenes_memory WHERE kind = ? AND id = ?', [this.#kind, id]);
  }

  #write(work: (tx: Tx) => Promise<void>): void {
    this.#db.transaction(work).catch((error: unknown) => {
      this.#log.warn('What scenes have to remember could not be stored', { kind: this.#kind, error });
    });
  }
}
