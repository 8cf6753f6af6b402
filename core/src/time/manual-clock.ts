import type { HubClock } from './clock.js';

/** A clock that stands still until it is told to go on; for tests. */
export interface ManualClock extends HubClock {
  /** Goes on by so many milliseconds, calling what falls due in its order, and lets promises settle in between. */
  advance(ms: number): Promise<void>;
  /** Jumps as for a machine that slept: no timer runs on the way. */
  skip(ms: number): void;
  /** Timers that wait. */
  readonly pending: number;
}

const oneTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Makes a clock that shows `start`, in epoch milliseconds. `settle` waits for the work that a timer began, before time goes on. */
export function createManualClock(start: number, settle: () => Promise<void> = oneTurn): ManualClock {
  const timers = new Set<{ at: number; fn: () => void }>();
  let time = start;
  return {
    now: () => time,
    iso: () => new Date(time).toISOString(),
    setTimeout(fn, ms) {
      const timer = { at: time + Math.max(0, ms), fn };
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
    skip(ms) {
      time += ms;
    },
    get pending() {
      return timers.size;
    },
  };
}
