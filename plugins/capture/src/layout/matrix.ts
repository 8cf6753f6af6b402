import { z } from '@lightkeeper/plugin-sdk';
import { clamp } from './zone.js';
import type { Zone } from './zone.js';

const side = z.number().int().min(1).max(256);
const share = z.number().min(0).max(0.49).default(0);

/** Lights in rows and columns that cover the picture. */
export const matrixSchema = z.strictObject({
  kind: z.literal('matrix'),
  columns: side,
  rows: side,
  /** Where the first light is, seen from the front. */
  start: z.enum(['top_left', 'top_right', 'bottom_right', 'bottom_left']).default('top_left'),
  /** Whether the strip runs along the rows or along the columns. */
  run: z.enum(['rows', 'columns']).default('rows'),
  /** `snake` turns at the end of each line, `parallel` begins each line on the same side. */
  cabling: z.enum(['snake', 'parallel']).default('snake'),
  /** What is left out at the edges of the picture, as shares. */
  margin: z.strictObject({ top: share, right: share, bottom: share, left: share }).prefault({}),
});
export type MatrixLayout = z.output<typeof matrixSchema>;

/** The zones in the order in which the lights are wired. */
export function matrixZones({ columns, rows, start, run, cabling, margin }: MatrixLayout): Zone[] {
  const [lines, length] = run === 'rows' ? [rows, columns] : [columns, rows];
  const from_right = start.endsWith('right');
  const from_bottom = start.startsWith('bottom');
  const width = 1 - margin.left - margin.right;
  const height = 1 - margin.top - margin.bottom;
  return Array.from({ length: lines * length }, (_, index) => {
    const line = Math.floor(index / length);
    const place = index % length;
    const along = cabling === 'snake' && line % 2 === 1 ? length - 1 - place : place;
    const [x, y] = run === 'rows' ? [along, line] : [line, along];
    const column = from_right ? columns - 1 - x : x;
    const row = from_bottom ? rows - 1 - y : y;
    return {
      left: clamp(margin.left + (width * column) / columns),
      right: clamp(margin.left + (width * (column + 1)) / columns),
      top: clamp(margin.top + (height * row) / rows),
      bottom: clamp(margin.top + (height * (row + 1)) / rows),
    };
  });
}
