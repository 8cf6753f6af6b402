import { z } from '@lightkeeper/plugin-sdk';
import { clamp, grown, MAX_ZONES } from './zone.js';
import type { Zone } from './zone.js';

const count = z
  .number()
  .int()
  .min(0)
  .max(MAX_ZONES / 4)
  .default(0);
const share = z.number().min(0).max(0.5);

const CORNERS = ['top_left', 'top_right', 'bottom_right', 'bottom_left'] as const;

/** Lights around the picture. Counts are of lights, shares are parts of the picture's width or height. */
export const borderSchema = z
  .strictObject({
    kind: z.literal('border'),
    top: count,
    right: count,
    bottom: count,
    left: count,
    /** Where the first light is, seen from the front. */
    start: z.enum(CORNERS).default('top_left'),
    /** Which way the strip runs from there, seen from the front. */
    direction: z.enum(['clockwise', 'counterclockwise']).default('clockwise'),
    /** How many lights further along the strip begins; negative is back. */
    offset: z.number().int().min(-MAX_ZONES).max(MAX_ZONES).default(0),
    /** How far the zones of top and bottom reach into the picture, as a share of its height. */
    depth_vertical: share.default(0.08),
    /** How far the zones of the sides reach in, as a share of the width. */
    depth_horizontal: share.default(0.05),
    /** How much larger than its place each zone is along the edge: 0.1 reaches 5 % into both neighbours. */
    overlap: z.number().min(0).max(2).default(0),
    /** What is left out at the ends of the edges, as shares: where the strip does not reach the corners. */
    corner_gap: z
      .strictObject({ top: share.default(0), right: share.default(0), bottom: share.default(0), left: share.default(0) })
      .prefault({}),
    /** A part of the bottom without lights, as where the stand is: number of lights that would be there, and the first one's place from the left. */
    gap: z
      .strictObject({ length: z.number().int().min(0).max(MAX_ZONES).default(0), at: z.number().int().min(0).max(MAX_ZONES).default(0) })
      .prefault({}),
  })
  .refine(({ top, right, bottom, left }) => top + right + bottom + left > 0, 'must have at least one light')
  .refine(({ bottom, gap }) => gap.at + gap.length <= bottom, { message: 'must lie within the bottom edge', path: ['gap'] });
export type BorderLayout = z.output<typeof borderSchema>;

/** The zones in the order in which the lights sit on the strip. */
export function borderZones(layout: BorderLayout): Zone[] {
  const { top, right, bottom, left, gap } = layout;
  const under = along(bottom, layout, 'bottom');
  // Clockwise from the top left corner, seen from the front.
  const edges = [
    along(top, layout, 'top'),
    along(right, layout, 'right'),
    [...under.slice(0, gap.at), ...under.slice(gap.at + gap.length)].reverse(),
    along(left, layout, 'left').reverse(),
  ];
  const first = CORNERS.indexOf(layout.start);
  const round = [...edges.slice(first), ...edges.slice(0, first)].flat();
  const zones = layout.direction === 'clockwise' ? round : round.reverse();
  const shift = zones.length === 0 ? 0 : ((layout.offset % zones.length) + zones.length) % zones.length;
  return [...zones.slice(shift), ...zones.slice(0, shift)];
}

type Edge = 'top' | 'right' | 'bottom' | 'left';

/** The zones of one edge, from left to right or from top to bottom. */
function along(lights: number, { depth_vertical, depth_horizontal, overlap, corner_gap }: BorderLayout, edge: Edge): Zone[] {
  const margin = corner_gap[edge];
  const length = 1 - 2 * margin;
  return Array.from({ length: lights }, (_, index) => {
    const [from, to] = grown(margin + (length * index) / lights, margin + (length * (index + 1)) / lights, overlap);
    switch (edge) {
      case 'top':
        return { left: from, right: to, top: 0, bottom: depth_vertical };
      case 'bottom':
        return { left: from, right: to, top: clamp(1 - depth_vertical), bottom: 1 };
      case 'left':
        return { left: 0, right: depth_horizontal, top: from, bottom: to };
      case 'right':
        return { left: clamp(1 - depth_horizontal), right: 1, top: from, bottom: to };
    }
  });
}
