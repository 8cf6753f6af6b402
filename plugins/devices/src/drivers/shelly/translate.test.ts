import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilitiesOf, featuresOf, findComponent, overlay, readStatus, toShelly, toState, wished, within } from './translate.js';
import type { Component } from './translate.js';
import { componentStatus, KINDS } from './wire.js';
import type { Kind } from './wire.js';

const part = (kind: Kind, id = 0): Component => ({ kind, id, key: `${kind}:${id}` });

describe('a Shelly in the words of the hub', () => {
  it('is the component with the number, of the wanted kind or of the one that can do most', () => {
    const all = { 'input:0': {}, 'switch:0': {}, 'rgb:0': {}, 'cct:0': {}, 'light:1': {}, sys: {} };
    expect(findComponent(all, 0, undefined)?.key).toBe('rgb:0');
    expect(findComponent(all, 0, 'cct')?.key).toBe('cct:0');
    expect(findComponent(all, 1, undefined)).toEqual(part('light', 1));
    expect(findComponent(all, 2, undefined)).toBeNull();
    expect(findComponent(all, 1, 'switch')).toBeNull();
  });

  it('can do what its component can, and measures what it tells', () => {
    expect(capabilitiesOf(part('switch'))).toEqual(['on_off']);
    expect(capabilitiesOf(part('light'))).toEqual(['on_off', 'brightness']);
    expect(capabilitiesOf(part('rgbw'))).toEqual(['on_off', 'brightness', 'color_rgb']);
    expect(capabilitiesOf(part('cct'))).toEqual(['on_off', 'brightness', 'color_temp']);
    expect(capabilitiesOf(part('input'))).toEqual([]);
    expect(featuresOf(part('switch'), { output: true })).toEqual([]);
    expect(featuresOf(part('switch'), { output: true, apower: 3 })).toMatchObject([{ key: 'power', kind: 'sensor', unit: 'W' }]);
    expect(featuresOf(part('input'), { state: false })).toMatchObject([{ key: 'input', kind: 'binary_sensor' }]);
  });

  it('shows percent as 1 to 255, and a transition as where it leads', () => {
    expect(toState(part('light'), { output: true, brightness: 100 })).toEqual({ on: true, brightness: 255 });
    expect(toState(part('light'), { output: false, brightness: 0 })).toEqual({ on: false });
    expect(toState(part('light'), { output: true, brightness: 3, transition: { target: { output: false, brightness: 50 } } })).toEqual({
      on: false,
      brightness: 128,
    });
    expect(toState(part('rgb'), { output: true, brightness: 1, rgb: [1, 2, 3] })).toEqual({
      on: true,
      brightness: 3,
      color: { r: 1, g: 2, b: 3 },
    });
    expect(toState(part('cct'), { output: true, ct: 3_000.4 })).toEqual({ on: true, color_temp: 3_000 });
    expect(toState(part('switch'), { output: true, brightness: 4, apower: 12.5, voltage: 230, temperature: { tC: null } })).toEqual({
      on: true,
      readings: { power: 12.5, voltage: 230, temperature: null },
    });
    expect(toState(part('input'), { state: true })).toEqual({ readings: { input: true } });
  });

  it('forgets a transition that a notification no longer speaks of', () => {
    const moving = { output: true, brightness: 3, transition: { target: { brightness: 50 } } };
    expect(toState(part('light'), overlay(moving, { brightness: 20 }))).toEqual({ on: true, brightness: 51 });
  });

  it('writes commands in its units', () => {
    expect(toShelly(part('switch', 2), { on: true, transition_ms: 900 })).toEqual({ id: 2, on: true });
    expect(toShelly(part('light'), { on: true, brightness: 1, transition_ms: 100 })).toEqual({
      id: 0,
      on: true,
      brightness: 1,
      transition_duration: 0.5,
    });
    expect(toShelly(part('rgbw'), { color: { r: 9, g: 8, b: 7 }, transition_ms: 2_500 })).toEqual({
      id: 0,
      rgb: [9, 8, 7],
      transition_duration: 2.5,
    });
    expect(toShelly(part('cct'), within([2_700, 6_500], { color_temp: 1_000 }))).toEqual({ id: 0, ct: 2_700 });
  });

  it('keeps a brightness through its percent, as near as a percent is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 255 }), (brightness) => {
        const shown = toState(part('light'), wished({ on: true, brightness })).brightness ?? 0;
        expect(Math.abs(shown - brightness)).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('never lets a status through that is not within the bounds of the hub', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), fc.anything(), (kind, input) => {
        const component = part(kind);
        const status = readStatus(component, { [component.key]: input });
        if (status !== null) toState(component, status);
      }),
    );
    expect(readStatus(part('light'), { 'light:0': { output: true, brightness: 101 } })).toBeNull();
    expect(readStatus(part('light'), { 'light:0': { brightness: 10 } })).toBeNull();
    expect(componentStatus.safeParse({ rgb: [1, 2, 3, 4] }).success).toBe(false);
    expect(readStatus(part('switch'), { 'switch:0': { output: true, more: { of: 'the future' } } })).toEqual({ output: true });
  });
});
