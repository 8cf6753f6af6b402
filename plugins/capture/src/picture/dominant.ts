import { BYTES_PER_PIXEL, OFFSETS } from './frame.js';
import type { Frame } from './frame.js';
import { REGION_SIZE } from './regions.js';

/** Of a larger region, evenly spaced pixels are counted, about so many: who tells the colour that is most frequent needs no more. */
export const MOST_PIXELS = 65_536;

/**
 * Counts exact colours, without clearing its table for each region: what was written for an earlier one carries an older stamp and counts as
 * empty. Open addressing; the table is at least twice as large as what is ever put in.
 */
class ColorCounts {
  readonly #shift: number;
  readonly #mask: number;
  readonly #colors: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #stamps: Uint32Array;
  #stamp = 0;

  constructor(pixels: number) {
    const bits = Math.ceil(Math.log2(2 * pixels));
    const size = 2 ** bits;
    this.#shift = 32 - bits;
    this.#mask = size - 1;
    this.#colors = new Uint32Array(size);
    this.#counts = new Uint32Array(size);
    this.#stamps = new Uint32Array(size);
  }

  clear(): void {
    this.#stamp = (this.#stamp + 1) >>> 0;
    if (this.#stamp !== 0) return;
    this.#stamps.fill(0);
    this.#stamp = 1;
  }

  /** Counts a colour, and gives how often it has been counted. */
  add(color: number): number {
    let at = Math.imul(color, GOLDEN) >>> this.#shift;
    for (; this.#stamps[at] === this.#stamp; at = (at + 1) & this.#mask) {
      if (this.#colors[at] === color) return (this.#counts[at] = (this.#counts[at] ?? 0) + 1);
    }
    this.#stamps[at] = this.#stamp;
    this.#colors[at] = color;
    this.#counts[at] = 1;
    return 1;
  }
}

/** 2³² over the golden ratio spreads neighbouring colours over the table (Knuth, The Art of Computer Programming 3, 6.4). */
const GOLDEN = 0x9e37_79b1;

/** The most frequent colour of each region: what a picture's large areas are, unmixed. Made anew when the regions are. */
export class DominantColors {
  readonly #regions: Int32Array;
  readonly #counts: ColorCounts;

  constructor(regions: Int32Array) {
    this.#regions = regions;
    let most = 1;
    for (let region = 0; region < regions.length; region += REGION_SIZE)
      most = Math.max(most, Math.min(MOST_PIXELS, area(regions, region)));
    this.#counts = new ColorCounts(most);
  }

  /** Writes red, green and blue as bytes for each region. Of colours that are as frequent, the one that was so first, row by row. */
  find({ data, stride, format }: Frame, out: Uint8Array): void {
    const regions = this.#regions;
    const counts = this.#counts;
    const bytes = BYTES_PER_PIXEL[format];
    const [r, g, b] = OFFSETS[format];
    for (let region = 0, at = 0; region < regions.length; region += REGION_SIZE, at += 3) {
      const x0 = regions[region] ?? 0;
      const x1 = regions[region + 2] ?? 0;
      const y1 = regions[region + 3] ?? 0;
      const step = stepOf(area(regions, region));
      let best = 0;
      let most = 0;
      counts.clear();
      for (let y = regions[region + 1] ?? 0; y < y1; y += step) {
        const end = y * stride + x1 * bytes;
        for (let pixel = y * stride + x0 * bytes; pixel < end; pixel += step * bytes) {
          const color = ((data[pixel + r] ?? 0) << 16) | ((data[pixel + g] ?? 0) << 8) | (data[pixel + b] ?? 0);
          const count = counts.add(color);
          if (count <= most) continue;
          most = count;
          best = color;
        }
      }
      out[at] = best >> 16;
      out[at + 1] = best >> 8;
      out[at + 2] = best;
    }
  }
}

/** The distance in x and y between the pixels that are counted in a region of so many. */
export function stepOf(pixels: number): number {
  return Math.ceil(Math.sqrt(pixels / MOST_PIXELS));
}

function area(regions: Int32Array, region: number): number {
  return ((regions[region + 2] ?? 0) - (regions[region] ?? 0)) * ((regions[region + 3] ?? 0) - (regions[region + 1] ?? 0));
}
