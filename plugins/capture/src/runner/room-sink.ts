import { HubError } from '@lightkeeper/plugin-sdk';
import { BYTES_PER_PIXEL, PIXEL_FORMATS, problemOf } from '../picture/frame.js';
import { Latest } from '../pipeline/latest.js';
import type { PictureSink } from '../sources/source.js';
import { LOW_BITS, PICTURE } from './messages.js';

/** The largest picture that any source may bring. */
export const MAX_PICTURE_BYTES = 64 * 1024 * 1024;

interface RoomSinkOptions {
  /** Epoch milliseconds. */
  now: () => number;
  /** There is a room now, which the pipeline's thread is to look into. */
  opened: (buffer: SharedArrayBuffer) => void;
  lost: (reason: string) => void;
  ended: (reason: string) => void;
}

/** A source's pictures in memory that the pipeline's thread shares. */
export class RoomSink implements PictureSink {
  readonly #options: RoomSinkOptions;
  #latest: Latest | null = null;

  constructor(options: RoomSinkOptions) {
    this.#options = options;
  }

  get room(): Uint8Array {
    return this.#writer().bytes;
  }

  reserve(bytes: number): void {
    if (!(bytes > 0 && bytes <= MAX_PICTURE_BYTES)) {
      throw HubError.field('/size', `must be a picture of at most ${MAX_PICTURE_BYTES / 1024 / 1024} MiB`);
    }
    const buffer = Latest.room(bytes);
    this.#latest = new Latest(buffer, 'writer');
    this.#options.opened(buffer);
  }

  show({ width, height, format, stride = width * BYTES_PER_PIXEL[format] }: Parameters<PictureSink['show']>[0]): void {
    const latest = this.#writer();
    const problem = problemOf({ data: latest.bytes, width, height, stride, format });
    if (problem !== null) throw HubError.field('/frame', problem);
    const { header } = latest;
    header[PICTURE.width] = width;
    header[PICTURE.height] = height;
    header[PICTURE.stride] = stride;
    header[PICTURE.format] = PIXEL_FORMATS.indexOf(format);
    header[PICTURE.at] = this.#options.now() & LOW_BITS;
    latest.publish();
  }

  lost(reason: string): void {
    this.#options.lost(reason);
  }

  ended(reason: string): void {
    this.#options.ended(reason);
  }

  /** The thread is another one: what the dead one had in hand is left to it. */
  renew(): void {
    if (this.#latest !== null) this.reserve(this.#latest.size);
  }

  #writer(): Latest {
    if (this.#latest === null) throw new HubError('LK_INTERNAL', 'The source has reserved no room for its pictures.');
    return this.#latest;
  }
}
