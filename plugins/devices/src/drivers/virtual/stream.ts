import type { DeviceStream, Rgb, StreamFormat } from '@lightkeeper/plugin-sdk';

/** The stream of a strip without LEDs: keeps the last picture, for whoever wants to see what would shine. */
export class VirtualStream implements DeviceStream {
  readonly format: StreamFormat;
  readonly counters = { sent: 0, dropped: 0, failed: 0 };
  readonly #frame: Uint8Array;
  readonly #onClose: () => void;

  constructor(format: StreamFormat, onClose: () => void) {
    this.format = format;
    this.#frame = new Uint8Array(format.leds * format.channels);
    this.#onClose = onClose;
  }

  /** A copy of the last picture; null before the first. */
  get frame(): Uint8Array | null {
    return this.counters.sent === 0 ? null : this.#frame.slice();
  }

  /** The mean of the last picture. */
  get mean(): Rgb {
    const { leds, channels } = this.format;
    const sums = [0, 0, 0] as [number, number, number];
    for (let at = 0; at < this.#frame.length; at += channels) {
      sums[0] += this.#frame[at] ?? 0;
      sums[1] += this.#frame[at + 1] ?? 0;
      sums[2] += this.#frame[at + 2] ?? 0;
    }
    const [r, g, b] = sums;
    return { r: Math.round(r / leds), g: Math.round(g / leds), b: Math.round(b / leds) };
  }

  write(frame: Uint8Array): void {
    if (frame.length !== this.#frame.length) {
      this.counters.dropped += 1;
      return;
    }
    this.#frame.set(frame);
    this.counters.sent += 1;
  }

  close(): Promise<void> {
    this.#onClose();
    return Promise.resolve();
  }
}
