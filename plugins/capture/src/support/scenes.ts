import fc from 'fast-check';
import type { Zone } from '../layout/zone.js';
import { BYTES_PER_PIXEL, PIXEL_FORMATS } from '../picture/frame.js';
import type { Frame, PixelFormat } from '../picture/frame.js';
import type { Crop } from '../picture/regions.js';

/** A pixel's colours by the definition of its format, one at a time. */
export function pixel({ data, stride, format }: Frame, x: number, y: number): [number, number, number] {
  const at = y * stride + x * BYTES_PER_PIXEL[format];
  const [a, b, c] = [data[at] ?? NaN, data[at + 1] ?? NaN, data[at + 2] ?? NaN];
  return format === 'bgrx' ? [c, b, a] : [a, b, c];
}

const zone: fc.Arbitrary<Zone> = fc
  .tuple(...Array.from({ length: 4 }, () => fc.double({ min: 0, max: 1, noNaN: true })))
  .map(([a = 0, b = 0, c = 0, d = 0]) => ({ left: Math.min(a, b), right: Math.max(a, b), top: Math.min(c, d), bottom: Math.max(c, d) }));

/** A picture of any size, format and stride, what is looked at in it, and its border. */
export interface Scene {
  frame: Frame;
  zones: Zone[];
  crop: Crop;
}
export const scene: fc.Arbitrary<Scene> = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 30 }),
    slack: fc.integer({ min: 0, max: 9 }),
    format: fc.constantFrom<PixelFormat>(...PIXEL_FORMATS),
    seed: fc.nat(65_535),
    zones: fc.array(zone, { minLength: 1, maxLength: 12 }),
    bars: fc.tuple(fc.nat(9), fc.nat(9)),
  })
  .map(({ width, height, slack, format, seed, zones, bars: [side, over] }) => {
    const stride = width * BYTES_PER_PIXEL[format] + slack;
    const data = Uint8Array.from({ length: stride * height }, (_, index) => Math.imul(index + seed, 0x9e37_79b1) >>> 24);
    const crop = {
      left: Math.min(side, Math.floor((width - 1) / 2)),
      right: Math.min(side, Math.floor((width - 1) / 2)),
      top: Math.min(over, Math.floor((height - 1) / 2)),
      bottom: Math.min(over, Math.floor((height - 1) / 2)),
    };
    return { frame: { data, width, height, stride, format }, zones, crop };
  });
