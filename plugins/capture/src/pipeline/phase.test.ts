import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Phase } from './phase.js';

const PERIOD = 1_000 / 60;
const turn = (ms: number): number => ((ms % PERIOD) + PERIOD) % PERIOD;

/** Lets pictures come at these offsets of the beats' grid until beats are to be moved, or for so many pictures. */
function judge(phase: Phase, offsets: (index: number) => number, beats_at: number, pictures = 60): number {
  for (let index = 0; index < pictures; index += 1) {
    const shift = phase.heard(turn(beats_at - offsets(index)));
    if (shift !== 0) return shift;
  }
  return 0;
}

describe('the phase of beats', () => {
  it('is moved to right after pictures that come evenly, the shorter way, and then stays', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: PERIOD, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }), (at, jitter) => {
        const phase = new Phase(PERIOD);
        // Two places in turn, as a grabber has that sleeps whole milliseconds.
        const offsets = (index: number): number => at + (index % 2) * jitter;
        const shift = judge(phase, offsets, 0);
        expect(Math.abs(shift)).toBeLessThanOrEqual(PERIOD / 2 + 1e-6);
        const waits = [0, 1].map((index) => turn(shift - offsets(index)));
        const before = [0, 1].map((index) => turn(-offsets(index)));
        if (shift === 0) {
          // It lay well, but for what is not worth it.
          expect((before[0] ?? 0) + (before[1] ?? 0)).toBeLessThan(2 * (1 + 1.5 + jitter) + 0.01);
        } else {
          expect(Math.max(...waits)).toBeLessThan(1 + jitter + 0.01);
          expect(judge(phase, offsets, shift)).toBe(0);
        }
      }),
    );
  });

  it('is mostly left alone by pictures that come at any time', () => {
    let seed = 7;
    const offsets = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return (seed / 2_147_483_647) * PERIOD;
    };
    const phase = new Phase(PERIOD);
    const shifts = Array.from({ length: 50 }, () => judge(phase, offsets, 3));
    // What seems to be better is so by chance, and seldom by enough.
    expect(shifts.filter((shift) => shift !== 0).length).toBeLessThan(25);
  });

  it('heeds the rest of what waited for several beats', () => {
    const phase = new Phase(PERIOD);
    const shifts = Array.from({ length: 60 }, (_, index) => phase.heard(10 + (index % 3) * PERIOD));
    expect(shifts.at(-1)).toBeCloseTo(PERIOD - 9, 5);
  });
});
