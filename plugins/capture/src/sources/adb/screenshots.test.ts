import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScreenshot } from './screenshots.js';

const numbers = (...values: number[]): Buffer => Buffer.from(new Uint32Array(values).buffer);

describe('a screenshot', () => {
  const pixels = Buffer.from([1, 2, 3, 255, 4, 5, 6, 255]);

  it.each([
    ['of old', numbers(2, 1, 1), 'rgbx'],
    ['with a colour space', numbers(2, 1, 1, 2), 'rgbx'],
    ['without transparency', numbers(1, 2, 2), 'rgbx'],
    ['blue first', numbers(2, 1, 5), 'bgrx'],
  ])('is read: %s', (_what, header, format) => {
    const read = readScreenshot(Buffer.concat([header, pixels]));
    expect(read).toEqual({ width: header.readUInt32LE(0), height: header.readUInt32LE(4), format, pixels });
  });

  it.each([
    ['cut', Buffer.concat([numbers(2, 1, 1), pixels]).subarray(0, -1)],
    ['longer', Buffer.concat([numbers(2, 1, 1), pixels, numbers(0, 0)])],
    ['of 16 bits a pixel', Buffer.concat([numbers(2, 1, 4), pixels])],
    ['without a pixel', numbers(0, 1, 1)],
    ['too large for its own good', numbers(0xffff_ffff, 0xffff_ffff, 1)],
    ['a complaint', Buffer.from('screencap: inaccessible or not found\n')],
    ['nothing', Buffer.alloc(0)],
  ])('is refused: %s', (_what, bytes) => {
    expect(() => readScreenshot(bytes)).toThrow('The device gave no screenshot that can be read.');
  });

  it('is never read beyond its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          const { width, height, pixels: read } = readScreenshot(Buffer.from(bytes));
          expect(read.length).toBe(width * height * 4);
        } catch (error) {
          expect((error as Error).message).toContain('no screenshot');
        }
      }),
    );
  });
});
