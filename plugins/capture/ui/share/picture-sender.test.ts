import { toWantedSize, type WantedSize } from '@lightkeeper/plugin-sdk/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PictureSender } from './picture-sender.js';
import { withoutAlpha } from './small-picture.js';

/** A picture that says of what size it is, and what was last taken in. */
class Note {
  readonly message: Uint8Array;
  constructor({ width, height }: WantedSize) {
    this.message = Uint8Array.of(width, height, 0);
  }
  take(frame: unknown): void {
    this.message[2] = (frame as { n: number }).n;
  }
}

const frame = (n: number): CanvasImageSource => ({ n }) as unknown as CanvasImageSource;

function start(): { frames: { newest: CanvasImageSource | null }; outlet: { waiting: number; sent: number[][] }; sender: PictureSender } {
  const frames = { newest: null as CanvasImageSource | null };
  const sent: number[][] = [];
  const outlet = { waiting: 0, sent, send: (bytes: Uint8Array) => sent.push([...bytes]) };
  const sender = new PictureSender((size) => new Note(size));
  sender.begin(frames, outlet);
  return { frames, outlet, sender };
}

describe('what a page sends of its screen', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is nothing before the hub has said which size it wants, and anew when it wants another', () => {
    const { frames, outlet, sender } = start();
    frames.newest = frame(1);
    sender.send();
    expect(outlet.sent).toEqual([]);
    sender.hear(toWantedSize({ width: 9, height: 5 }));
    sender.hear(toWantedSize({ width: 8, height: 4 }));
    sender.hear(new Uint8Array(3));
    expect(outlet.sent).toEqual([
      [9, 5, 1],
      [8, 4, 1],
    ]);
  });

  it('skips what the network has no time for, and makes up for it with the newest', () => {
    const { frames, outlet, sender } = start();
    sender.hear(toWantedSize({ width: 1, height: 1 }));
    outlet.waiting = 7;
    for (const n of [1, 2, 3]) {
      frames.newest = frame(n);
      sender.send();
    }
    vi.advanceTimersByTime(1_000);
    expect(outlet.sent).toEqual([]);
    outlet.waiting = 6;
    vi.advanceTimersByTime(50);
    vi.advanceTimersByTime(1_000);
    expect(outlet.sent).toEqual([[1, 1, 3]]);
  });

  it('ends with sharing', () => {
    const { frames, outlet, sender } = start();
    sender.hear(toWantedSize({ width: 1, height: 1 }));
    outlet.waiting = 100;
    frames.newest = frame(1);
    sender.send();
    sender.stop();
    outlet.waiting = 0;
    vi.advanceTimersByTime(1_000);
    sender.hear(toWantedSize({ width: 1, height: 1 }));
    sender.send();
    expect(outlet.sent).toEqual([]);
  });

  it('has three bytes of each four', () => {
    const rgb = new Uint8Array(6);
    withoutAlpha([1, 2, 3, 255, 4, 5, 6, 255], rgb);
    expect([...rgb]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
