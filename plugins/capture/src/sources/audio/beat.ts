/** A beat is at least so long after the one before. */
const REFRACTORY_S = 0.25;
/** How far back one looks to know what is usual. */
const USUAL_S = 1;
/** A beat stands out of the usual by this factor. */
const FACTOR = 2;
/** Less of a rise than this is no beat, however quiet it was before. */
const LEAST_RISE = 0.08;
/** The ear hears ratios: amplitudes are compressed before they are compared. */
const COMPRESSION = 100;

/** Hears where energy rises at once in many bands: more than it usually does, and not right after the last time. */
export class BeatDetector {
  readonly #sensitivity: number;
  readonly #before: Float64Array;
  #usual = 0;
  #heard = 0;
  #since = Number.POSITIVE_INFINITY;

  constructor(bands: number, sensitivity: number) {
    this.#before = new Float64Array(bands);
    this.#sensitivity = sensitivity;
  }

  /** Takes the power of each band, after so many seconds; gives whether that is a beat. */
  hear(bands: Float64Array, seconds: number): boolean {
    let sum = 0;
    for (let band = 0; band < this.#before.length; band += 1) {
      const now = Math.log1p(COMPRESSION * Math.sqrt(bands[band] ?? 0));
      sum += Math.max(0, now - (this.#before[band] ?? 0));
      this.#before[band] = now;
    }
    const rise = sum / this.#before.length;
    const threshold = Math.max(LEAST_RISE, this.#usual * FACTOR) / this.#sensitivity;
    this.#heard = Math.min(USUAL_S, this.#heard + seconds);
    this.#usual += ((rise - this.#usual) * seconds) / this.#heard;
    this.#since += seconds;
    const beat = rise > threshold && this.#since >= REFRACTORY_S;
    if (beat) this.#since = 0;
    return beat;
  }
}
