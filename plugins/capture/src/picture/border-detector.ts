import { BYTES_PER_PIXEL } from './frame.js';
import type { Frame } from './frame.js';
import { WHOLE } from './regions.js';
import type { Crop } from './regions.js';

export interface BorderOptions {
  /** A pixel whose colours all lie below this share of white counts as black, 0 to 1. */
  threshold: number;
  /** How long a new border must be seen before it counts, in milliseconds. */
  settle_ms: number;
  /** How long a picture must be black before the border is forgotten, in milliseconds. */
  unknown_ms: number;
  /** Pixels more that are cut, since the edge of the picture is seldom sharp. */
  blur_px: number;
}

/** Finds the black bars of a film, and says that they have changed only when that has lasted: a dark scene is no bar. */
export class BorderDetector {
  readonly #options: BorderOptions;
  #crop: Crop = WHOLE;
  #candidate: Crop | null = WHOLE;
  #since = 0;

  constructor(options: BorderOptions) {
    this.#options = options;
  }

  /** The border that counts now. */
  get crop(): Crop {
    return this.#crop;
  }

  /** Looks at a picture, at a time in milliseconds. Gives the border that counts from now on. */
  look(frame: Frame, now: number): Crop {
    const seen = detectBorder(frame, this.#options);
    if (!same(seen, this.#candidate)) {
      this.#candidate = seen;
      this.#since = now;
    }
    const held = now - this.#since;
    if (seen === null) {
      if (held >= this.#options.unknown_ms) this.#crop = WHOLE;
    } else if (held >= this.#options.settle_ms) {
      this.#crop = seen;
    }
    return this.#crop;
  }

  /** The picture has another size: what was known of it no longer holds. */
  reset(): void {
    this.#crop = WHOLE;
    this.#candidate = WHOLE;
    this.#since = 0;
  }
}

/** A picture of fewer rows shows no film, but colours from left to right, of which some may well be dark. */
const LEAST_ROWS = 8;

/**
 * The bars of one picture, the same on opposite sides; null where no edge is found in the outer third. Three lines are looked along on each
 * side, so that a subtitle in the middle of the lower bar hides neither bar.
 */
export function detectBorder(frame: Frame, { threshold, blur_px }: Pick<BorderOptions, 'threshold' | 'blur_px'>): Crop | null {
  const { width, height } = frame;
  if (height < LEAST_ROWS) return WHOLE;
  const limit = Math.ceil(threshold * 255);
  const rows = [Math.floor(height / 4), Math.floor(height / 2), Math.floor((3 * height) / 4)];
  const columns = [Math.floor(width / 5), Math.floor(width / 2), Math.floor((4 * width) / 5)];
  const side = firstLit(Math.floor(width / 3), (x) => rows.some((y) => isLit(frame, x, y, limit) || isLit(frame, width - 1 - x, y, limit)));
  const over = firstLit(Math.floor(height / 3), (y) => columns.some((x) => isLit(frame, x, y, limit)));
  // The outer lines alone: the middle of the lower bar is where subtitles are.
  const under = firstLit(Math.floor(height / 3), (y) =>
    [columns[0], columns[2]].some((x) => x !== undefined && isLit(frame, x, height - 1 - y, limit)),
  );
  if (side === null || over === null || under === null) return null;
  const bars = Math.min(over, under);
  return {
    left: blurred(side, blur_px, width),
    right: blurred(side, blur_px, width),
    top: blurred(bars, blur_px, height),
    bottom: blurred(bars, blur_px, height),
  };
}

function firstLit(end: number, lit: (at: number) => boolean): number | null {
  for (let at = 0; at < Math.max(1, end); at += 1) if (lit(at)) return at;
  return null;
}

function isLit({ data, stride, format }: Frame, x: number, y: number, limit: number): boolean {
  const pixel = y * stride + x * BYTES_PER_PIXEL[format];
  return (data[pixel] ?? 0) >= limit || (data[pixel + 1] ?? 0) >= limit || (data[pixel + 2] ?? 0) >= limit;
}

/** A bar and a little more; no bar stays none, and something of the picture is always left. */
function blurred(bar: number, blur_px: number, side: number): number {
  return bar === 0 ? 0 : Math.min(bar + blur_px, Math.floor((side - 1) / 2));
}

function same(a: Crop | null, b: Crop | null): boolean {
  if (a === null || b === null) return a === b;
  return a.left === b.left && a.right === b.right && a.top === b.top && a.bottom === b.bottom;
}
