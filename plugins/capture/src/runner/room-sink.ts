import { HubError } from '@lightkeeper/plugin-sdk';
import { BYTES_PER_PIXEL, PIXEL_FORMATS, problemOf } from '../picture/frame.js';
import { Latest } from '../pipeline/latest.js';
import { monotonic, stampOf } from '../pipeline/monotonic.js';
import { bufferOf, makeRoom } from '../pipeline/room.js';
import type { Room } from '../pipeline/room.js';
import type { PictureSink } from '../sources/source.js';
import { LIGHTS, PICTURE, TIMEOUT } from './messages.js';

/** The largest picture that any source may bring. */
export const MAX_PICTURE_BYTES = 64 * 1024 * 1024;

interface RoomSinkOptions {
  /** There is a room now, which the pipeline's thread is to look into. */
  opened: (room: Room) => void;
  /** The first picture is there. */
  began?: () => void;
  lost?: (reason: string) => void;
  ended?: (reason: string) => void;
}

/** A source's pictures in memory that the pipeline's thread shares. */
export class RoomSink implements PictureSink {
  readonly #options: RoomSinkOptions;
  #latest: Latest | null = null;
  #began = false;
  /** The newest picture, if it counts for ever: nobody writes where it stands before the next. */
  #endless: { bytes: Uint8Array; header: Int32Array } | null = null;

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
    const room = makeRoom(bytes);
    this.#latest = new Latest(bufferOf(room), 'writer');
    this.#options.opened(room);
  }

  show({ width, height, format, stride = width * BYTES_PER_PIXEL[format], timeout_ms }: Parameters<PictureSink['show']>[0]): void {
    const problem = problemOf({ data: this.room, width, height, stride, format });
    if (problem !== null) throw HubError.field('/frame', problem);
    this.#publish([width, height, stride, PIXEL_FORMATS.indexOf(format)], timeout_ms);
  }

  showLights({ count, timeout_ms }: Parameters<PictureSink['showLights']>[0]): void {
    const most = Math.floor(this.room.byteLength / 3);
    if (!Number.isInteger(count) || count < 1 || count > most) throw HubError.field('/colors', `must be colours of 1 to ${most} lights`);
    this.#publish([count, 1, count * 3, LIGHTS], timeout_ms);
  }

  lost(reason: string): void {
    this.#options.lost?.(reason);
  }

  ended(reason: string): void {
    this.#options.ended?.(reason);
  }

  /**
   * The thread is another one: the memory that the dead one had in hand is left to it. A picture that counts for ever is not sent again by its
   * source, and so it is brought along; others follow by themselves.
   */
  renew(): void {
    if (this.#latest === null) return;
    const endless = this.#endless;
    this.reserve(this.#latest.size);
    if (endless === null) return;
    this.#latest.bytes.set(endless.bytes);
    this.#latest.header.set(endless.header);
    this.#publishNow(this.#latest);
  }

  /** `what` is width, height, stride and format, as they stand in the header. */
  #publish(what: readonly [number, number, number, number], timeout_ms: number | null | undefined): void {
    const latest = this.#writer();
    const { header } = latest;
    header.set(what, PICTURE.width);
    header[PICTURE.timeout] = timeout_ms === undefined ? TIMEOUT.of_input : (timeout_ms ?? TIMEOUT.never);
    this.#publishNow(latest);
    if (this.#began) return;
    this.#began = true;
    this.#options.began?.();
  }

  #publishNow(latest: Latest): void {
    const { bytes, header } = latest;
    header[PICTURE.at] = stampOf(monotonic());
    this.#endless = header[PICTURE.timeout] === TIMEOUT.never ? { bytes, header } : null;
    latest.publish();
  }

  #writer(): Latest {
    if (this.#latest === null) throw new HubError('LK_INTERNAL', 'The source has reserved no room for its pictures.');
    return this.#latest;
  }
}
