import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved, resized, spaceFor } from './zone-moves.js';

const zone = { left: 0.1, top: 0.2, right: 0.3, bottom: 0.5 };

describe('zones by hand', () => {
  it('move as they are', () => {
    expect(moved(zone, 0.1, -0.1)).toEqual({ left: 0.2, top: 0.1, right: 0.4, bottom: 0.4 });
  });

  it('stop at the edges with their size', () => {
    expect(moved(zone, 5, -5)).toEqual({ left: 0.8, top: 0, right: 1, bottom: 0.3 });
  });

  it('keep a least size', () => {
    expect(resized(zone, -1, 0.1)).toEqual({ left: 0.1, top: 0.2, right: 0.11, bottom: 0.6 });
  });

  it('never leave the picture nor turn over', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const delta = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(part, part, part, part, delta, delta, (a, b, c, d, dx, dy) => {
        const given = { left: Math.min(a, b), right: Math.max(a, b), top: Math.min(c, d), bottom: Math.max(c, d) };
        for (const one of [moved(given, dx, dy), resized(given, dx, dy)]) {
          expect(one.left).toBeLessThanOrEqual(one.right);
          expect(one.top).toBeLessThanOrEqual(one.bottom);
          for (const side of Object.values(one)) expect(side >= 0 && side <= 1).toBe(true);
        }
      }),
    );
  });

  it('are added beside each other', () => {
    expect(spaceFor(0)).toEqual({ left: 0, top: 0, right: 0.2, bottom: 0.2 });
    expect(spaceFor(6)).toEqual({ left: 0.2, top: 0.2, right: 0.4, bottom: 0.4 });
  });
});
