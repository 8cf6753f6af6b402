import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PictureSink } from '../source.js';
import { FrameAssembler } from './frame-assembler.js';

const SIZE = { width: 4, height: 3 };
const BYTES = SIZE.width * SIZE.height * 3;

/** Like the real one, another room after each picture. */
function collector(): { sink: PictureSink; shown: number[][]; reserved: number[] } {
  const shown: number[][] = [];
  const reserved: number[] = [];
  let rooms: Uint8Array[] = [];
  const sink: PictureSink = {
    reserve(bytes) {
      reserved.push(bytes);
      rooms = [1, 2, 3].map(() => new Uint8Array(bytes));
    },
    get room() {
      return rooms[shown.length % 3] ?? new Uint8Array(0);
    },
    show(picture) {
      expect(picture).toEqual({ ...SIZE, format: 'rgb24' });
      shown.push([...(rooms[shown.length % 3] ?? [])]);
    },
    showLights: () => undefined,
    lost: () => undefined,
    ended: () => undefined,
  };
  return { sink, shown, reserved };
}

describe('pictures put together from pieces', () => {
  it('are those that were sent, however they were cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: BYTES * 5 }), fc.array(fc.integer({ min: 1, max: BYTES * 2 })), (bytes, cuts) => {
        const { sink, shown, reserved } = collector();
        const frames = new FrameAssembler(sink, SIZE);
        let at = 0;
        let complete = 0;
        for (const length of [...cuts, bytes.length]) {
          complete += frames.take(Buffer.from(bytes.subarray(at, at + length)));
          at += length;
        }
        const whole = Math.floor(bytes.length / BYTES);
        expect(complete).toBe(whole);
        expect(shown).toEqual(Array.from({ length: whole }, (_, index) => [...bytes.subarray(index * BYTES, (index + 1) * BYTES)]));
        expect(reserved).toEqual([BYTES]);
      }),
    );
  });
});
