import type { PictureWish } from '@lightkeeper/plugin-sdk';

/** Measured: at this size the lights differ from those of all pixels of a screen by 1 of 255 at most on the mean. */
const ENOUGH = { width: 96, height: 54 };
/** Pixels that are looked at before they are averaged; more cost time and gain little. */
const SAMPLED = { width: 480, height: 270 };

export interface PictureSize {
  readonly width: number;
  readonly height: number;
  /** Where the first step of making it small ends: a whole multiple, so that the second averages whole pixels. */
  readonly sampled: { readonly width: number; readonly height: number };
}

/** The smallest picture that gives exact lights. */
export function pictureSize({ columns, rows }: PictureWish): PictureSize {
  const width = Math.ceil(ENOUGH.width / columns) * columns;
  const height = Math.ceil(ENOUGH.height / rows) * rows;
  return {
    width,
    height,
    sampled: { width: width * steps(SAMPLED.width, width), height: height * steps(SAMPLED.height, height) },
  };
}

function steps(wanted: number, size: number): number {
  return Math.max(2, Math.round(wanted / size));
}
