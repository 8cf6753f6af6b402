/** Samples a second. */
export const SAMPLE_RATE = 44_100;
/** Samples that are looked at in one step: 43 steps, and pictures, a second. */
export const STEP = 1_024;
export const STEP_SECONDS = STEP / SAMPLE_RATE;

const BYTES = 4;

/** Puts steps of samples together from bytes (`f32le`) as they come. What is no number is silence, and none is beyond -1 to 1. */
export class SampleAssembler {
  readonly #bytes = Buffer.alloc(STEP * BYTES);
  readonly #samples = new Float32Array(STEP);
  readonly #step: (samples: Float32Array) => void;
  #filled = 0;

  /** `step` is given the same array each time. */
  constructor(step: (samples: Float32Array) => void) {
    this.#step = step;
  }

  /** Takes the next piece; gives how many steps were complete with it. */
  take(piece: Buffer): number {
    let at = 0;
    let steps = 0;
    while (at < piece.length) {
      const copied = piece.copy(this.#bytes, this.#filled, at);
      at += copied;
      this.#filled += copied;
      if (this.#filled < this.#bytes.length) break;
      this.#filled = 0;
      for (let index = 0; index < STEP; index += 1) this.#samples[index] = sane(this.#bytes.readFloatLE(index * BYTES));
      this.#step(this.#samples);
      steps += 1;
    }
    return steps;
  }
}

function sane(sample: number): number {
  return Number.isFinite(sample) ? Math.min(1, Math.max(-1, sample)) : 0;
}
