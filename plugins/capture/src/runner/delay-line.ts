/** Holds lights back for a while, in memory that is made once. */
export class DelayLine {
  readonly #delay_ms: number;
  readonly #pictures: Uint8Array[];
  readonly #times: Float64Array;
  #next = 0;

  /** `rate` is how many pictures a second come at most. */
  constructor(size: number, delay_ms: number, rate: number) {
    this.#delay_ms = delay_ms;
    // A little more than the rate allows: pictures are not evenly spaced to the millisecond.
    const capacity = Math.ceil((delay_ms * rate * 1.25) / 1_000) + 4;
    this.#pictures = Array.from({ length: capacity }, () => new Uint8Array(size));
    this.#times = new Float64Array(capacity).fill(Number.POSITIVE_INFINITY);
  }

  /** Takes what is new, and gives the newest that is old enough; null before there is one. Milliseconds. */
  pass(lights: Uint8Array, now: number): Uint8Array | null {
    const capacity = this.#pictures.length;
    this.#pictures[this.#next]?.set(lights);
    this.#times[this.#next] = now;
    this.#next = (this.#next + 1) % capacity;
    for (let back = 1; back <= capacity; back += 1) {
      const place = (this.#next - back + capacity) % capacity;
      if ((this.#times[place] ?? Number.POSITIVE_INFINITY) <= now - this.#delay_ms) return this.#pictures[place] ?? null;
    }
    return null;
  }
}
