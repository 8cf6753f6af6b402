import FFT from 'fft.js';
import { SAMPLE_RATE } from './samples.js';

export const BANDS = 32;
const WINDOW = 2_048;
/** Hertz from one number of the spectrum to the next. */
const RESOLUTION = SAMPLE_RATE / WINDOW;
const [LOWEST_HZ, HIGHEST_HZ] = [40, 16_000];

/** Each band is from its number of the spectrum up to that of the next: equal steps for the ear, at least one number in each. */
const EDGES: readonly number[] = edges();

function edges(): number[] {
  const found: number[] = [];
  for (let band = 0; band <= BANDS; band += 1) {
    const hz = LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** (band / BANDS);
    found.push(Math.max((found.at(-1) ?? 0) + 1, Math.round(hz / RESOLUTION)));
  }
  return found;
}

/** The band in which a tone of so many hertz is heard; the outermost ones where it is beyond them. */
export function bandOf(hz: number): number {
  const after = EDGES.findIndex((edge) => edge > Math.round(hz / RESOLUTION));
  return after === -1 ? BANDS - 1 : Math.max(0, after - 1);
}

/** Hann's window, against tones that leak into bands far from their own. */
const HANN = Float64Array.from({ length: WINDOW }, (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / WINDOW));
/** Makes the sum over the spectrum the mean square of the samples (Parseval); each of its numbers stands for two, and Hann keeps 3/8. */
const SCALE = 2 / (WINDOW * WINDOW * (3 / 8));

/** How strong low to high notes are in the last 46 ms. */
export class Spectrum {
  readonly #fft = new FFT(WINDOW);
  readonly #last = new Float64Array(WINDOW);
  readonly #weighed = new Float64Array(WINDOW);
  readonly #out = this.#fft.createComplexArray();
  /** The power of each band: 1 is the most that there can be. */
  readonly bands = new Float64Array(BANDS);

  /** Takes the next samples, at most as many as the window has. */
  hear(samples: Float32Array): void {
    this.#last.copyWithin(0, samples.length);
    this.#last.set(samples, WINDOW - samples.length);
    for (let index = 0; index < WINDOW; index += 1) this.#weighed[index] = (this.#last[index] ?? 0) * (HANN[index] ?? 0);
    this.#fft.realTransform(this.#out, this.#weighed);
    for (let band = 0; band < BANDS; band += 1) {
      let sum = 0;
      const end = EDGES[band + 1] ?? 0;
      for (let at = EDGES[band] ?? 0; at < end; at += 1) sum += (this.#out[2 * at] ?? 0) ** 2 + (this.#out[2 * at + 1] ?? 0) ** 2;
      this.bands[band] = sum * SCALE;
    }
  }
}
