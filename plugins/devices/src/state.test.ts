import { describe, expect, it } from 'vitest';
import { cleanState, mergeDescription, mergeState, NOTHING_KNOWN } from './state.js';

describe('what a device reports', () => {
  it('is kept only where it is what it should be', () => {
    const odd = { on: 'yes', brightness: 0, color: { r: 1, g: 2, b: 300 }, color_temp: 2700, effect: 'a\nb' } as never;
    expect(cleanState(odd)).toEqual({ color_temp: 2700, effect: 'a�b' });
  });

  it('is the same object when it says nothing new, in whatever order', () => {
    const known = mergeState(null, { on: true, brightness: 3, readings: { a: 1, b: 2 } });
    expect(mergeState(known, { brightness: 3, on: true, readings: { b: 2 } })).toBe(known);
    expect(mergeState(known, { readings: { b: 3 } })).toEqual({ on: true, brightness: 3, readings: { a: 1, b: 3 } });
  });

  it('is bounded', () => {
    const description = mergeDescription(NOTHING_KNOWN, {
      capabilities: ['effect', 'on_off', 'flying' as never],
      effects: Array.from({ length: 2_000 }, (_, index) => `effect ${index}`),
      info: Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key ${index}`, 'x'.repeat(5_000)])),
    });
    expect(description.capabilities).toEqual(['on_off', 'effect']);
    expect(description.effects).toHaveLength(512);
    expect(Object.keys(description.info)).toHaveLength(48);
    expect(String(description.info['key 0']).length).toBe(256);
  });
});
