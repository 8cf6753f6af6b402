import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveCorners, type CornerTaps } from './corners.js';
import { borderFor } from './layouts.js';
import { borderLights } from './zones.js';

const counts = (leds: number, taps: CornerTaps, bottom = true) => {
  const solved = solveCorners(leds, taps, bottom);
  if ('problem' in solved) throw new Error(solved.problem);
  return solved.counts;
};

describe('solveCorners', () => {
  it('reads a strip that begins in a corner and runs with the clock', () => {
    expect(counts(20, { bottom_left: 0, top_left: 4, top_right: 10, bottom_right: 14 })).toEqual({
      left: 4,
      top: 6,
      right: 4,
      bottom: 6,
      start: 'bottom_left',
      direction: 'clockwise',
      offset: 0,
    });
  });

  it('reads one against the clock that begins in the middle of the bottom', () => {
    expect(counts(20, { bottom_right: 3, top_right: 7, top_left: 13, bottom_left: 17 })).toEqual({
      right: 4,
      top: 6,
      left: 4,
      bottom: 6,
      start: 'bottom_right',
      direction: 'counterclockwise',
      offset: -3,
    });
  });

  it('needs the two upper corners alone where there are no lights at the bottom', () => {
    expect(counts(14, { top_left: 4, top_right: 10 }, false)).toMatchObject({
      left: 4,
      top: 6,
      right: 4,
      bottom: 0,
      start: 'bottom_left',
      offset: 0,
    });
    expect(counts(14, { top_right: 4, top_left: 10 }, false)).toMatchObject({
      right: 4,
      top: 6,
      left: 4,
      bottom: 0,
      start: 'bottom_right',
    });
  });

  it('says what is missing and what cannot be', () => {
    expect(solveCorners(20, { top_left: 1 }, true)).toEqual({ problem: 'missing' });
    expect(solveCorners(20, { top_left: 0, bottom_right: 5, top_right: 10, bottom_left: 15 }, true)).toEqual({ problem: 'crossed' });
    expect(solveCorners(20, { top_left: 5, top_right: 5, bottom_right: 10, bottom_left: 15 }, true)).toEqual({ problem: 'crossed' });
  });

  it('finds every layout again from where its corners are', () => {
    const edge = fc.integer({ min: 1, max: 30 });
    const strip = fc.record({
      top: edge,
      right: edge,
      bottom: edge,
      left: edge,
      clockwise: fc.boolean(),
      shift: fc.nat(100),
    });
    fc.assert(
      fc.property(strip, ({ clockwise, shift, ...edges }) => {
        const direction = clockwise ? ('clockwise' as const) : ('counterclockwise' as const);
        const made = { ...borderFor(4), ...edges, start: 'top_left' as const, direction, offset: shift };
        const lights = borderLights(made);
        const firstOf = (at: 'top' | 'right' | 'bottom' | 'left'): number =>
          lights.findIndex(({ edge: one }, index) => one === at && lights.at(index - 1)?.edge !== at);
        const taps = clockwise
          ? { top_left: firstOf('top'), top_right: firstOf('right'), bottom_right: firstOf('bottom'), bottom_left: firstOf('left') }
          : { top_left: firstOf('left'), bottom_left: firstOf('bottom'), bottom_right: firstOf('right'), top_right: firstOf('top') };
        const found = { ...made, ...counts(lights.length, taps) };
        expect(borderLights(found)).toEqual(lights);
      }),
    );
  });
});
