import type { Clock, Disposer } from '@lightkeeper/plugin-sdk';

/** The clock together with the timers that run on it. Tests put a fake one in its place. */
export interface HubClock extends Clock {
  setTimeout(fn: () => void, ms: number): Disposer;
}

export const systemClock: HubClock = {
  now: () => Date.now(),
  iso: () => new Date().toISOString(),
  setTimeout(fn, ms) {
    const timer = setTimeout(fn, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
