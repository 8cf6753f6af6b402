import type { HubClock } from './clock.js';

/** A clock that stands still until it is told to go on; for tests. */
export interface ManualClock extends HubClock {
  /** Goes on by so many milliseconds, calling what falls due in its order, and lets promises settle in between. */
  advance(ms: number): Promise<void>;
  /** Timers that wait. */
  readonly pending: number;
}

/** Makes a clock that shows `start`, in epoch milliseconds. */
export function createManualClock(start: number): ManualClock {
  const timers = new Set<{ at: number; fn: () => void }>();
  let time = start;
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => time,
    iso: () => new Date(time).toISOString(),
    setTimeout(fn, ms) {
      const timer = { at: time + ms, fn };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    async advance(ms) {
      const end = time + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        time = Math.max(time, next.at);
        next.fn();
        await settle();
      }
      time = end;
      await settle();
    },
    get pending() {
      return timers.size;
    },
  };
}
