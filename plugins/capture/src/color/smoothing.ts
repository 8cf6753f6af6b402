import { z } from '@lightkeeper/plugin-sdk';

const time = z.number().int().min(10).max(10_000).default(150);

/** How lights follow the picture. */
export const smoothingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** In a straight line, and there after `time_ms`. */
  z.strictObject({ kind: z.literal('linear'), time_ms: time }),
  /** Quick at first, then ever slower: 63 % of the way after `time_ms`. */
  z.strictObject({ kind: z.literal('decay'), time_ms: time }),
  /** Like a spring that does not swing, with a soft beginning: about there after `time_ms`. */
  z.strictObject({ kind: z.literal('spring'), time_ms: time }),
]);
export type Smoothing = z.output<typeof smoothingSchema>;

/** Leads values to their goals over time, without making anything anew for each step. */
export class Smoother {
  readonly #kind: Smoothing;
  readonly #values: Float32Array;
  readonly #goals: Float32Array;
  /** Of `linear`: change a millisecond. Of `spring`: speed a millisecond. */
  readonly #speeds: Float32Array;
  #left_ms = 0;
  #fresh = true;

  constructor(smoothing: Smoothing, size: number) {
    this.#kind = smoothing;
    this.#values = new Float32Array(size);
    this.#goals = new Float32Array(size);
    this.#speeds = new Float32Array(size);
  }

  /** What is shown now. */
  get values(): Readonly<Float32Array> {
    return this.#values;
  }

  /** Sets where to go. The first goal is shown at once. */
  aim(goals: Readonly<Float32Array>): void {
    this.#goals.set(goals);
    if (this.#fresh || this.#kind.kind === 'none') {
      this.#values.set(goals);
      this.#speeds.fill(0);
      this.#left_ms = 0;
    } else if (this.#kind.kind === 'linear') {
      this.#left_ms = this.#kind.time_ms;
      for (let index = 0; index < goals.length; index += 1) {
        this.#speeds[index] = ((goals[index] ?? 0) - (this.#values[index] ?? 0)) / this.#left_ms;
      }
    }
    this.#fresh = false;
  }

  /** Lets so many milliseconds pass. The outcome does not depend on how they are cut into steps, but for rounding. */
  step(ms: number): void {
    switch (this.#kind.kind) {
      case 'none':
        return;
      case 'linear':
        this.#stepLinear(ms);
        return;
      case 'decay':
        this.#stepDecay(1 - Math.exp(-ms / this.#kind.time_ms));
        return;
      case 'spring':
        this.#stepSpring(ms, SPRING_RATE / this.#kind.time_ms);
    }
  }

  #stepLinear(ms: number): void {
    if (this.#left_ms <= 0) return;
    this.#left_ms -= ms;
    if (this.#left_ms <= 0) {
      this.#values.set(this.#goals);
      return;
    }
    for (let index = 0; index < this.#values.length; index += 1) {
      this.#values[index] = (this.#values[index] ?? 0) + (this.#speeds[index] ?? 0) * ms;
    }
  }

  #stepDecay(part: number): void {
    for (let index = 0; index < this.#values.length; index += 1) {
      const value = this.#values[index] ?? 0;
      this.#values[index] = value + ((this.#goals[index] ?? 0) - value) * part;
    }
  }

  /** A critically damped spring, solved exactly, so that long steps do not make it swing. */
  #stepSpring(ms: number, rate: number): void {
    const fade = Math.exp(-rate * ms);
    for (let index = 0; index < this.#values.length; index += 1) {
      const goal = this.#goals[index] ?? 0;
      const away = (this.#values[index] ?? 0) - goal;
      const speed = this.#speeds[index] ?? 0;
      const lift = speed + rate * away;
      this.#values[index] = goal + (away + lift * ms) * fade;
      this.#speeds[index] = (speed - rate * lift * ms) * fade;
    }
  }
}

/** With this rate over its time, a spring has gone 96 % of its way when the time is over. */
const SPRING_RATE = 5;
