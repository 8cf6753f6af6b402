import type { Disposer, Timers } from '@lightkeeper/plugin-sdk';

/** Timers that all end together: those of one connection, so that a driver cannot leave one behind. */
export class ScopedTimers implements Timers {
  readonly #timers: Timers;
  readonly #running = new Set<Disposer>();
  #ended = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  after(ms: number, label: string, fn: () => void | Promise<void>): Disposer {
    if (this.#ended) return () => {};
    const dispose = this.#timers.after(ms, label, () => {
      this.#running.delete(dispose);
      return fn();
    });
    return this.#keep(dispose);
  }

  every(ms: number, label: string, fn: () => void | Promise<void>): Disposer {
    return this.#ended ? () => {} : this.#keep(this.#timers.every(ms, label, fn));
  }

  end(): void {
    this.#ended = true;
    for (const dispose of this.#running) void dispose();
    this.#running.clear();
  }

  #keep(dispose: Disposer): Disposer {
    this.#running.add(dispose);
    return () => {
      this.#running.delete(dispose);
      return dispose();
    };
  }
}
