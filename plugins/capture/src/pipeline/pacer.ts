/** What a pacer needs of the world; the real one is the thread's own. */
export interface PacerClock {
  /** Milliseconds that only go on, with fractions. */
  now(): number;
  after(ms: number, fn: () => void): () => void;
}

/**
 * Calls `beat` at an even pace. Each wait is reckoned from when the beat was due rather than from when it came, so that late beats do not add
 * up; after a long stop it begins anew instead of catching up.
 */
export class Pacer {
  readonly #clock: PacerClock;
  readonly #beat: (now: number) => void;
  readonly #period: number;
  #due: number;
  #stop: (() => void) | null = null;

  /** `rate` in beats a second. */
  constructor(rate: number, clock: PacerClock, beat: (now: number) => void) {
    this.#clock = clock;
    this.#beat = beat;
    this.#period = 1_000 / rate;
    this.#due = clock.now();
    this.#wait();
  }

  end(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #wait(): void {
    const now = this.#clock.now();
    this.#due += this.#period;
    if (now - this.#due > MOST_BEHIND_PERIODS * this.#period) this.#due = now + this.#period;
    this.#stop = this.#clock.after(Math.max(0, this.#due - now), () => {
      this.#wait();
      this.#beat(this.#clock.now());
    });
  }
}

const MOST_BEHIND_PERIODS = 4;
