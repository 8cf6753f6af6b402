import { Store, events, type Watchable } from '@lightkeeper/ui';

/** When something last happened at a feature of a device, in epoch ms, by `device_id/key`: as far as this page has been open to hear it. */
type Heard = ReadonlyMap<string, number>;

/** More than a home has; the oldest is forgotten first. */
const MOST = 500;

class Happened implements Watchable<Heard> {
  readonly #store = new Store<Heard>(new Map());
  #started = false;

  get value(): Heard {
    return this.#store.value;
  }

  subscribe(watcher: (value: Heard) => void): () => void {
    if (!this.#started) {
      this.#started = true;
      events.on('device_event', ({ event: { device_id, key } }) => {
        const next = new Map(this.value);
        next.delete(happenedKey(device_id, key));
        next.set(happenedKey(device_id, key), Date.now());
        const [oldest] = next.keys();
        if (next.size > MOST && oldest !== undefined) next.delete(oldest);
        this.#store.set(next);
      });
    }
    return this.#store.subscribe(watcher);
  }
}

export const happened = new Happened();

export function happenedKey(device_id: string, key: string): string {
  return `${device_id}/${key}`;
}
