import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff.js';

describe('the wait between two tries', () => {
  it('doubles to 5 s, stays there for five minutes, then goes on to a minute', () => {
    let now = 0;
    const backoff = new Backoff(
      () => now,
      () => 1,
    );
    const waits: number[] = [];
    for (let index = 0; index < 70; index += 1) {
      const wait = backoff.next();
      waits.push(wait);
      now += wait;
    }
    expect(waits.slice(0, 5)).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(waits.filter((wait) => wait <= 5_000).reduce((sum, wait) => sum + wait, 0)).toBeGreaterThanOrEqual(300_000);
    expect(waits.filter((wait) => wait > 5_000).slice(0, 5)).toEqual([10_000, 20_000, 40_000, 60_000, 60_000]);
    backoff.reset();
    expect(backoff.next()).toBe(1_000);
  });

  it('is spread, and never longer than it says', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (dice) => {
        let index = 0;
        const backoff = new Backoff(
          () => 0,
          () => dice[index++ % dice.length] ?? 0,
        );
        for (let tries = 0; tries < 20; tries += 1) {
          const wait = backoff.next();
          expect(wait).toBeGreaterThanOrEqual(800);
          expect(wait).toBeLessThanOrEqual(5_000);
        }
      }),
    );
  });
});
