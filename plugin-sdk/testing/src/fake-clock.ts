import type { HubClock } from '@lightkeeper/core';
import type { Disposer } from '@lightkeeper/plugin-sdk';

interface Alarm {
  due: number;
  fn: () => void;
}

/** Time that stands still until a test moves it. */
export class FakeClock implements HubClock {
  readonly #alarms = new Set<Alarm>();
  readonly #settle: () => Promise<void>;
  #now: number;

  /** `settle` waits for the work that a timer began, before time goes on. */
  constructor(start: number, settle: () => Promise<void>) {
    this.#now = start;
    this.#settle = settle;
  }

  now(): number {
    return this.#now;
  }

  iso(): string {
    return new Date(this.#now).toISOString();
  }

  setTimeout(fn: () => void, ms: number): Disposer {
    const alarm: Alarm = { due: this.#now + Math.max(0, ms), fn };
    this.#alarms.add(alarm);
    return () => {
      this.#alarms.delete(alarm);
    };
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#alarms.size;
  }

  /** Moves time on, and runs each timer that comes due at its own moment, in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.#settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#alarms.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.fn();
      await this.#settle();
    }
    this.#now = end;
  }

  /** Lets time jump as it does for a machine that slept: no timer runs on the way. */
  skip(ms: number): void {
    this.#now += ms;
  }

  #next(end: number): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms) if (alarm.due <= end && (first === undefined || alarm.due < first.due)) first = alarm;
    return first;
  }
}
