import { previewBytes, writePreview } from '@lightkeeper/plugin-sdk';
import { fromLinear } from '../color/transfer.js';
import { BYTES_PER_PIXEL } from '../picture/frame.js';
import type { Frame } from '../picture/frame.js';
import type { Crop } from '../picture/regions.js';
import { Latest } from '../pipeline/latest.js';

/** A preview's picture is no larger. */
const LARGEST = { width: 160, height: 90 } as const;
/** Ten a second, and as much of a beat's unevenness as a clock of 60 Hz has. */
const PAUSE_MS = 100 - 4;

/** Room for the previews of a run with so many lights. */
export function previewRoom(lights: number): SharedArrayBuffer {
  return Latest.room(previewBytes(LARGEST.width * LARGEST.height, lights));
}

/** Light as a screen shows it. */
const SHOWN = Uint8Array.from({ length: 256 }, (_, light) => fromLinear(light / 255));

/** Writes what a run sees and shows, in the pipeline's thread, while somebody watches. Its first header number is how many bytes it took. */
export class PreviewWriter {
  readonly #room: Latest;
  readonly #pixels = new Uint8Array(LARGEST.width * LARGEST.height * 3);
  readonly #lights: Uint8Array;
  #written_at = -Infinity;

  constructor(buffer: SharedArrayBuffer, lights: number) {
    this.#room = new Latest(buffer, 'writer');
    this.#lights = new Uint8Array(lights * 3);
  }

  /** False when the last one is not long enough ago. `frame` is null when what is shown is no picture. */
  write(now: number, frame: Frame | null, crop: Crop, lights: Uint8Array): boolean {
    if (now - this.#written_at < PAUSE_MS) return false;
    this.#written_at = now;
    for (let at = 0; at < this.#lights.length; at += 1) this.#lights[at] = SHOWN[lights[at] ?? 0] ?? 0;
    this.#room.header[0] = writePreview(this.#room.bytes, {
      picture: frame === null ? null : this.#shrink(frame),
      crop: frame === null ? NOTHING_CUT : sharesOf(crop, frame),
      lights: this.#lights,
    });
    this.#room.publish();
    return true;
  }

  /** Takes single pixels, evenly spread: what is watched need not be exact, and must cost the lights nothing. */
  #shrink({ data, width, height, stride, format }: Frame): { width: number; height: number; pixels: Uint8Array } {
    const scale = Math.min(1, LARGEST.width / width, LARGEST.height / height);
    const small = { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
    const step = BYTES_PER_PIXEL[format];
    const [red, blue] = format === 'bgrx' ? [2, 0] : [0, 2];
    let to = 0;
    for (let y = 0; y < small.height; y += 1) {
      const row = Math.floor(((y + 0.5) * height) / small.height) * stride;
      for (let x = 0; x < small.width; x += 1) {
        const from = row + Math.floor(((x + 0.5) * width) / small.width) * step;
        this.#pixels[to] = data[from + red] ?? 0;
        this.#pixels[to + 1] = data[from + 1] ?? 0;
        this.#pixels[to + 2] = data[from + blue] ?? 0;
        to += 3;
      }
    }
    return { ...small, pixels: this.#pixels };
  }
}

const NOTHING_CUT = { left: 0, top: 0, right: 0, bottom: 0 };

function sharesOf({ left, top, right, bottom }: Crop, { width, height }: Frame): Crop {
  return { left: left / width, top: top / height, right: right / width, bottom: bottom / height };
}
