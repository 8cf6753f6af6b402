import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentsOf, findComponent, overlay, readStatus } from './components.js';
import type { Component } from './components.js';
import { featuresOf } from './features.js';
import { capabilitiesOf, toShelly, toState, within } from './translate.js';
import { componentStatus, KINDS } from './wire.js';
import type { ComponentStatus, Kind } from './wire.js';

const part = (kind: Kind, id = 0): Component => ({ kind, id, key: `${kind}:${id}` });

describe('a Shelly in the words of the hub', () => {
  it('is the component with the number, of the wanted kind or of the one that can do most', () => {
    const all = componentsOf({
      'input:0': {},
      'switch:0': {},
      'rgb:0': {},
      'cct:0': {},
      'light:1': {},
      sys: {},
      'script:1': {},
      'light:x': {},
    });
    expect(all.map(({ key }) => key)).toEqual(['rgb:0', 'cct:0', 'light:1', 'switch:0', 'input:0']);
    expect(findComponent(all, undefined, undefined)?.key).toBe('rgb:0');
    expect(findComponent(all, 0, undefined)?.key).toBe('rgb:0');
    expect(findComponent(all, 0, 'cct')?.key).toBe('cct:0');
    expect(findComponent(all, 1, undefined)).toEqual(part('light', 1));
    expect(findComponent(all, 2, undefined)).toBeNull();
    expect(findComponent(all, 1, 'switch')).toBeNull();
    expect(componentsOf(Object.fromEntries(Array.from({ length: 500 }, (_, id) => [`switch:${id}`, {}])))).toHaveLength(32);
  });

  it('can do what its component can, and measures what it tells', () => {
    expect(capabilitiesOf(part('switch'))).toEqual(['on_off']);
    expect(capabilitiesOf(part('light'))).toEqual(['on_off', 'brightness']);
    expect(capabilitiesOf(part('rgbw'))).toEqual(['on_off', 'brightness', 'color_rgb']);
    expect(capabilitiesOf(part('cct'))).toEqual(['on_off', 'brightness', 'color_temp']);
    expect(capabilitiesOf(part('input'))).toEqual([]);
    expect(capabilitiesOf(part('cover'))).toEqual([]);
    const keys = (component: Component, status: ComponentStatus, main = true): string[] =>
      featuresOf(component, status, main).map(({ feature }) => feature.key);
    expect(keys(part('switch'), { output: true })).toEqual([]);
    expect(keys(part('switch', 1), { output: true, apower: 3 }, false)).toEqual(['switch_1', 'switch_1_power']);
    expect(keys(part('light', 1), { output: true, brightness: 3 }, false)).toEqual(['light_1', 'light_1_brightness']);
    expect(featuresOf(part('switch'), { output: true, apower: 3 }, true)[0]?.feature).toMatchObject({
      key: 'power',
      kind: 'sensor',
      unit: 'W',
    });
    expect(featuresOf(part('input'), { state: false }, true)[0]).toMatchObject({
      feature: { kind: 'binary_sensor' },
      readings: { input: false },
    });
    expect(featuresOf(part('input', 2), { state: null }, false)[0]).toMatchObject({
      feature: { key: 'button_2', kind: 'event' },
      readings: {},
    });
  });

  it('reads every kind of meter', () => {
    const readings = (kind: Kind, status: ComponentStatus): object =>
      Object.assign({}, ...featuresOf(part(kind), status, true).map((feature) => feature.readings)) as object;
    expect(
      readings('switch', { output: true, apower: 1, voltage: 2, current: 3, aenergy: { total: 4 }, temperature: { tC: null } }),
    ).toEqual({
      power: 1,
      voltage: 2,
      current: 3,
      energy: 4,
      temperature: null,
    });
    expect(readings('pm1', { apower: 5.5, aenergy: { total: 6 } })).toEqual({ power: 5.5, energy: 6 });
    expect(readings('em1', { act_power: -7 })).toEqual({ power: -7 });
    expect(readings('em1data', { total_act_energy: 8 })).toEqual({ energy: 8 });
    expect(readings('em', { total_act_power: 9, total_current: 10 })).toEqual({ power: 9, current: 10 });
    expect(readings('emdata', { total_act: 11 })).toEqual({ energy: 11 });
  });

  it('moves a cover, to a position only where it knows its own', () => {
    const [cover] = featuresOf(part('cover', 1), { state: 'opening', current_pos: 40, pos_control: true }, false);
    expect(cover).toMatchObject({ feature: { key: 'cover_1', position: true }, readings: { cover_1: 'opening', cover_1_position: 40 } });
    expect([cover?.call?.('close'), cover?.call?.(12.4)]).toMatchObject([
      { method: 'Cover.Close', params: { id: 1 } },
      { method: 'Cover.GoToPosition', params: { id: 1, pos: 12 } },
    ]);
    const [blind] = featuresOf(part('cover'), { state: 'calibrating', pos_control: false, current_pos: null }, true);
    expect(blind).toMatchObject({ feature: { key: 'cover', position: false }, readings: { cover: null } });
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
    expect(toState(part('switch'), { output: true, brightness: 4, apower: 12.5 })).toEqual({ on: true });
    expect(toState(part('input'), { state: true })).toEqual({});
  });

  it('forgets a transition that a notification no longer speaks of', () => {
    const moving = { output: true, brightness: 3, transition: { target: { brightness: 50 } } };
    expect(toState(part('light'), overlay(moving, { brightness: 20 }))).toEqual({ on: true, brightness: 51 });
  });

  it('writes commands in its units', () => {
    expect(toShelly(part('switch', 2), { on: true, transition_ms: 900 })?.params).toEqual({ id: 2, on: true });
    expect(toShelly(part('light'), { on: true, brightness: 1, transition_ms: 100 })?.params).toEqual({
      id: 0,
      on: true,
      brightness: 1,
      transition_duration: 0.5,
    });
    expect(toShelly(part('rgbw'), { color: { r: 9, g: 8, b: 7 }, transition_ms: 2_500 })?.params).toEqual({
      id: 0,
      rgb: [9, 8, 7],
      transition_duration: 2.5,
    });
    expect(toShelly(part('cct'), within([2_700, 6_500], { color_temp: 1_000 }))?.params).toEqual({ id: 0, ct: 2_700 });
    expect(toShelly(part('light'), { set: { power: 1 }, transition_ms: 5 })).toBeNull();
  });

  it('keeps a brightness through its percent, as near as a percent is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 255 }), (brightness) => {
        const shown = toState(part('light'), toShelly(part('light'), { on: true, brightness })?.wished ?? {}).brightness ?? 0;
        expect(Math.abs(shown - brightness)).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('never lets a status through that is not within the bounds of the hub', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), fc.anything(), (kind, input) => {
        const component = part(kind);
        const status = readStatus(component, { [component.key]: input });
        if (status === null) return;
        toState(component, status);
        featuresOf(component, status, false);
      }),
    );
    expect(readStatus(part('light'), { 'light:0': { output: true, brightness: 101 } })).toBeNull();
    expect(readStatus(part('light'), { 'light:0': { brightness: 10 } })).toBeNull();
    expect(componentStatus.safeParse({ rgb: [1, 2, 3, 4] }).success).toBe(false);
    expect(readStatus(part('switch'), { 'switch:0': { output: true, more: { of: 'the future' } } })).toEqual({ output: true });
  });
});
