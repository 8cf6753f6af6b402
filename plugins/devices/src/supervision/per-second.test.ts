import { describe, expect, it } from 'vitest';
import { PerSecond } from './per-second.js';

describe('so many a second', () => {
  it('pass, and the rest do not, until the next second', () => {
    const limit = new PerSecond(3);
    const passed = (now: number, count: number): number => Array.from({ length: count }, () => limit.take(now)).filter(Boolean).length;
    expect(passed(5_000, 2)).toBe(2);
    expect(passed(5_999, 5)).toBe(1);
    expect(passed(6_000, 5)).toBe(3);
    expect(passed(60_000, 1)).toBe(1);
  });
});
