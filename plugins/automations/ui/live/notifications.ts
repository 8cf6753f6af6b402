import type { Notification, Page } from '@lightkeeper/plugin-sdk/wire';
import { Store, api, describeError, events, toast, type Watchable } from '@lightkeeper/ui';

/** What people should know, newest first; live. Loaded when first watched. */
class Notifications implements Watchable<readonly Notification[]> {
  readonly #store = new Store<readonly Notification[]>([]);
  #started = false;

  get value(): readonly Notification[] {
    return this.#store.value;
  }

  subscribe(watcher: (value: readonly Notification[]) => void): () => void {
    if (!this.#started) this.#start();
    return this.#store.subscribe(watcher);
  }

  #start(): void {
    this.#started = true;
    void this.#load();
    events.on('notification', ({ notification }) => {
      // Without one, some were put away: which, the hub knows.
      if (notification === null) void this.#load();
      else this.#store.update((old) => [notification, ...old.filter(({ id }) => id !== notification.id)]);
    });
    events.on('hello', () => void this.#load());
  }

  async #load(): Promise<void> {
    try {
      this.#store.set((await api.get<Page<Notification>>('notifications')).items);
    } catch {
      // The bar under the title says that the hub is away; when it is back this is asked again.
    }
  }

  /** Puts one away, or all. */
  async dismiss(id: string | null): Promise<void> {
    try {
      await api.delete(id === null ? 'notifications' : `notifications/${encodeURIComponent(id)}`);
      this.#store.update((old) => (id === null ? [] : old.filter((one) => one.id !== id)));
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }
}

/** One for the page. */
export const notifications = new Notifications();
