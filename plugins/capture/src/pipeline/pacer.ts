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
  #shift = 0;
  #stop: (() => void) | null = null;

  /** `rate` in beats a second. */
  constructor(rate: number, clock: PacerClock, beat: (now: number) => void) {
    this.#clock = clock;
    this.#beat = beat;
    this.#period = 1_000 / rate;
    this.#due = clock.now();
    this.#wait();
  }

  /** Beats come later by so many milliseconds, or sooner where it is less than 0: not at once, but so that the pace stays even. */
  shift(ms: number): void {
    this.#shift = ms;
  }

  /** It is on the way there. */
  get isShifting(): boolean {
    return this.#shift !== 0;
  }

  end(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #wait(): void {
    const now = this.#clock.now();
    const most = MOST_SHIFT * this.#period;
    const step = Math.max(-most, Math.min(most, this.#shift));
    this.#shift -= step;
    this.#due += this.#period + step;
    if (now - this.#due > MOST_BEHIND_PERIODS * this.#period) this.#due = now + this.#period;
    this.#stop = this.#clock.after(Math.max(0, this.#due - now), () => {
      this.#wait();
      this.#beat(this.#clock.now());
    });
  }
}

const MOST_BEHIND_PERIODS = 4;
/** By so much of its length a period is longer or shorter meanwhile: 60 Hz are 59.8 to 60.2. */
const MOST_SHIFT = 0.003;
