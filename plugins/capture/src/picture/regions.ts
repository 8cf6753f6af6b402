import type { Zone } from '../layout/zone.js';

/** What of a picture counts, in pixels from each side: the rest is a black border. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const WHOLE: Crop = { left: 0, top: 0, right: 0, bottom: 0 };

/** The numbers of one region: first column and row, and the first beyond it. */
export const REGION_SIZE = 4;

/**
 * The zones in pixels of a picture of this size: for each zone `x0, y0, x1, y1`, at least one pixel. Made anew when the size, the border or
 * the layout changes, and only then.
 */
export function compileRegions(zones: readonly Zone[], width: number, height: number, crop: Crop = WHOLE): Int32Array {
  const regions = new Int32Array(zones.length * REGION_SIZE);
  const inner_width = Math.max(1, width - crop.left - crop.right);
  const inner_height = Math.max(1, height - crop.top - crop.bottom);
  zones.forEach((zone, index) => {
    const x0 = Math.min(crop.left + Math.round(inner_width * zone.left), crop.left + inner_width - 1);
    const y0 = Math.min(crop.top + Math.round(inner_height * zone.top), crop.top + inner_height - 1);
    const x1 = Math.max(x0 + 1, crop.left + Math.round(inner_width * zone.right));
    const y1 = Math.max(y0 + 1, crop.top + Math.round(inner_height * zone.bottom));
    regions.set([x0, y0, x1, y1], index * REGION_SIZE);
  });
  return regions;
}
