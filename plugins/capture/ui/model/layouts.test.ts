import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { borderFor, choiceOf, layoutFor, matrixFor } from './layouts.js';
import { lightsOf } from './zones.js';

describe('layouts for a number of lights', () => {
  it('have exactly so many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_048 }), (leds) => {
        expect(lightsOf(borderFor(leds))).toBe(leds);
        expect(lightsOf(layoutFor('one', leds))).toBe(leds);
      }),
    );
    expect(borderFor(300)).toMatchObject({ top: 96, right: 54, bottom: 96, left: 54 });
  });

  it('make a matrix as wide as their number allows', () => {
    expect(matrixFor(256)).toMatchObject({ columns: 16, rows: 16 });
    expect(matrixFor(144)).toMatchObject({ columns: 12, rows: 12 });
    expect(matrixFor(60)).toMatchObject({ columns: 10, rows: 6 });
  });

  it('are known again', () => {
    for (const choice of ['border', 'matrix', 'one', 'zones'] as const) expect(choiceOf(layoutFor(choice, 12))).toBe(choice);
  });
});
