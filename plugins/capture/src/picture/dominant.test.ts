import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINEAR } from '../color/transfer.js';
import { pixel, scene } from '../support/scenes.js';
import { DominantColors, MOST_PIXELS, stepOf } from './dominant.js';
import type { Frame } from './frame.js';
import { Mapper } from './mapper.js';
import { compileRegions, REGION_SIZE, WHOLE } from './regions.js';

/** The slow way, with a map for each region. */
function slowColors(frame: Frame, regions: Int32Array): number[] {
  const found: number[] = [];
  for (let region = 0; region < regions.length; region += REGION_SIZE) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = regions.subarray(region, region + REGION_SIZE);
    const step = stepOf((x1 - x0) * (y1 - y0));
    const counts = new Map<string, number>();
    let best = { color: '', count: 0 };
    for (let y = y0; y < y1; y += step) {
      for (let x = x0; x < x1; x += step) {
        const color = pixel(frame, x, y).join();
        const count = (counts.get(color) ?? 0) + 1;
        counts.set(color, count);
        if (count > best.count) best = { color, count };
      }
    }
    found.push(...best.color.split(',').map(Number));
  }
  return found;
}

/** Few colours, so that some are frequent. */
const poster = scene.map((one) => ({ ...one, frame: { ...one.frame, data: one.frame.data.map((byte) => (byte >> 7) * 200 + 3) } }));

describe('the most frequent colour of zones', () => {
  it('is that of the slow way, whatever the size, format, stride and border, picture after picture', () => {
    fc.assert(
      fc.property(fc.oneof(scene, poster), ({ frame, zones, crop }) => {
        const regions = compileRegions(zones, frame.width, frame.height, crop);
        const dominant = new DominantColors(regions);
        const out = new Uint8Array(zones.length * 3);
        for (const change of [0, 85]) {
          const next = { ...frame, data: frame.data.map((byte) => byte ^ change) };
          dominant.find(next, out);
          expect([...out]).toEqual(slowColors(next, regions));
        }
      }),
    );
  });

  it('is of two that are as frequent the one that was so first', () => {
    const row = (...colors: number[]): Frame => ({
      data: Uint8Array.from(colors.flatMap((value) => [value, 0, 0])),
      width: colors.length,
      height: 1,
      stride: colors.length * 3,
      format: 'rgb24',
    });
    const find = (frame: Frame): number | undefined => {
      const out = new Uint8Array(3);
      new DominantColors(Int32Array.of(0, 0, frame.width, 1)).find(frame, out);
      return out[0];
    };
    expect(find(row(1, 2, 2, 1))).toBe(2);
    expect(find(row(2, 1, 1, 2, 2))).toBe(2);
    expect(find(row(9, 8, 7))).toBe(9);
  });

  it('is reckoned from evenly spaced pixels of a region that is very large', () => {
    const [width, height] = [700, 500];
    const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => (Math.imul(index >> 6, 0x9e37_79b1) >>> 30) * 60);
    const frame: Frame = { data, width, height, stride: width * 3, format: 'rgb24' };
    const regions = Int32Array.of(0, 0, width, height);
    const out = new Uint8Array(3);
    new DominantColors(regions).find(frame, out);
    expect(width * height).toBeGreaterThan(MOST_PIXELS);
    expect([...out]).toEqual(slowColors(frame, regions));
  });
});

describe('algorithms for the whole picture', () => {
  it('give every light the same colour, that of all pixels within the border', () => {
    fc.assert(
      fc.property(poster, ({ frame, zones, crop }) => {
        const { width, height } = frame;
        const inner = compileRegions([{ left: 0, top: 0, right: 1, bottom: 1 }], width, height, crop);
        const wanted = slowColors(frame, inner).map((byte) => LINEAR[byte]);
        const out = new Float32Array(zones.length * 3);
        new Mapper({ zones, algorithm: 'whole_dominant', width, height, crop }).map(frame, out);
        expect([...out]).toEqual(zones.flatMap(() => wanted));
      }),
    );
  });

  it('mix the light of all pixels', () => {
    const frame: Frame = { data: Uint8Array.of(255, 0, 0, 0, 0, 255), width: 2, height: 1, stride: 6, format: 'rgb24' };
    const zones = Array.from({ length: 3 }, () => ({ left: 0, top: 0, right: 0.5, bottom: 1 }));
    const out = new Float32Array(9);
    new Mapper({ zones, algorithm: 'whole', width: 2, height: 1, crop: WHOLE }).map(frame, out);
    expect([...out]).toEqual([0.5, 0, 0.5, 0.5, 0, 0.5, 0.5, 0, 0.5]);
  });
});
