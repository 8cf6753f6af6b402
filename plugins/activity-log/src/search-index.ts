import type { PluginDatabase } from '@lightkeeper/plugin-sdk';
import { breathe } from './breathe.js';
import { ENTRIES, SEARCH } from './names.js';
import type { LogState } from './state.js';

/** Entries that enter the index in one transaction, which every writer waits for. */
const BATCH = 256;

/**
 * Keeps the index of words up to date, behind the writes instead of in them: FTS5 writes a piece of index at every savepoint, which would
 * cost a change more than all the rest. A search first waits until the index has caught up, so it finds every committed entry.
 */
export class SearchIndex {
  #running: Promise<void> | null = null;

  constructor(
    private readonly db: PluginDatabase,
    private readonly state: LogState,
  ) {}

  /** Resolves when every entry that is committed by now is in the index. */
  async catchUp(): Promise<void> {
    // A run under way may have looked before the newest entry was there.
    await this.#running;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let next = this.#next(); next > this.state.indexed; next = this.#next()) {
      await this.db.transaction(async (tx) => {
        const range = [this.state.indexed, next];
        await tx.run(
          `INSERT INTO ${SEARCH} (rowid, message) SELECT seq, message FROM ${ENTRIES} WHERE seq > ? AND seq <= ? ORDER BY seq`,
          range,
        );
        await this.state.put(tx, 'indexed', next);
      });
      await breathe();
    }
  }

  /** The last entry of the next batch. */
  #next(): number {
    const sql = `SELECT max(seq) AS last FROM (SELECT seq FROM ${ENTRIES} WHERE seq > ? ORDER BY seq LIMIT ?)`;
    return this.db.all<{ last: number | null }>(sql, [this.state.indexed, BATCH])[0]?.last ?? this.state.indexed;
  }
}
