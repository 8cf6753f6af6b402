import type { Discovery, Page } from '@lightkeeper/plugin-sdk/wire';
import { Store, api, events, type Watchable } from '@lightkeeper/ui';

export interface FoundState {
  items: readonly Discovery[];
  /** The last load did not succeed. */
  failed: boolean;
}

/**
 * What announced itself on the network. The hub gives it whole, without pages, and tells each change; it loads when first watched
 * and again after a break of the connection, when changes may have been missed.
 */
class FoundList implements Watchable<FoundState> {
  readonly #store = new Store<FoundState>({ items: [], failed: false });
  #started = false;

  get value(): FoundState {
    return this.#store.value;
  }

  subscribe(watcher: (value: FoundState) => void): () => void {
    if (!this.#started) {
      this.#started = true;
      events.on('discovery_changed', ({ discovery, gone }) => {
        if (gone) this.remove(discovery.id);
        else this.put(discovery);
      });
      events.on('hello', () => {
        void this.reload();
      });
      void this.reload();
    }
    return this.#store.subscribe(watcher);
  }

  /** What is there stays when it fails: old news is better than none. */
  async reload(): Promise<void> {
    try {
      const { items } = await api.get<Page<Discovery>>('discoveries');
      this.#store.set({ items, failed: false });
    } catch {
      this.#store.update((old) => ({ ...old, failed: true }));
    }
  }

  put(discovery: Discovery): void {
    const others = this.value.items.filter(({ id }) => id !== discovery.id);
    const at = this.value.items.findIndex(({ id }) => id === discovery.id);
    const items = at < 0 ? [...others, discovery] : others.toSpliced(at, 0, discovery);
    this.#store.update((old) => ({ ...old, items }));
  }

  remove(id: string): void {
    this.#store.update((old) => ({ ...old, items: old.items.filter((one) => one.id !== id) }));
  }
}

/** One for the page. */
export const discoveries = new FoundList();

/** Those that wait for a person's word. */
export function waiting(items: readonly Discovery[]): Discovery[] {
  return items.filter((discovery) => discovery.status === 'new');
}

/** Those that somebody set aside. */
export function setAside(items: readonly Discovery[]): Discovery[] {
  return items.filter((discovery) => discovery.status === 'ignored');
}
