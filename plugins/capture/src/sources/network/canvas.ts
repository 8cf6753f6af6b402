import type { PictureSink } from '../source.js';

/** The picture that packets paint piece by piece. What lies beyond it is left out. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Uint8Array;
  readonly #sink: PictureSink;

  constructor(width: number, height: number, sink: PictureSink) {
    this.width = width;
    this.height = height;
    this.#pixels = new Uint8Array(width * height * 3);
    this.#sink = sink;
    sink.reserve(this.#pixels.byteLength);
  }

  /** Paints from a pixel on; the white of four bytes is added to each colour. */
  paint(pixel: number, bytes: Uint8Array, channels: 3 | 4): void {
    const count = Math.min(Math.floor(bytes.byteLength / channels), this.width * this.height - pixel);
    for (let index = 0; index < count; index += 1) {
      const from = index * channels;
      const to = (pixel + index) * 3;
      const white = channels === 4 ? (bytes[from + 3] ?? 0) : 0;
      for (let color = 0; color < 3; color += 1) this.#pixels[to + color] = Math.min(255, (bytes[from + color] ?? 0) + white);
    }
  }

  show(): void {
    this.#sink.room.set(this.#pixels);
    this.#sink.show({ width: this.width, height: this.height, format: 'rgb24' });
  }

  clear(): void {
    this.#pixels.fill(0);
  }
}
