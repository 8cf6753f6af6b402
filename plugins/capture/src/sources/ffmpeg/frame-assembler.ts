import type { PictureSink } from '../source.js';

/** Puts pictures of one size together from pieces as they come, straight into the sink's room. */
export class FrameAssembler {
  readonly #sink: PictureSink;
  readonly #width: number;
  readonly #height: number;
  readonly #bytes: number;
  readonly #timeout: { timeout_ms?: null };
  #filled = 0;

  /** `still` where pictures count until the next, however long that takes. */
  constructor(sink: PictureSink, { width, height }: { width: number; height: number }, still = false) {
    this.#sink = sink;
    this.#width = width;
    this.#height = height;
    this.#bytes = width * height * 3;
    this.#timeout = still ? { timeout_ms: null } : {};
    sink.reserve(this.#bytes);
  }

  /** Takes the next piece; gives how many pictures were complete with it. */
  take(piece: Buffer): number {
    let at = 0;
    let shown = 0;
    while (at < piece.length) {
      const until = Math.min(piece.length, at + this.#bytes - this.#filled);
      piece.copy(this.#sink.room, this.#filled, at, until);
      this.#filled += until - at;
      at = until;
      if (this.#filled < this.#bytes) break;
      this.#sink.show({ width: this.#width, height: this.#height, format: 'rgb24', ...this.#timeout });
      this.#filled = 0;
      shown += 1;
    }
    return shown;
  }
}
