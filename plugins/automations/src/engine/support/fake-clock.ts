import { setImmediate } from 'node:timers/promises';
import type { Clock, Timers } from '@lightkeeper/plugin-sdk';

/** A clock in the test's hands, with the timers that run on it. */
export class FakeClock implements Clock {
  #now: number;
  readonly #waiting = new Set<{ at: number; fn: () => void | Promise<void> }>();

  constructor(now = Date.UTC(2026, 0, 15, 12)) {
    this.#now = now;
  }

  readonly timers: Timers = {
    after: (ms, _label, fn) => {
      const timer = { at: this.#now + ms, fn };
      this.#waiting.add(timer);
      return () => void this.#waiting.delete(timer);
    },
    every: () => {
      throw new Error('Nobody should need it.');
    },
  };

  get pending(): number {
    return this.#waiting.size;
  }

  now(): number {
    return this.#now;
  }

  iso(): string {
    return new Date(this.#now).toISOString();
  }

  /** Lets time go by, and what falls due happen at its moment. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const [next] = [...this.#waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#waiting.delete(next);
      this.#now = Math.max(this.#now, next.at);
      void next.fn();
      await settle();
    }
    this.#now = end;
    await settle();
  }

  /** Time goes by while nothing runs. */
  skip(ms: number): void {
    this.#now += ms;
  }
}

/** Lets all that was begun come to where it waits for time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await setImmediate();
}
