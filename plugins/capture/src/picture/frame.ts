import type { PixelFormat } from '@lightkeeper/plugin-sdk';

export { PIXEL_FORMATS } from '@lightkeeper/plugin-sdk';
export type { PixelFormat } from '@lightkeeper/plugin-sdk';

/** A picture. Rows may be longer than their pixels: `stride` is what lies between their beginnings, in bytes. */
export interface Frame {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly format: PixelFormat;
}

export const BYTES_PER_PIXEL: Record<PixelFormat, 3 | 4> = { rgb24: 3, rgbx: 4, bgrx: 4 };

/** Where red, green and blue stand within a pixel. */
export const OFFSETS = { rgb24: [0, 1, 2], rgbx: [0, 1, 2], bgrx: [2, 1, 0] } as const;

/** No side of a picture is longer. */
export const MAX_SIDE = 8_192;

/** A sentence that says why these bytes are no such picture; null when they are. */
export function problemOf({ data, width, height, stride, format }: Frame): string | null {
  const whole = Number.isInteger(width) && Number.isInteger(height) && Number.isInteger(stride);
  if (!whole || width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE)
    return `A picture has 1 to ${MAX_SIDE} pixels on each side.`;
  const row = width * BYTES_PER_PIXEL[format];
  if (stride < row) return `A row of ${width} pixels takes ${row} bytes, not ${stride}.`;
  const needed = stride * (height - 1) + row;
  return data.byteLength < needed ? `A picture of ${width} x ${height} takes ${needed} bytes, but there are ${data.byteLength}.` : null;
}
