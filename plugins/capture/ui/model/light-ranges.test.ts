import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangesFromText, rangesToText } from './light-ranges.js';

describe('lights by their numbers', () => {
  it.each([
    ['*', ''],
    ['0-5,9', '1–6, 10'],
    ['0', '1'],
  ])('%j is %j for people', (hub, people) => {
    expect(rangesToText(hub)).toBe(people);
    expect(rangesFromText(people)).toBe(hub);
  });

  it('are read as people type them', () => {
    expect(rangesFromText(' 1 - 6 ,10')).toBe('0-5,9');
    expect(rangesFromText('3-3')).toBe('2');
  });

  it.each(['0', '6-2', 'a', '1,,2', '1-', '10001', '1.5', '-1', '1,'.repeat(100) + '1'])('are not %j', (text) => {
    expect(rangesFromText(text)).toBeNull();
  });

  it('come back as they went', () => {
    const range = fc
      .tuple(fc.nat({ max: 9_998 }), fc.integer({ min: 1, max: 50 }))
      .map(([from, more]) => `${from}-${Math.min(9_999, from + more)}`);
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 20 }), (ranges) => {
        const lights = ranges.join(',');
        expect(rangesFromText(rangesToText(lights))).toBe(lights);
      }),
    );
  });
});
