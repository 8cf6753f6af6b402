import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLinear } from '../color/transfer.js';
import { pixel, scene } from '../support/scenes.js';
import { BYTES_PER_PIXEL, problemOf } from './frame.js';
import type { Frame } from './frame.js';
import { meanOfBytes, meanOfLight, rootMeanSquareOfBytes } from './mean.js';
import { compileRegions, REGION_SIZE, WHOLE } from './regions.js';
import type { Crop } from './regions.js';

/** The slow way, straight from the definition. */
function slowMeans(frame: Frame, regions: Int32Array, of: (byte: number) => number): number[] {
  const means: number[] = [];
  for (let region = 0; region < regions.length; region += REGION_SIZE) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = regions.subarray(region, region + REGION_SIZE);
    const sums = [0, 0, 0];
    for (let y = y0; y < y1; y += 1) {
      for (let x = x0; x < x1; x += 1) pixel(frame, x, y).forEach((byte, channel) => (sums[channel] = (sums[channel] ?? 0) + of(byte)));
    }
    means.push(...sums.map((sum) => sum / ((x1 - x0) * (y1 - y0))));
  }
  return means;
}

/** The picture that is left within the border, in memory of its own. */
function cropped({ data, width, height, stride, format }: Frame, crop: Crop): Frame {
  const step = BYTES_PER_PIXEL[format];
  const inner = { width: width - crop.left - crop.right, height: height - crop.top - crop.bottom };
  const rows = Array.from({ length: inner.height }, (_, y) => {
    const from = (y + crop.top) * stride + crop.left * step;
    return [...data.subarray(from, from + inner.width * step)];
  });
  return { data: Uint8Array.from(rows.flat()), ...inner, stride: inner.width * step, format };
}

describe('means of zones', () => {
  it('of bytes are those of the slow way to the byte, whatever the size, format, stride and border', () => {
    fc.assert(
      fc.property(scene, ({ frame, zones, crop }) => {
        const regions = compileRegions(zones, frame.width, frame.height, crop);
        const out = new Uint8Array(zones.length * 3);
        meanOfBytes(frame, regions, out);
        expect([...out]).toEqual(slowMeans(frame, regions, (byte) => byte).map(Math.floor));
      }),
    );
  });

  it('of squares are those of the slow way to the byte', () => {
    fc.assert(
      fc.property(scene, ({ frame, zones, crop }) => {
        const regions = compileRegions(zones, frame.width, frame.height, crop);
        const out = new Uint8Array(zones.length * 3);
        rootMeanSquareOfBytes(frame, regions, out);
        const wanted = slowMeans(frame, regions, (byte) => byte * byte).map((mean) => Math.round(Math.sqrt(Math.floor(mean))));
        expect([...out]).toEqual(wanted);
      }),
    );
  });

  it('of light are those of the slow way to a part in 30,000', () => {
    fc.assert(
      fc.property(scene, ({ frame, zones, crop }) => {
        const regions = compileRegions(zones, frame.width, frame.height, crop);
        const out = new Float32Array(zones.length * 3);
        meanOfLight(frame, regions, out);
        slowMeans(frame, regions, toLinear).forEach((wanted, index) => {
          expect(Math.abs((out[index] ?? NaN) - wanted)).toBeLessThan(1 / 30_000);
        });
      }),
    );
  });

  it('of a picture with bars are those of the picture without them', () => {
    fc.assert(
      fc.property(scene, ({ frame, zones, crop }) => {
        const [whole, inner] = [new Uint8Array(zones.length * 3), new Uint8Array(zones.length * 3)];
        const small = cropped(frame, crop);
        meanOfBytes(frame, compileRegions(zones, frame.width, frame.height, crop), whole);
        meanOfBytes(small, compileRegions(zones, small.width, small.height, WHOLE), inner);
        expect(whole).toEqual(inner);
      }),
    );
  });

  it('see no pixel outside of the picture, and at least one', () => {
    fc.assert(
      fc.property(scene, ({ frame: { width, height }, zones, crop }) => {
        const regions = compileRegions(zones, width, height, crop);
        for (let at = 0; at < regions.length; at += REGION_SIZE) {
          const [x0 = -1, y0 = -1, x1 = -1, y1 = -1] = regions.subarray(at, at + REGION_SIZE);
          expect(x0 >= crop.left && y0 >= crop.top && x1 > x0 && y1 > y0 && x1 <= width - crop.right && y1 <= height - crop.bottom).toBe(
            true,
          );
        }
      }),
    );
  });
});

describe('a picture', () => {
  const frame: Frame = { data: new Uint8Array(12), width: 2, height: 2, stride: 6, format: 'rgb24' };
  it.each([
    [{}, null],
    [{ data: new Uint8Array(11) }, /takes 12 bytes, but there are 11/],
    [{ width: 0 }, /1 to 8192 pixels/],
    [{ height: 9_000 }, /1 to 8192 pixels/],
    [{ width: 1.5 }, /1 to 8192 pixels/],
    [{ width: NaN }, /1 to 8192 pixels/],
    [{ stride: 5 }, /takes 6 bytes, not 5/],
    [{ format: 'rgbx' as const, stride: 8, data: new Uint8Array(15) }, /takes 16 bytes/],
    [{ stride: 7, data: new Uint8Array(13) }, null],
  ])('%j is judged by its numbers', (change, wanted) => {
    const problem = problemOf({ ...frame, ...change });
    if (wanted === null) expect(problem).toBeNull();
    else expect(problem).toMatch(wanted);
  });
});
