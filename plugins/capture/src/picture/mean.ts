import { LINEAR, LINEAR_16 } from '../color/transfer.js';
import { BYTES_PER_PIXEL, OFFSETS } from './frame.js';
import type { Frame } from './frame.js';
import { REGION_SIZE } from './regions.js';

/**
 * Means of the light of all pixels in each region: what an eye that sees them from afar sees. Writes red, green and blue, 0 to 1 of linear
 * light, for each region. The frame and the regions must fit each other.
 */
export function meanOfLight(frame: Frame, regions: Int32Array, out: Float32Array): void {
  const { data, stride, format } = frame;
  const step = BYTES_PER_PIXEL[format];
  const [r, g, b] = OFFSETS[format];
  const table = LINEAR_16;
  for (let region = 0, at = 0; region < regions.length; region += REGION_SIZE, at += 3) {
    const x0 = regions[region] ?? 0;
    const y0 = regions[region + 1] ?? 0;
    const x1 = regions[region + 2] ?? 0;
    const y1 = regions[region + 3] ?? 0;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let y = y0; y < y1; y += 1) {
      const end = y * stride + x1 * step;
      for (let pixel = y * stride + x0 * step; pixel < end; pixel += step) {
        red += table[data[pixel + r] ?? 0] ?? 0;
        green += table[data[pixel + g] ?? 0] ?? 0;
        blue += table[data[pixel + b] ?? 0] ?? 0;
      }
    }
    const full = 65_535 * (x1 - x0) * (y1 - y0);
    out[at] = red / full;
    out[at + 1] = green / full;
    out[at + 2] = blue / full;
  }
}

/** Means of the bytes themselves, rounded down, as other programs of this kind make them. Writes one byte per colour. */
export function meanOfBytes(frame: Frame, regions: Int32Array, out: Uint8Array): void {
  const { data, stride, format } = frame;
  const step = BYTES_PER_PIXEL[format];
  const [r, g, b] = OFFSETS[format];
  for (let region = 0, at = 0; region < regions.length; region += REGION_SIZE, at += 3) {
    const x0 = regions[region] ?? 0;
    const y0 = regions[region + 1] ?? 0;
    const x1 = regions[region + 2] ?? 0;
    const y1 = regions[region + 3] ?? 0;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let y = y0; y < y1; y += 1) {
      const end = y * stride + x1 * step;
      for (let pixel = y * stride + x0 * step; pixel < end; pixel += step) {
        red += data[pixel + r] ?? 0;
        green += data[pixel + g] ?? 0;
        blue += data[pixel + b] ?? 0;
      }
    }
    const pixels = (x1 - x0) * (y1 - y0);
    out[at] = red / pixels;
    out[at + 1] = green / pixels;
    out[at + 2] = blue / pixels;
  }
}

/**
 * Roots of the mean squares of the bytes, to the nearest: what is bright counts for more than in their mean. Writes one byte per colour, as
 * other programs of this kind do.
 */
export function rootMeanSquareOfBytes(frame: Frame, regions: Int32Array, out: Uint8Array): void {
  const { data, stride, format } = frame;
  const step = BYTES_PER_PIXEL[format];
  const [r, g, b] = OFFSETS[format];
  for (let region = 0, at = 0; region < regions.length; region += REGION_SIZE, at += 3) {
    const x0 = regions[region] ?? 0;
    const y0 = regions[region + 1] ?? 0;
    const x1 = regions[region + 2] ?? 0;
    const y1 = regions[region + 3] ?? 0;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let y = y0; y < y1; y += 1) {
      const end = y * stride + x1 * step;
      for (let pixel = y * stride + x0 * step; pixel < end; pixel += step) {
        red += (data[pixel + r] ?? 0) ** 2;
        green += (data[pixel + g] ?? 0) ** 2;
        blue += (data[pixel + b] ?? 0) ** 2;
      }
    }
    const pixels = (x1 - x0) * (y1 - y0);
    out[at] = Math.round(Math.sqrt(Math.floor(red / pixels)));
    out[at + 1] = Math.round(Math.sqrt(Math.floor(green / pixels)));
    out[at + 2] = Math.round(Math.sqrt(Math.floor(blue / pixels)));
  }
}

/** The light of bytes, for what works in light from here on. */
export function lightOf(bytes: Uint8Array, out: Float32Array): void {
  for (let index = 0; index < bytes.length; index += 1) out[index] = LINEAR[bytes[index] ?? 0] ?? 0;
}
