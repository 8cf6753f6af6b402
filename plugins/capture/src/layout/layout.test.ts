import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutSchema, zonesOf } from './layout.js';
import type { Zone } from './zone.js';

const parse = (layout: object): Zone[] => zonesOf(layoutSchema.parse(layout));
const middle = ({ left, top, right, bottom }: Zone): string => `${((left + right) / 2).toFixed(2)},${((top + bottom) / 2).toFixed(2)}`;
const middles = (layout: object): string[] => parse(layout).map(middle);

describe('a border', () => {
  const small = { kind: 'border', top: 2, right: 1, bottom: 2, left: 1, depth_vertical: 0.1, depth_horizontal: 0.1 };
  const [TL, TR, R, BR, BL, L] = ['0.25,0.05', '0.75,0.05', '0.95,0.50', '0.75,0.95', '0.25,0.95', '0.05,0.50'];

  it.each([
    ['top_left', 'clockwise', [TL, TR, R, BR, BL, L]],
    ['top_left', 'counterclockwise', [L, BL, BR, R, TR, TL]],
    ['top_right', 'clockwise', [R, BR, BL, L, TL, TR]],
    ['top_right', 'counterclockwise', [TR, TL, L, BL, BR, R]],
    ['bottom_right', 'clockwise', [BR, BL, L, TL, TR, R]],
    ['bottom_left', 'counterclockwise', [BL, BR, R, TR, TL, L]],
  ])('that starts at the %s and runs %s', (start, direction, wanted) => {
    expect(middles({ ...small, start, direction })).toEqual(wanted);
  });

  it('begins so many lights further along', () => {
    expect(middles({ ...small, offset: 2 })).toEqual([R, BR, BL, L, TL, TR]);
    expect(middles({ ...small, offset: -1 })).toEqual([L, TL, TR, R, BR, BL]);
    expect(middles({ ...small, offset: 6_001 })).toEqual(middles({ ...small, offset: 1 }));
  });

  it('leaves out the lights of the gap', () => {
    const gap = { kind: 'border', bottom: 4, gap: { at: 1, length: 2 } };
    expect(middles(gap)).toEqual(['0.88,0.96', '0.13,0.96']);
    expect(() => parse({ kind: 'border', bottom: 4, gap: { at: 3, length: 2 } })).toThrow('within the bottom edge');
  });

  it('keeps away from the corners, and lets zones reach into their neighbours', () => {
    expect(parse({ kind: 'border', top: 2, corner_gap: { top: 0.1 } }).map(({ left, right }) => [left, right])).toEqual([
      [0.1, 0.5],
      [0.5, 0.9],
    ]);
    const [first] = parse({ kind: 'border', top: 4, overlap: 1 });
    expect(first).toMatchObject({ left: 0, right: 0.375 });
  });

  it('holds every light within the picture, as many as are asked for', () => {
    const count = fc.nat(60);
    const share = fc.double({ min: 0, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({
          top: count,
          right: count,
          bottom: fc.integer({ min: 1, max: 60 }),
          left: count,
          offset: fc.integer({ min: -500, max: 500 }),
          depth_vertical: share,
          depth_horizontal: share,
          overlap: fc.double({ min: 0, max: 2, noNaN: true }),
          start: fc.constantFrom('top_left', 'top_right', 'bottom_right', 'bottom_left'),
          direction: fc.constantFrom('clockwise', 'counterclockwise'),
        }),
        (fields) => {
          const zones = parse({ kind: 'border', ...fields });
          expect(zones).toHaveLength(fields.top + fields.right + fields.bottom + fields.left);
          for (const { left, top, right, bottom } of zones) {
            expect(left >= 0 && top >= 0 && right <= 1 && bottom <= 1 && left <= right && top <= bottom).toBe(true);
          }
        },
      ),
    );
  });

  it('without a light, or with a field of its own making, is refused', () => {
    expect(() => parse({ kind: 'border' })).toThrow('at least one light');
    expect(() => parse({ kind: 'border', top: 1, side: 2 })).toThrow();
  });
});

describe('a matrix', () => {
  it.each([
    [{}, ['0.25,0.25', '0.75,0.25', '0.75,0.75', '0.25,0.75']],
    [{ cabling: 'parallel' }, ['0.25,0.25', '0.75,0.25', '0.25,0.75', '0.75,0.75']],
    [{ run: 'columns' }, ['0.25,0.25', '0.25,0.75', '0.75,0.75', '0.75,0.25']],
    [{ start: 'bottom_right' }, ['0.75,0.75', '0.25,0.75', '0.25,0.25', '0.75,0.25']],
    [{ start: 'top_right', cabling: 'parallel', run: 'columns' }, ['0.75,0.25', '0.75,0.75', '0.25,0.25', '0.25,0.75']],
  ])('wired as %j', (wiring, wanted) => {
    expect(middles({ kind: 'matrix', columns: 2, rows: 2, ...wiring })).toEqual(wanted);
  });

  it('covers the picture within its margins, each place once', () => {
    const zones = parse({ kind: 'matrix', columns: 5, rows: 3, margin: { left: 0.1, right: 0.1, top: 0.2 } });
    expect(new Set(zones.map(middle)).size).toBe(15);
    expect(Math.min(...zones.map(({ left }) => left))).toBeCloseTo(0.1);
    expect(Math.max(...zones.map(({ right }) => right))).toBeCloseTo(0.9);
    expect(Math.min(...zones.map(({ top }) => top))).toBeCloseTo(0.2);
  });
});
