import type { DeviceState } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { cleanAttributes, cleanState, fittingState, mergeDescription, mergeState, NOTHING_KNOWN } from './state.js';

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

  it('is bounded also where it comes bit by bit', () => {
    let state: DeviceState | null = null;
    for (let index = 0; index < 500; index += 1) state = mergeState(state, { readings: { [`key_${index}`]: 'x'.repeat(5_000) } });
    expect(Object.keys(state?.readings ?? {})).toHaveLength(128);
    expect(String(state?.readings?.key_0).length).toBe(256);
    const attributes = cleanAttributes(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`key_${index}`, index])));
    expect(Object.keys(attributes)).toHaveLength(16);
  });

  it('has readings of numbers, words, and yes or no alone', () => {
    const odd = { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: { deep: 1 }, d: [1], e: undefined, f: 'x\ny', g: false, h: 0 } as never;
    expect(mergeState(null, { readings: odd }).readings).toEqual({ a: null, b: null, c: null, d: null, e: null, f: 'x�y', g: false, h: 0 });
  });

  it('of another unit is what that unit can have', () => {
    const unit = mergeDescription(NOTHING_KNOWN, {
      capabilities: ['on_off'],
      features: [{ key: 'blind', kind: 'cover', name: 'Blind', position: true }],
    });
    const before: DeviceState = { on: true, brightness: 3, effect: null, readings: { blind: 'open', blind_position: 100, power: 4 } };
    expect(fittingState(before, unit)).toEqual({ on: true, readings: { blind: 'open', blind_position: 100 } });
    expect(mergeState(before, { on: false }, fittingState(before, unit))).toEqual({
      on: false,
      readings: { blind: 'open', blind_position: 100 },
    });
    expect(mergeState(before, {}, fittingState(before, { ...unit, features: [] }))).toEqual({ on: true });
  });

  it('has the kinds of its features, and pictures, among what it can do', () => {
    const known = mergeDescription(NOTHING_KNOWN, {
      capabilities: ['on_off'],
      features: [{ key: 'lock', kind: 'switch', name: 'Lock' }],
      stream: { leds: 3, channels: 3, max_fps: 60 },
    });
    expect(known.capabilities).toEqual(['on_off', 'switch', 'stream']);
    expect(mergeDescription(known, { info: { a: 1 } }).capabilities).toEqual(['on_off', 'switch', 'stream']);
    expect(mergeDescription(known, { features: [] }).capabilities).toEqual(['on_off', 'stream']);
    expect(mergeDescription(known, { stream: { leds: 0, channels: 3, max_fps: 60 } })).toMatchObject({
      stream: null,
      capabilities: ['on_off', 'switch'],
    });
  });
});
