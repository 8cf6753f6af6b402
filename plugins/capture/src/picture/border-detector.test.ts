import { describe, expect, it } from 'vitest';
import { detectBorder } from './border-detector.js';
import type { Frame } from './frame.js';
import { WHOLE } from './regions.js';

const options = { threshold: 0.05, blur_px: 1 };

/** A picture that is black but for the columns and rows from `from` up to as far from the other side. */
function barred(width: number, height: number, from: { x: number; y: number }): Frame {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return x >= from.x && x < width - from.x && y >= from.y && y < height - from.y ? 200 : 0;
  });
  return { data, width, height, stride: width * 3, format: 'rgb24' };
}

describe('black bars', () => {
  it('are found on opposite sides, with a pixel more for their edge', () => {
    expect(detectBorder(barred(96, 54, { x: 0, y: 6 }), options)).toEqual({ left: 0, right: 0, top: 7, bottom: 7 });
    expect(detectBorder(barred(96, 54, { x: 10, y: 0 }), options)).toEqual({ left: 11, right: 11, top: 0, bottom: 0 });
  });

  it('are not known of a picture that is black', () => {
    expect(detectBorder(barred(96, 54, { x: 48, y: 27 }), options)).toBeNull();
  });

  it('are none where a single row of colours is dark on both sides, as that of music is', () => {
    expect(detectBorder(barred(64, 1, { x: 10, y: 0 }), options)).toEqual(WHOLE);
  });
});
