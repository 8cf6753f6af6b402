import { HubError } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { Allowance } from './allowance.js';

describe('an allowance', () => {
  it('gives each client so many a second, and no more after any pause', () => {
    let now = 0;
    const allowance = new Allowance({ now: () => now, iso: () => new Date(now).toISOString() }, 10);
    const count = (client: string): number => {
      let taken = 0;
      for (let time = 0; time < 50; time += 1) {
        try {
          allowance.take(client);
          taken += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(HubError);
        }
      }
      return taken;
    };
    expect([count('a'), count('a'), count('b')]).toEqual([10, 0, 10]);
    now += 500;
    expect([count('a'), count('c')]).toEqual([5, 10]);
    now += 3_600_000;
    expect(count('a')).toBe(10);
    // A clock that is set back gives nothing.
    now -= 7_200_000;
    expect(count('a')).toBe(0);
  });
});
