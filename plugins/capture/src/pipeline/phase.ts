/** By so many pictures it judges when they come. */
const JUDGED = 60;
/** A picture that would come less than this before its beat might miss it. */
const MARGIN_MS = 1;
/** What pictures would wait less on the whole, for the beats to be moved. */
const WORTH_MS = 1.5;

/**
 * Beats at an even pace know nothing of when pictures come: each waits for half a beat on the whole. Where pictures come as evenly, that can be
 * less: this finds how the beats had to lie for pictures to come right before them.
 */
export class Phase {
  readonly #period: number;
  readonly #waits: number[] = [];

  /** `period` is the time between two beats, in milliseconds. */
  constructor(period: number) {
    this.#period = period;
  }

  /** Hears how long a picture waited for its beat. Gives by how many milliseconds the beats had better come later; less than 0 is sooner. */
  heard(wait_ms: number): number {
    this.#waits.push(wait_ms);
    if (this.#waits.length < JUDGED) return 0;
    const period = this.#period;
    const now = this.#mean(0);
    // In the best place, some picture waits for the margin alone.
    const best = this.#waits.map((wait) => MARGIN_MS - wait).reduce((a, b) => (this.#mean(b) < this.#mean(a) ? b : a));
    const gain = now - this.#mean(best);
    this.#waits.length = 0;
    return gain < WORTH_MS ? 0 : best - period * Math.round(best / period);
  }

  /** What pictures would wait on the whole if the beats came later by so much: one that is missed waits for the next. */
  #mean(later: number): number {
    let sum = 0;
    for (const wait of this.#waits) {
      const beyond = wait + later - MARGIN_MS + TINY_MS;
      sum += beyond - this.#period * Math.floor(beyond / this.#period);
    }
    return sum / this.#waits.length;
  }
}

/** Far less than matters, and more than is lost by reckoning. */
const TINY_MS = 1e-6;
