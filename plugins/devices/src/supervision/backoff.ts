const FIRST_MS = 1_000;
/** A lamp that was just unplugged is often plugged in again soon, and should then be back at once. */
const PATIENT_FOR_MS = 300_000;
const SOON_MS = 5_000;
const LATE_MS = 60_000;

/** How long to wait before the next try: from 1 s doubling to 5 s for the first five minutes, then on to a minute. */
export class Backoff {
  readonly #now: () => number;
  readonly #random: () => number;
  #delay = 0;
  #since: number | null = null;

  /** `random` gives 0 to 1; it spreads the tries of many devices that went at once, when the power came back. */
  constructor(now: () => number, random: () => number = Math.random) {
    this.#now = now;
    this.#random = random;
  }

  next(): number {
    this.#since ??= this.#now();
    const limit = this.#now() - this.#since < PATIENT_FOR_MS ? SOON_MS : LATE_MS;
    this.#delay = Math.min(limit, Math.max(FIRST_MS, this.#delay * 2));
    return Math.round(this.#delay * (0.8 + 0.2 * this.#random()));
  }

  /** The device has held for a while: the next failure is a new one. */
  reset(): void {
    this.#delay = 0;
    this.#since = null;
  }
}
