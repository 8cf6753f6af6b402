import { describe, expect, it } from 'vitest';
import { judge, table } from './report.js';
import { median, percentile, round, slope } from './stats.js';

describe('stats', () => {
  it('takes percentiles by nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile(values, 0.99)).toBe(99);
    expect(percentile([7], 0.99)).toBe(7);
    expect(median([3, 1, 2])).toBe(2);
    expect(() => percentile([], 0.5)).toThrow();
  });

  it('finds the slope of what grows, and of what only goes up and down', () => {
    expect(slope([1, 3, 5, 7])).toBe(2);
    expect(slope([4, 2, 2, 4])).toBe(0);
    expect(slope([10, 9.5, 9])).toBe(-0.5);
  });

  it('keeps three digits that count', () => {
    expect([12_345.6, 0.012_345, 999.9, 0].map(round)).toEqual([12_300, 0.0123, 1000, 0]);
  });
});

describe('the report', () => {
  const row = { bench: 'b', what: 'w', value: 2, unit: 'ms' };

  it('holds the ratio to the target where there is one, else the value', () => {
    expect(judge({ ...row, ratio: 1.6, target: { at_most: 1.5 } }).met).toBe(false);
    expect(judge({ ...row, ratio: 1.6, target: { at_least: 1.5 } }).met).toBe(true);
    expect(judge({ ...row, target: { at_most: 10 } }).met).toBe(true);
    expect(judge(row).met).toBeNull();
  });

  it('says in plain words when a target is missed', () => {
    expect(table([judge({ ...row, peer: { name: 'p', value: 1 }, ratio: 2, target: { at_most: 1.5 } })])).toMatch(
      /2 ms\s+1 \(p\)\s+2 x\s+<= 1.5\s+NO/,
    );
  });
});
