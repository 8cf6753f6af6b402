import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageOf, stampOf } from './monotonic.js';

/** After so long, stamps begin anew. */
const TURN_MS = 2 ** 31 / 1_000;

describe('the stamp of a time', () => {
  it('tells its age, also across the turn', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 10 * TURN_MS, noNaN: true }),
        fc.double({ min: 0, max: TURN_MS / 2 - 1, noNaN: true }),
        (at, age) => {
          expect(ageOf(stampOf(at), at + age)).toBeCloseTo(age, 2);
        },
      ),
    );
  });

  it('has no age where it is younger than the time that it is held against', () => {
    expect(ageOf(stampOf(1_000.5), 1_000)).toBe(0);
    expect(ageOf(stampOf(TURN_MS + 0.5), TURN_MS - 0.5)).toBe(0);
  });
});
