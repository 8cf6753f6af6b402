import { duration } from '../words/duration.js';

/** How often an automation may run. */
export interface RunawayLimits {
  readonly runs: number;
  readonly window_ms: number;
  /** How long it is held back once it ran more often. */
  readonly pause_ms: number;
}

/** Holds one automation back that runs away. */
export class Throttle {
  #since = 0;
  #runs = 0;
  #until: number | null = null;

  /** Until when it is held back, epoch milliseconds. */
  until(now: number): number | null {
    return this.#until !== null && now < this.#until ? this.#until : null;
  }

  /** Counts a run. Gives why the automation is held back from now on, the one time that it begins to be. */
  count(now: number, limits: RunawayLimits): string | null {
    if (now - this.#since >= limits.window_ms || now < this.#since) {
      this.#since = now;
      this.#runs = 0;
    }
    this.#runs += 1;
    if (this.#runs <= limits.runs) return null;
    this.#until = now + limits.pause_ms;
    this.#runs = 0;
    return `It ran more than ${limits.runs.toLocaleString('en')} times within ${duration(limits.window_ms)}, and is held back for ${duration(limits.pause_ms)}.`;
  }

  /** Somebody looked after it. */
  reset(): void {
    this.#until = null;
    this.#runs = 0;
  }
}
