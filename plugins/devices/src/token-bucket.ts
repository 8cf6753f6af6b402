/** Lets a burst through, then one at a time. */
export class TokenBucket {
  readonly #size: number;
  readonly #refill_ms: number;
  readonly #now: () => number;
  #tokens: number;
  #since: number;

  /** `size` at once, and one more each `refill_ms`. */
  constructor(size: number, refill_ms: number, now: () => number) {
    this.#size = size;
    this.#refill_ms = refill_ms;
    this.#now = now;
    this.#tokens = size;
    this.#since = now();
  }

  /** Whether one may pass, without letting it. */
  has(): boolean {
    const gained = Math.floor((this.#now() - this.#since) / this.#refill_ms);
    if (gained > 0) {
      this.#tokens = Math.min(this.#size, this.#tokens + gained);
      this.#since += gained * this.#refill_ms;
    }
    return this.#tokens > 0;
  }

  take(): boolean {
    if (!this.has()) return false;
    this.#tokens -= 1;
    return true;
  }
}
