import { HubError, MAX_SHARED, readPicture, toWantedSize, z } from '@lightkeeper/plugin-sdk';
import { pictureSize } from '../ffmpeg/picture-size.js';
import type { SourceInput, SourceKind, SourceTools } from '../source.js';
import type { ScreenShares, Stage } from './shares.js';

const options = z.strictObject({});

/** Like every source's own pictures. */
const PRIORITY = 100;

/** A screen that somebody shares from a page of the hub. */
export function browserSource(shares: ScreenShares): SourceKind<typeof options> {
  return {
    kind: 'browser',
    name: 'Shared screen',
    description:
      'A screen, a window or a tab that somebody shares from this page: nothing to install, and only a small picture leaves the browser.',
    options,
    open(_options, _sink, tools) {
      const leave = shares.enter(tools.capture_id, new BrowserStage(tools));
      return Promise.resolve({ unproven: true, close: leave });
    },
  };
}

/** The pictures of one sharer after the other, in a run of a capture. */
class BrowserStage implements Stage {
  readonly size: Uint8Array;
  readonly #tools: SourceTools;
  #input: SourceInput | null = null;
  #reserved = 0;

  constructor(tools: SourceTools) {
    this.#tools = tools;
    const { width, height } = pictureSize(tools.wish);
    this.size = toWantedSize({ width: Math.min(width, MAX_SHARED.width), height: Math.min(height, MAX_SHARED.height) });
  }

  waits(reason: string | null): void {
    this.#input?.close();
    this.#input = null;
    this.#tools.waits(reason);
    if (reason !== null) return;
    // A screen on which nothing moves brings no pictures: the last one counts for as long as it is shared.
    this.#input = this.#tools.input({ id: 'share', priority: PRIORITY, timeout_ms: null });
    this.#reserved = 0;
  }

  picture(message: Uint8Array): void {
    const picture = readPicture(message);
    if (typeof picture === 'string') throw new HubError('LK_VALIDATION', picture);
    const { width, height, format, pixels } = picture;
    if (width > MAX_SHARED.width || height > MAX_SHARED.height) {
      throw new HubError('LK_VALIDATION', `A shared picture has at most ${MAX_SHARED.width} x ${MAX_SHARED.height} pixels.`);
    }
    if (this.#input === null) return;
    if (pixels.byteLength > this.#reserved) {
      this.#input.reserve(pixels.byteLength);
      this.#reserved = pixels.byteLength;
    }
    this.#input.room.set(pixels);
    this.#input.show({ width, height, format });
  }
}
