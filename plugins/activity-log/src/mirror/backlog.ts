import type { Clock } from '@lightkeeper/plugin-sdk';

/** So long may entries wait before it is worth a word. */
export const DEGRADED_AFTER_MS = 60_000;

/** Knows since when entries have waited for the broker without any progress. */
export class Backlog {
  #since: number | null = null;

  constructor(private readonly clock: Clock) {}

  /** The broker took something, or nothing waits. */
  moved(): void {
    this.#since = null;
  }

  /** Whole seconds of waiting once it has been too long, else null. */
  behindSeconds(waiting: boolean): number | null {
    if (!waiting) {
      this.#since = null;
      return null;
    }
    this.#since ??= this.clock.now();
    const behind = this.clock.now() - this.#since;
    return behind >= DEGRADED_AFTER_MS ? Math.floor(behind / 1000) : null;
  }
}
