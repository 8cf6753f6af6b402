import type { Clock } from '@lightkeeper/plugin-sdk';

const WINDOW_MS = 60_000;
const MAX_KEYS = 1_000;
const OVERFLOW = '(many)';

interface Window<T> {
  until: number;
  held: number;
  latest: T;
}

/** Tells of the first occurrence at once and of those that follow within the minute as one, with their number. */
export interface Throttle<T> {
  hit(key: string, item: T): Promise<void>;
  /** Tells of what was held back in windows that are over. */
  sweep(): Promise<void>;
}

/**
 * Keeps what strangers can cause from flooding the log. Memory is bounded: beyond 1,000 keys within a minute all further ones share one
 * window.
 */
export function createThrottle<T>(clock: Clock, tell: (item: T, count: number) => Promise<void>): Throttle<T> {
  const windows = new Map<string, Window<T>>();
  const open = (key: string, item: T): void => {
    windows.set(key, { until: clock.now() + WINDOW_MS, held: 0, latest: item });
  };
  return {
    async hit(wanted, item) {
      const key = windows.has(wanted) || windows.size < MAX_KEYS ? wanted : OVERFLOW;
      const window = windows.get(key);
      if (window !== undefined && clock.now() < window.until) {
        window.held += 1;
        window.latest = item;
        return;
      }
      open(key, item);
      await tell(item, (window?.held ?? 0) + 1);
    },
    async sweep() {
      for (const [key, window] of [...windows]) {
        if (clock.now() < window.until) continue;
        windows.delete(key);
        if (window.held === 0) continue;
        open(key, window.latest);
        await tell(window.latest, window.held);
      }
    },
  };
}
