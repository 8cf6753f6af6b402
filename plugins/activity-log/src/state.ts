import { z, type PluginDatabase, type Tx } from '@lightkeeper/plugin-sdk';
import { STATE } from './names.js';

const schemas = {
  /** Entries below this `seq` were cleared: unseen at once, removed bit by bit. */
  floor: z.number().int().min(0),
  /** The last entry that is in the index of words. */
  indexed: z.number().int().min(0),
  /** The last run of retention that removed something or found nothing to remove. */
  prune: z.object({ at: z.number(), removed: z.number(), duration_ms: z.number() }),
  /** The last entry that the broker has taken; absent until the mirror first meets a broker. */
  mirror: z.number().int().min(0),
  /** Whether `mirror_degraded` was recorded and has not been followed by `mirror_recovered`. */
  degraded: z.boolean(),
};

interface StateValues {
  floor: number;
  indexed: number;
  prune: { at: number; removed: number; duration_ms: number };
  mirror: number;
  degraded: boolean;
}

/** The few facts that the log keeps about itself, read once and written through. */
export class LogState {
  readonly #values: Partial<StateValues> = {};

  constructor(private readonly db: PluginDatabase) {}

  /** Reads what the database holds; call it once before the rest. */
  load(): void {
    for (const { key, value } of this.db.all<{ key: string; value: string }>(`SELECT key, value FROM ${STATE}`, [])) {
      if (key === 'floor') this.#values.floor = schemas.floor.parse(JSON.parse(value));
      if (key === 'indexed') this.#values.indexed = schemas.indexed.parse(JSON.parse(value));
      if (key === 'prune') this.#values.prune = schemas.prune.parse(JSON.parse(value));
      if (key === 'mirror') this.#values.mirror = schemas.mirror.parse(JSON.parse(value));
      if (key === 'degraded') this.#values.degraded = schemas.degraded.parse(JSON.parse(value));
    }
  }

  get floor(): number {
    return this.#values.floor ?? 0;
  }

  get indexed(): number {
    return this.#values.indexed ?? 0;
  }

  get prune(): StateValues['prune'] | undefined {
    return this.#values.prune;
  }

  get mirror(): number | undefined {
    return this.#values.mirror;
  }

  get degraded(): boolean {
    return this.#values.degraded ?? false;
  }

  /** Writes within `tx`; it is seen here after the commit. */
  async put<K extends keyof StateValues>(tx: Tx, key: K, value: StateValues[K]): Promise<void> {
    await tx.run(`INSERT INTO ${STATE} (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, [
      key,
      JSON.stringify(value),
    ]);
    tx.afterCommit(() => {
      Object.assign(this.#values, { [key]: value });
    });
  }
}
