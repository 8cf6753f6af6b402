import type { Disposer, Timers } from '@lightkeeper/plugin-sdk';
import type { HubClock } from './clock.js';

interface TimersOptions {
  clock: HubClock;
  /** Registers the timer among its owner's effects. */
  effect: (label: string, undo: Disposer) => Disposer;
  onError: (label: string, error: unknown) => void;
}

/** Timers that belong to one owner and end with it. */
export function createTimers({ clock, effect, onError }: TimersOptions): Timers {
  const run = async (label: string, fn: () => void | Promise<void>): Promise<void> => {
    try {
      await fn();
    } catch (error) {
      onError(label, error);
    }
  };
  return {
    after(ms, label, fn) {
      const dispose = effect(
        `timer: ${label}`,
        clock.setTimeout(() => {
          void dispose();
          void run(label, fn);
        }, ms),
      );
      return dispose;
    },
    every(ms, label, fn) {
      let stopped = false;
      let cancel: Disposer;
      const next = (): void => {
        cancel = clock.setTimeout(() => {
          void run(label, fn).then(() => {
            if (!stopped) next();
          });
        }, ms);
      };
      next();
      return effect(`timer: ${label}`, () => {
        stopped = true;
        return cancel();
      });
    },
  };
}
