import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureSize } from '../sources/ffmpeg/picture-size.js';
import { layoutSchema, zonesOf } from './layout.js';
import { wishOf } from './wish.js';

const wish = (layout: object): string => {
  const { columns, rows } = wishOf(layoutSchema.parse(layout));
  return `${columns} x ${rows}`;
};

describe('what a layout would like of its pictures', () => {
  it.each([
    [{ kind: 'border', top: 96, right: 54, bottom: 96, left: 54 }, '96 x 54'],
    // Both edges fit a grid of 60.
    [{ kind: 'border', top: 20, right: 5, bottom: 12, left: 5 }, '60 x 5'],
    // A grid for both would be 9,409 wide: the edge with more lights counts.
    [{ kind: 'border', top: 97, bottom: 96 }, '97 x 1'],
    [{ kind: 'border', top: 2_500 }, '640 x 1'],
    [{ kind: 'matrix', columns: 32, rows: 8 }, '32 x 8'],
    [
      {
        kind: 'zones',
        zones: [
          { left: 0, right: 0.1, top: 0, bottom: 0.25 },
          { left: 0, right: 1, top: 0, bottom: 0 },
        ],
      },
      '10 x 4',
    ],
    [{ kind: 'zones', zones: [{ left: 0.3, right: 0.3, top: 0.5, bottom: 0.5 }] }, '1 x 1'],
  ])('%j: %s', (layout, wanted) => {
    expect(wish(layout)).toBe(wanted);
  });

  it('gives pictures in which no light of an edge ends within a pixel', () => {
    const count = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(count, count, (across, down) => {
        const layout = layoutSchema.parse({ kind: 'border', top: across, bottom: across, left: down, right: down });
        const { width, height, sampled } = pictureSize(wishOf(layout));
        for (const { left, right } of zonesOf(layout).slice(0, across)) {
          for (const edge of [left * width, right * width]) expect(Math.abs(edge - Math.round(edge))).toBeLessThan(1e-9 * width);
        }
        expect([sampled.width % width, sampled.height % height]).toEqual([0, 0]);
        expect(width).toBeGreaterThanOrEqual(96);
        expect(height).toBeGreaterThanOrEqual(54);
      }),
    );
  });
});
