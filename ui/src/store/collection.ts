import type { Page } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from '../api/client.js';
import type { LiveConnection } from '../live/live-connection.js';
import { Store, type Watchable } from './store.js';

export interface CollectionState<T> {
  /** `stale`: loaded before, being loaded again. Its items may still be shown. */
  status: 'idle' | 'loading' | 'ready' | 'stale' | 'failed';
  items: readonly T[];
  by_id: ReadonlyMap<string, T>;
  error: unknown;
}

export interface CollectionOptions {
  /** The type in `entity_changed` that concerns it. */
  entity_type?: string;
  /** Ask the API for the whole record when it changes, since the event holds only what is stored. */
  refetch?: boolean;
}

/** No list of configuration is longer than this; a cursor that never ends must not fill the page's memory. */
const MOST_PAGES = 50;

/** A list of the API, kept up to date by events. It loads when first watched and follows from then on. */
export class Collection<T extends { id: string }> implements Watchable<CollectionState<T>> {
  readonly #store = new Store<CollectionState<T>>({ status: 'idle', items: [], by_id: new Map(), error: null });
  #started = false;
  #round = 0;

  constructor(
    private readonly api: ApiClient,
    private readonly events: LiveConnection,
    readonly path: string,
    private readonly options: CollectionOptions = {},
  ) {}

  get value(): CollectionState<T> {
    return this.#store.value;
  }

  subscribe(watcher: (value: CollectionState<T>) => void): () => void {
    this.#start();
    return this.#store.subscribe(watcher);
  }

  /** Loads it again, or for the first time. What is there stays until the answer is. */
  async reload(): Promise<void> {
    const round = (this.#round += 1);
    this.#store.update((old) => ({ ...old, status: old.items.length > 0 || old.status === 'ready' ? 'stale' : 'loading', error: null }));
    try {
      const items = await this.#fetchAll();
      if (round === this.#round) this.#show(items);
    } catch (error) {
      if (round === this.#round) this.#store.update((old) => ({ ...old, status: 'failed', error }));
    }
  }

  /** Puts a record in, in place of the one with its id. */
  put(item: T): void {
    const { items, by_id } = this.value;
    this.#show(by_id.has(item.id) ? items.map((old) => (old.id === item.id ? item : old)) : [...items, item]);
  }

  /** Changes some fields of a record that is there. */
  merge(id: string, fields: Partial<T>): void {
    const old = this.value.by_id.get(id);
    if (old) this.put({ ...old, ...fields });
  }

  remove(id: string): void {
    if (this.value.by_id.has(id)) this.#show(this.value.items.filter((item) => item.id !== id));
  }

  clear(): void {
    this.#round += 1;
    this.#started = false;
    this.#store.set({ status: 'idle', items: [], by_id: new Map(), error: null });
    if (this.#store.watched) this.#start();
  }

  /** Takes in one `entity_changed`. */
  apply(event: { op: string; entity_type: string; entity_id: string; entity: unknown }): void {
    if (event.entity_type !== this.options.entity_type || !this.#started) return;
    if (event.op === 'deleted') {
      this.remove(event.entity_id);
    } else if (this.options.refetch || !isRecord(event.entity)) {
      void this.#refetch(event.entity_id);
    } else {
      const old = this.value.by_id.get(event.entity_id);
      this.put({ ...old, ...event.entity, id: event.entity_id } as T);
    }
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    void this.reload();
  }

  async #refetch(id: string): Promise<void> {
    try {
      this.put(await this.api.get<T>(`${this.path}/${encodeURIComponent(id)}`));
    } catch {
      // It may be gone again, or the hub away; the next load tells.
      await this.reload();
    }
  }

  async #fetchAll(): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer: Page<T> = await this.api.get<Page<T>>(this.path, { query: { cursor } });
      items.push(...answer.items);
      cursor = answer.next_cursor;
      if (!cursor) break;
    }
    return items;
  }

  #show(items: readonly T[]): void {
    this.#store.set({ status: 'ready', items, by_id: new Map(items.map((item) => [item.id, item])), error: null });
  }

  /** Follows the hub's events, for as long as the page lives. */
  follow(): this {
    this.events.on('entity_changed', (event) => {
      this.apply(event);
    });
    // After a break events were missed: what was loaded is old.
    this.events.on('hello', () => {
      if (this.#started && this.value.status !== 'loading') void this.reload();
    });
    return this;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
