import type { PictureWish } from '@lightkeeper/plugin-sdk';
import type { Layout } from './layout.js';
import type { Zone } from './zone.js';

/** A finer grid gains nothing: pictures are made no larger than this for a layout. */
const FINEST = 640;

/** What the layout would like of its pictures. */
export function wishOf(layout: Layout): PictureWish {
  switch (layout.kind) {
    case 'border':
      return { columns: common(layout.top, layout.bottom), rows: common(layout.left, layout.right) };
    case 'matrix':
      return { columns: layout.columns, rows: layout.rows };
    case 'zones':
      return {
        columns: parts(layout.zones, ({ left, right }) => right - left),
        rows: parts(layout.zones, ({ top, bottom }) => bottom - top),
      };
  }
}

/** The coarsest grid for two edges with so many lights, or, where that is too fine, for the one with more. */
function common(a: number, b: number): number {
  if (a === 0 || b === 0) return within(Math.max(a, b));
  const both = (a * b) / divisor(a, b);
  return both <= FINEST ? both : within(Math.max(a, b));
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Free zones have no grid; parts as small as the smallest zone come near one. */
function parts(zones: readonly Zone[], length: (zone: Zone) => number): number {
  const smallest = zones.reduce((least, zone) => (length(zone) > 0 ? Math.min(least, length(zone)) : least), 1);
  return within(Math.round(1 / smallest));
}

function within(count: number): number {
  return Math.min(FINEST, Math.max(1, count));
}
