import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHyperion, hyperionLedsSchema, toHyperion } from './hyperion.js';
import { layoutSchema, zonesOf } from './layout.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const led = fc.tuple(share, share, share, share).map(([a, b, c, d]) => ({
  hmin: Math.min(a, b),
  hmax: Math.max(a, b),
  vmin: Math.min(c, d),
  vmax: Math.max(c, d),
}));

describe('the lights of Hyperion', () => {
  it('become a layout and the same lights again', () => {
    fc.assert(
      fc.property(fc.array(led, { minLength: 1, maxLength: 40 }), (leds) => {
        const layout = layoutSchema.parse(fromHyperion(hyperionLedsSchema.parse(leds)));
        expect(toHyperion(zonesOf(layout))).toEqual(leds);
      }),
    );
  });

  it('give every layout away as lights that come back as the same zones', () => {
    const border = layoutSchema.parse({ kind: 'border', top: 7, right: 3, bottom: 5, left: 3, overlap: 0.5 });
    const back = fromHyperion(hyperionLedsSchema.parse(toHyperion(zonesOf(border))));
    expect(zonesOf(back)).toEqual(zonesOf(border));
  });

  it('keep those without an area, and pass over what only Hyperion knows', () => {
    const leds = hyperionLedsSchema.parse([{ hmin: 0, hmax: 0, vmin: 0, vmax: 0, colorOrder: 'rgb', name: 'Corner' }]);
    expect(fromHyperion(leds)).toEqual({ kind: 'zones', zones: [{ left: 0, top: 0, right: 0, bottom: 0 }] });
  });

  it.each([
    ['no light at all', []],
    ['more than a layout has', Array.from({ length: 10_001 }, () => ({ hmin: 0, hmax: 1, vmin: 0, vmax: 1 }))],
    ['one that ends before it begins', [{ hmin: 0.6, hmax: 0.5, vmin: 0, vmax: 1 }]],
    ['one beyond the picture', [{ hmin: 0, hmax: 1.01, vmin: 0, vmax: 1 }]],
    ['words for numbers', [{ hmin: '0', hmax: 1, vmin: 0, vmax: 1 }]],
    ['a hole', [{ hmin: 0, hmax: 1, vmin: 0 }]],
  ])('are refused with %s', (_what, leds) => {
    expect(hyperionLedsSchema.safeParse(leds).success).toBe(false);
  });
});
