/** Lets so many things a second pass. */
export class PerSecond {
  readonly #limit: number;
  #second = 0;
  #passed = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether one more may pass at this time, epoch milliseconds. */
  take(now: number): boolean {
    const second = Math.floor(now / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#passed = 0;
    }
    this.#passed += 1;
    return this.#passed <= this.#limit;
  }
}
