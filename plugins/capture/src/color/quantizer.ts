/** Up to this byte a step of one is seen: the next brighter light is a tenth brighter or more. */
const DITHERED_UP_TO = 10;

/**
 * From light to the bytes of the lights. With dithering dark lights that lie between two bytes alternate between these, so that a slow fade
 * has no steps: what one picture was too dark the next ones are brighter. Bright lights are as they are, and black is black.
 */
export class Quantizer {
  readonly #errors: Float32Array;

  constructor(size: number) {
    this.#errors = new Float32Array(size);
  }

  /** `values` times `level` is 0 to 255. */
  write(values: Readonly<Float32Array>, level: number, dither: boolean, out: Uint8Array): void {
    const errors = this.#errors;
    for (let index = 0; index < values.length; index += 1) {
      const wanted = (values[index] ?? 0) * level;
      if (!dither || wanted > DITHERED_UP_TO || wanted === 0) {
        out[index] = wanted + 0.5;
        errors[index] = 0;
        continue;
      }
      const owed = wanted + (errors[index] ?? 0);
      const byte = Math.max(0, Math.floor(owed + 0.5));
      out[index] = byte;
      errors[index] = owed - byte;
    }
  }
}
