/**
 * Says how many entries came in, at most once in a while: a screen reader that told of each one would never be silent.
 * Time is given from outside, in epoch ms.
 */
export class NewsCounter {
  #count = 0;
  #said_at = -Infinity;

  constructor(private readonly every_ms: number) {}

  add(): void {
    this.#count += 1;
  }

  /** The number to say now, or null when there is none or it is too early. */
  take(now: number): number | null {
    if (this.#count === 0 || now - this.#said_at < this.every_ms) return null;
    const count = this.#count;
    this.#count = 0;
    this.#said_at = now;
    return count;
  }
}
