import type { Disposer, Timers } from '@lightkeeper/plugin-sdk';

/**
 * Timers that all end together: those of one connection, so that a driver cannot leave one behind. While the plugin stops there are no new
 * ones: a device that is being handed back then does without.
 */
export class ScopedTimers implements Timers {
  readonly #timers: Timers;
  readonly #running = new Set<Disposer>();
  #ended = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  after(ms: number, label: string, fn: () => void | Promise<void>): Disposer {
    return this.#begin(() => {
      const dispose = this.#timers.after(ms, label, () => {
        this.#running.delete(dispose);
        return fn();
      });
      return dispose;
    });
  }

  every(ms: number, label: string, fn: () => void | Promise<void>): Disposer {
    return this.#begin(() => this.#timers.every(ms, label, fn));
  }

  end(): void {
    this.#ended = true;
    for (const dispose of this.#running) void dispose();
    this.#running.clear();
  }

  #begin(begin: () => Disposer): Disposer {
    if (this.#ended) return () => {};
    let dispose: Disposer;
    try {
      dispose = begin();
    } catch {
      return () => {};
    }
    this.#running.add(dispose);
    return () => {
      this.#running.delete(dispose);
      return dispose();
    };
  }
}
