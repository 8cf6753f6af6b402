import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilitiesOf, EffectNames, mainSegment, toState, toWled } from './translate.js';
import { wledSnapshot } from './wire.js';

const effects = new EffectNames(['Solid', 'Blink', 'RSVD', 'Rainbow', '-', 'Rainbow']);
const info = (lc?: number) => ({ ver: '0.15.1', leds: { count: 30, ...(lc !== undefined && { lc }) } });
const state = (change: object = {}) => ({
  on: true,
  bri: 128,
  mainseg: 0,
  seg: [{ id: 0, col: [[255, 160, 0]], fx: 0, cct: 127 }],
  ...change,
});

describe('WLED in the words of the hub', () => {
  it('has the capabilities that its LEDs have', () => {
    expect(capabilitiesOf(info(1), effects)).toEqual(['on_off', 'brightness', 'color_rgb', 'effect']);
    expect(capabilitiesOf(info(2), effects)).toEqual(['on_off', 'brightness', 'effect']);
    expect(capabilitiesOf(info(5), new EffectNames([]))).toEqual(['on_off', 'brightness', 'color_rgb', 'color_temp']);
    expect(capabilitiesOf(info(), effects)).toContain('color_rgb');
  });

  it('shows the state of the main segment', () => {
    expect(toState(state(), info(1), effects)).toEqual({ on: true, brightness: 128, color: { r: 255, g: 160, b: 0 }, effect: null });
    expect(toState(state({ seg: [{ col: [[1, 2, 3, 4]], fx: 3, cct: 0 }] }), info(7), effects)).toEqual({
      on: true,
      brightness: 128,
      color: { r: 1, g: 2, b: 3 },
      color_temp: 1900,
      effect: 'Rainbow',
    });
    const second = { id: 1, col: [[0, 0, 9]], fx: 1 };
    expect(mainSegment(state({ mainseg: 1, seg: [{ id: 0 }, second] }))).toEqual(second);
    expect(toState(state({ seg: [] }), info(1), effects)).toEqual({ on: true, brightness: 128 });
  });

  it('offers effects by name, without the reserved ones', () => {
    expect(effects.list).toEqual(['Blink', 'Rainbow']);
    expect([effects.number('Rainbow'), effects.number(null), effects.number('Solid'), effects.number('RSVD')]).toEqual([
      3,
      0,
      undefined,
      2,
    ]);
    expect([effects.name(0), effects.name(1), effects.name(99)]).toEqual([null, 'Blink', 'Effect 99']);
  });

  it('writes commands in the units of WLED', () => {
    expect(toWled({ on: true, brightness: 40, transition_ms: 1_250 }, 0, effects)).toEqual({ v: true, tt: 13, on: true, bri: 40 });
    expect(toWled({ color: { r: 1, g: 2, b: 3 }, effect: 'Blink' }, 2, effects)).toEqual({
      v: true,
      seg: [{ id: 2, col: [[1, 2, 3]], fx: 1 }],
    });
    expect(toWled({ color_temp: 20_000, effect: null }, 0, effects)).toEqual({ v: true, seg: [{ id: 0, cct: 10_091, fx: 0 }] });
  });

  it('never lets a state through that is not within the bounds of the hub', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        const parsed = wledSnapshot.safeParse(input);
        if (parsed.success) toState(parsed.data.state, parsed.data.info, effects);
      }),
    );
    expect(wledSnapshot.safeParse({ state: state({ bri: 999 }), info: info(1) }).success).toBe(false);
    expect(wledSnapshot.safeParse({ state: state({ seg: Array.from({ length: 1_000 }, () => ({})) }), info: info(1) }).success).toBe(false);
    expect(wledSnapshot.safeParse({ state: state(), info: info(1), more: { of: 'the future' } }).success).toBe(true);
  });
});
