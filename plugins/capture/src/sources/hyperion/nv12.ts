import type { Nv12Image } from './request.js';

/**
 * Writes the picture as red, green and blue: ITU-R BT.709-6 with the limited range of video (items 3.2 to 3.4 and 4.6), which is what
 * televisions and HDMI grabbers hand out. Whole numbers in 256ths, so that it is quick and everywhere the same.
 */
export function rgbFromNv12({ width, height, data_y, data_uv, stride_y, stride_uv }: Nv12Image, out: Uint8Array): void {
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    const row = y * stride_y;
    const pairs = (y >> 1) * stride_uv;
    for (let x = 0; x < width; x += 1) {
      const light = 298 * ((data_y[row + x] ?? 0) - 16) + 128;
      const pair = pairs + (x & ~1);
      const blueness = (data_uv[pair] ?? 128) - 128;
      const redness = (data_uv[pair + 1] ?? 128) - 128;
      out[at] = byte((light + 459 * redness) >> 8);
      out[at + 1] = byte((light - 55 * blueness - 136 * redness) >> 8);
      out[at + 2] = byte((light + 541 * blueness) >> 8);
      at += 3;
    }
  }
}

const byte = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
