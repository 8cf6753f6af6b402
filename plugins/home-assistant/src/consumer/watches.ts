import type { Disposer, MqttService, Timers } from '@lightkeeper/plugin-sdk';
import { AvailabilityState } from './availability.js';
import type { Availability } from './availability.js';
import type { Message } from './message.js';
import { SharedTopics } from './shared-topics.js';

/** Longer than the hub ever waits between two tries at a device, so that one that is waited for is heard when it comes back. */
const LINGER_MS = 180_000;

interface Watch {
  state: AvailabilityState;
  listeners: Set<() => void>;
  /** What to do once when the device is back, by whom it is for. */
  waiting: Map<string, () => void>;
  subscriptions: Disposer[];
  linger: Disposer | null;
}

/** Follows the availability of devices: each one once, however many entities share it, and for a while after nobody asks any more. */
export class AvailabilityWatches {
  readonly #topics: SharedTopics;
  readonly #timers: Timers;
  readonly #watches = new Map<string, Watch>();

  constructor(mqtt: Pick<MqttService, 'subscribe'>, timers: Timers) {
    this.#topics = new SharedTopics(mqtt);
    this.#timers = timers;
  }

  /** Whether the device is there; undefined while that is not known. */
  available({ id }: Availability): boolean | undefined {
    return this.#watches.get(id)?.state.available;
  }

  /** Follows it until the disposer is called, and a while longer. `onChange` hears each change. */
  follow(availability: Availability, onChange: () => void): Disposer {
    const watch = this.#watches.get(availability.id) ?? this.#begin(availability);
    void watch.linger?.();
    watch.linger = null;
    const listener = (): void => {
      onChange();
    };
    watch.listeners.add(listener);
    return () => {
      if (!watch.listeners.delete(listener) || watch.listeners.size > 0) return;
      watch.linger = this.#timers.after(LINGER_MS, 'forget an availability', () => {
        this.#end(availability.id, watch);
      });
    };
  }

  /** Calls `back` once when the device says that it is there, unless it is forgotten before. The newest of each `id` counts. */
  whenBack(availability: Availability, id: string, back: () => void): void {
    this.#watches.get(availability.id)?.waiting.set(id, back);
  }

  stop(): void {
    for (const [id, watch] of this.#watches) this.#end(id, watch);
  }

  #begin(availability: Availability): Watch {
    const watch: Watch = {
      state: new AvailabilityState(availability),
      listeners: new Set(),
      waiting: new Map(),
      subscriptions: [],
      linger: null,
    };
    this.#watches.set(availability.id, watch);
    for (const [index, { filter, read }] of availability.topics.entries()) {
      const heard = (message: Message): void => {
        const said = read(message);
        if (said === null) return;
        const before = watch.state.available;
        watch.state.hear(index, said);
        if (watch.state.available === before) return;
        for (const listener of [...watch.listeners]) listener();
        if (watch.state.available !== true) return;
        const waiting = [...watch.waiting.values()];
        watch.waiting.clear();
        for (const back of waiting) back();
      };
      watch.subscriptions.push(this.#topics.listen(filter, heard));
    }
    return watch;
  }

  #end(id: string, watch: Watch): void {
    if (this.#watches.get(id) === watch) this.#watches.delete(id);
    void watch.linger?.();
    for (const unsubscribe of watch.subscriptions) void unsubscribe();
  }
}
