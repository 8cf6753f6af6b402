import { positionKey } from '@lightkeeper/plugin-sdk';
import type { Capability, DeviceState, Feature } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookOf } from './look.js';
import type { SeenDevice } from './look.js';
import { shows } from './shows.js';

const TARGET: Feature = { key: 'target', kind: 'number', name: 'Target', min: 5, max: 30, step: 0.5 };
const MODE: Feature = { key: 'mode', kind: 'select', name: 'Mode', options: ['eco', 'boost'] };
const LOCK: Feature = { key: 'lock', kind: 'switch', name: 'Lock', category: 'config' };
const BLIND: Feature = { key: 'blind', kind: 'cover', name: 'Blind', position: true };
const GATE: Feature = { key: 'gate', kind: 'cover', name: 'Gate', position: false };
const PRESS: Feature = { key: 'press', kind: 'button', name: 'Press' };
const FEATURES = [TARGET, MODE, LOCK, BLIND, GATE, PRESS];

const byte = fc.integer({ min: 0, max: 255 });
const light = fc.record(
  {
    on: fc.boolean(),
    brightness: fc.integer({ min: 1, max: 255 }),
    color: fc.record({ r: byte, g: byte, b: byte }),
    color_temp: fc.integer({ min: 1000, max: 20_000 }),
    effect: fc.constantFrom(null, 'Candle'),
  },
  { requiredKeys: [] },
);
const readings = fc.record(
  {
    target: fc.double({ min: 5, max: 30, noNaN: true }),
    mode: fc.constantFrom('eco', 'boost'),
    lock: fc.boolean(),
    blind: fc.constantFrom('open', 'closed', 'stopped'),
    [positionKey('blind')]: fc.integer({ min: 0, max: 100 }),
    gate: fc.constantFrom('open', 'closed', 'stopped'),
    press: fc.constant(null),
  },
  { requiredKeys: [] },
);
const abilities = fc.subarray<Capability>(['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect']);

describe('what is kept of a device', () => {
  it('is what it then shows, whatever it can do and tells', () => {
    fc.assert(
      fc.property(light, readings, abilities, (told, values, capabilities) => {
        const state = { ...told, readings: values } as DeviceState;
        const seen: SeenDevice = { status: 'online', capabilities, features: FEATURES, state };
        const command = lookOf(seen);
        if (command === null) return;
        expect(shows(command, state, FEATURES)).not.toBe(false);
        // Nothing is asked that it cannot do.
        for (const [word, ability] of [
          ['on', 'on_off'],
          ['brightness', 'brightness'],
          ['color', 'color_rgb'],
          ['color_temp', 'color_temp'],
          ['effect', 'effect'],
        ] as const) {
          if (command[word] !== undefined) expect(capabilities).toContain(ability);
        }
        expect(command.set?.lock).toBeUndefined();
        expect(command.set?.press).toBeUndefined();
      }),
    );
  });

  it('is nothing but off for a light that is off, and only the features that are asked for', () => {
    const state: DeviceState = { on: false, brightness: 40, color: { r: 1, g: 2, b: 3 }, readings: { target: 20, lock: true } };
    const seen: SeenDevice = { status: 'online', capabilities: ['on_off', 'brightness', 'color_rgb'], features: FEATURES, state };
    expect(lookOf(seen)).toEqual({ on: false, set: { target: 20 } });
    expect(lookOf(seen, new Set(['lock']))).toEqual({ on: false, set: { lock: true } });
    expect(lookOf(seen, new Set())).toEqual({ on: false });
    expect(lookOf({ ...seen, state: null })).toBeNull();
  });
});

describe('whether a device shows what is asked of it', () => {
  const cases: [what: string, command: object, state: DeviceState, expected: boolean | null][] = [
    ['a brightness that was rounded', { brightness: 128 }, { on: true, brightness: 130 }, true],
    ['another brightness', { brightness: 128 }, { on: true, brightness: 140 }, false],
    ['a brightness of a light that is off', { brightness: 128 }, { on: false, brightness: 128 }, false],
    ['off, whatever it would look like', { on: false, brightness: 1 }, { on: false, brightness: 255 }, true],
    ['a colour near by', { color: { r: 255, g: 100, b: 0 } }, { on: true, color: { r: 250, g: 110, b: 8 } }, true],
    ['another colour', { color: { r: 255, g: 100, b: 0 } }, { on: true, color: { r: 255, g: 160, b: 0 } }, false],
    ['a colour, where it shows a white', { color: { r: 255, g: 0, b: 0 } }, { on: true, color_temp: 2700 }, false],
    ['a white, where it shows a colour', { color_temp: 2700 }, { on: true, color: { r: 255, g: 0, b: 0 } }, false],
    ['a white in mireds', { color_temp: 2700 }, { on: true, color_temp: 2702 }, true],
    ['another white', { color_temp: 2700 }, { on: true, color_temp: 3000 }, false],
    ['an effect, whatever its colours', { effect: 'Candle', color: { r: 0, g: 0, b: 255 } }, { on: true, effect: 'Candle' }, true],
    ['no effect', { effect: null }, { on: true, effect: 'Candle' }, false],
    ['a set value', { set: { target: 20 } }, { readings: { target: 20.2 } }, true],
    ['another value', { set: { target: 20 } }, { readings: { target: 21 } }, false],
    ['a place of a blind', { set: { blind: 40 } }, { readings: { blind: 'stopped', blind_position: 42 } }, true],
    ['a blind on its way', { set: { blind: 'close' } }, { readings: { blind: 'closing', blind_position: 42 } }, false],
    ['a closed gate', { set: { gate: 'close' } }, { readings: { gate: 'closed' } }, true],
    ['a press', { set: { press: true } }, { readings: {} }, null],
    ['what nothing is known of', { on: true, set: { target: 20 } }, {}, null],
  ];
  it.each(cases)('%s', (_what, command, state, expected) => {
    expect(shows(command, state, FEATURES)).toBe(expected);
  });
});
