import { readWantedSize, type WantedSize } from '@lightkeeper/plugin-sdk/wire';
import type { Frames } from './frames.js';
import { SmallPicture } from './small-picture.js';

/** The part of a channel that is used. */
export interface Outlet {
  readonly waiting: number;
  send(payload: Uint8Array): void;
}

/** Pictures that may wait for the network; one more would only come late. */
const WAITING = 2;
const AGAIN_MS = 50;

/** Sends the newest picture, at the size that the hub wants, as fast as the network takes it. What is skipped is made up for by a newer one. */
export class PictureSender {
  readonly #make: (size: WantedSize) => Pick<SmallPicture, 'message' | 'take'>;
  #frames: Pick<Frames, 'newest'> | null = null;
  #outlet: Outlet | null = null;
  #picture: Pick<SmallPicture, 'message' | 'take'> | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(make: (size: WantedSize) => Pick<SmallPicture, 'message' | 'take'> = (size) => new SmallPicture(size)) {
    this.#make = make;
  }

  begin(frames: Pick<Frames, 'newest'>, outlet: Outlet): void {
    this.#frames = frames;
    this.#outlet = outlet;
    this.send();
  }

  /** What the hub says: the size that it wants. A screen on which nothing moves is sent anew. */
  hear(message: Uint8Array): void {
    const size = readWantedSize(message);
    if (size === null) return;
    this.#picture = this.#make(size);
    this.send();
  }

  /** The screen shows something new. */
  send(): void {
    clearTimeout(this.#again);
    const newest = this.#frames?.newest ?? null;
    const picture = this.#picture;
    const outlet = this.#outlet;
    if (newest === null || picture === null || outlet === null) return;
    if (outlet.waiting > WAITING * picture.message.byteLength) {
      // Nothing may follow on a screen that has come to rest.
      this.#again = setTimeout(() => {
        this.send();
      }, AGAIN_MS);
      return;
    }
    picture.take(newest);
    outlet.send(picture.message);
  }

  stop(): void {
    clearTimeout(this.#again);
    this.#outlet = null;
  }
}
