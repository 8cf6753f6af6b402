import { setTimeout as delay } from 'node:timers/promises';

interface EventuallyOptions {
  /** Milliseconds until it gives up, by default 15,000: a deadline for what has gone wrong, not a measure of speed. */
  within_ms?: number;
  /** Milliseconds between two looks, by default 20. */
  every_ms?: number;
  /** Called for the message when it gives up: what there was to be seen instead. */
  describe?: () => string;
}

/**
 * Looks again and again until `check` neither throws nor gives `false`, and gives what it gave. The only waiting in the tests: nothing
 * sleeps for a guessed time.
 */
export async function eventually<T>(
  what: string,
  check: () => T | false | Promise<T | false>,
  options: EventuallyOptions = {},
): Promise<Exclude<T, false>> {
  const { within_ms = 15_000, every_ms = 20, describe } = options;
  const deadline = performance.now() + within_ms;
  for (;;) {
    let reason: unknown;
    try {
      const value = await check();
      if (value !== false) return value as Exclude<T, false>;
    } catch (error) {
      reason = error;
    }
    if (performance.now() >= deadline) {
      const seen = describe === undefined ? '' : `\n${describe()}`;
      throw new Error(`Not within ${within_ms} ms: ${what}${seen}`, { cause: reason });
    }
    await delay(every_ms);
  }
}
