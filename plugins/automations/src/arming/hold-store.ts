import type { Logger, Migration, PluginDatabase, TriggerEvent } from '@lightkeeper/plugin-sdk';
import type { FiringContext, Hold } from './ports.js';

export const holdsMigration: Migration = {
  name: '0002_holds',
  async up(knex) {
    await knex.schema.createTable('automations_holds', (table) => {
      table.string('automation_id', 64).notNullable();
      table.string('trigger_key', 64).notNullable();
      table.string('hold_key', 200).notNullable();
      table.bigInteger('due_at').notNullable();
      table.text('event').notNullable();
      table.text('context').notNullable();
      table.primary(['automation_id', 'trigger_key', 'hold_key']);
    });
    await knex.schema.createTable('automations_seen', (table) => {
      table.integer('id').primary();
      table.bigInteger('at').notNullable();
    });
  },
  async down(knex) {
    await knex.schema.dropTable('automations_seen');
    await knex.schema.dropTable('automations_holds');
  },
};

interface Row {
  automation_id: string;
  trigger_key: string;
  hold_key: string;
  due_at: number | string;
  event: string;
  context: string;
}

/** Whose a hold is: the automation, and the trigger by what it is, wherever it stands. */
export interface HoldOwner {
  readonly automation_id: string;
  readonly trigger_key: string;
}

interface Write {
  readonly owner: HoldOwner;
  readonly key: string;
  /** Null takes it away. */
  readonly hold: Hold | null;
}

/** Writes that share a transaction. */
const BATCH = 500;

/**
 * Keeps the events that wait for their time over restarts. Nobody waits for the writes: what is taken back before it was written costs nothing, and a
 * sensor that wavers is written as often as the disk can, not as often as it wavers.
 */
export class HoldStore {
  readonly #db: PluginDatabase;
  readonly #log: Logger;
  readonly #holds = new Map<string, Map<string, Map<string, Hold>>>();
  readonly #stored = new Set<string>();
  readonly #waiting = new Map<string, Write>();
  #writing: Promise<void> | null = null;

  constructor(db: PluginDatabase, log: Logger) {
    this.#db = db;
    this.#log = log;
    const rows = db.all<Row>('SELECT automation_id, trigger_key, hold_key, due_at, event, context FROM automations_holds', []);
    for (const { automation_id, trigger_key, hold_key: key, due_at, event, context } of rows) {
      const owner = { automation_id, trigger_key };
      this.#stored.add(idOf(owner, key));
      this.#of(owner).set(key, {
        key,
        due_at: Number(due_at),
        event: JSON.parse(event) as TriggerEvent,
        context: JSON.parse(context) as FiringContext,
      });
    }
  }

  of({ automation_id, trigger_key }: HoldOwner): readonly Hold[] {
    return [...(this.#holds.get(automation_id)?.get(trigger_key)?.values() ?? [])];
  }

  put(owner: HoldOwner, hold: Hold): void {
    this.#of(owner).set(hold.key, hold);
    this.#write({ owner, key: hold.key, hold });
  }

  remove(owner: HoldOwner, key: string): void {
    if (this.#of(owner).delete(key)) this.#write({ owner, key, hold: null });
  }

  /** Leaves only what belongs to these triggers of the automation; without any, nothing. */
  retain(automation_id: string, trigger_keys: readonly string[]): void {
    const triggers = this.#holds.get(automation_id);
    for (const [trigger_key, holds] of triggers ?? []) {
      if (trigger_keys.includes(trigger_key)) continue;
      for (const key of [...holds.keys()]) this.remove({ automation_id, trigger_key }, key);
      triggers?.delete(trigger_key);
    }
    if (triggers?.size === 0) this.#holds.delete(automation_id);
  }

  /** Leaves only what belongs to automations that there are. */
  retainAutomations(ids: ReadonlySet<string>): void {
    for (const id of [...this.#holds.keys()]) if (!ids.has(id)) this.retain(id, []);
  }

  /** Resolves when all is written. */
  async settled(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  #of({ automation_id, trigger_key }: HoldOwner): Map<string, Hold> {
    const triggers = this.#holds.get(automation_id) ?? new Map<string, Map<string, Hold>>();
    this.#holds.set(automation_id, triggers);
    const holds = triggers.get(trigger_key) ?? new Map<string, Hold>();
    triggers.set(trigger_key, holds);
    return holds;
  }

  #write(write: Write): void {
    const id = idOf(write.owner, write.key);
    if (write.hold === null && !this.#stored.has(id)) this.#waiting.delete(id);
    else this.#waiting.set(id, write);
    if (this.#waiting.size > 0) this.#writing ??= this.#drain();
  }

  async #drain(): Promise<void> {
    // What changes at the same moment is written together.
    await Promise.resolve();
    try {
      while (this.#waiting.size > 0) await this.#flush([...this.#waiting].slice(0, BATCH));
    } catch (error) {
      this.#log.warn('What triggers wait for could not be stored', { error });
    } finally {
      this.#writing = null;
    }
  }

  async #flush(batch: readonly [string, Write][]): Promise<void> {
    for (const [id, { hold }] of batch) {
      this.#waiting.delete(id);
      if (hold !== null) this.#stored.add(id);
    }
    await this.#db.transaction(async (tx) => {
      for (const [, { owner, key, hold }] of batch) {
        const place = [owner.automation_id, owner.trigger_key, key];
        await tx.run('DELETE FROM automations_holds WHERE automation_id = ? AND trigger_key = ? AND hold_key = ?', place);
        if (hold === null) continue;
        await tx.run(
          'INSERT INTO automations_holds (automation_id, trigger_key, hold_key, due_at, event, context) VALUES (?, ?, ?, ?, ?, ?)',
          [...place, hold.due_at, JSON.stringify(hold.event), JSON.stringify(hold.context)],
        );
      }
    });
    for (const [id, { hold }] of batch) if (hold === null && this.#waiting.get(id)?.hold == null) this.#stored.delete(id);
  }
}

function idOf({ automation_id, trigger_key }: HoldOwner, key: string): string {
  return `${automation_id}/${trigger_key}/${key}`;
}
