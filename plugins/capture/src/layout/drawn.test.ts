import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lightsOf, zonesOf as drawn } from '../../ui/model/zones.js';
import { layoutSchema, zonesOf } from './layout.js';

/* The page draws a layout while it is made, and the hub lights it: they have to mean the same. */

const count = fc.integer({ min: 0, max: 12 });
const share = fc.double({ min: 0, max: 0.49, noNaN: true });
const corner = fc.constantFrom('top_left', 'top_right', 'bottom_right', 'bottom_left');
const edges = fc.record({ top: share, right: share, bottom: share, left: share });

const border = fc
  .record({
    kind: fc.constant('border'),
    top: count,
    right: count,
    bottom: fc.integer({ min: 1, max: 12 }),
    left: count,
    start: corner,
    direction: fc.constantFrom('clockwise', 'counterclockwise'),
    offset: fc.integer({ min: -60, max: 60 }),
    depth_vertical: share,
    depth_horizontal: share,
    overlap: fc.double({ min: 0, max: 2, noNaN: true }),
    corner_gap: edges,
    length: count,
    at: count,
  })
  .map(({ length, at, ...rest }) => {
    const from = Math.min(at, rest.bottom);
    return { ...rest, gap: { at: from, length: Math.min(length, rest.bottom - from) } };
  });
const matrix = fc.record({
  kind: fc.constant('matrix'),
  columns: fc.integer({ min: 1, max: 9 }),
  rows: fc.integer({ min: 1, max: 9 }),
  start: corner,
  run: fc.constantFrom('rows', 'columns'),
  cabling: fc.constantFrom('snake', 'parallel'),
  margin: edges,
});

describe('what the page draws', () => {
  it.each([
    ['border', border],
    ['matrix', matrix],
  ] as const)('are the zones that the hub reckons: %s', (_name, layouts) => {
    fc.assert(
      fc.property(layouts as fc.Arbitrary<object>, (given) => {
        const layout = layoutSchema.parse(given);
        const mine = drawn(layout);
        const hubs = zonesOf(layout);
        expect(mine.length).toBe(hubs.length);
        expect(lightsOf(layout)).toBe(hubs.length);
        mine.forEach((zone, index) => {
          for (const side of ['left', 'top', 'right', 'bottom'] as const) expect(zone[side]).toBeCloseTo(hubs[index]?.[side] ?? -1, 12);
        });
      }),
    );
  });

  it('are free zones as they are', () => {
    const zones = [{ left: 0, top: 0, right: 0.5, bottom: 1 }];
    expect(drawn({ kind: 'zones', zones })).toEqual(zones);
  });
});
