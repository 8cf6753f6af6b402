import { describe, expect, it } from 'vitest';
import type { Capability } from '@lightkeeper/plugin-sdk';
import { colorModes, deviceCommand, lightCommandSchema, lightComponent, lightState, mainKind } from './light.js';

const COLOR: Capability[] = ['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect'];
const TOPICS = { state: 'lightkeeper/devices/d/light', set: 'lightkeeper/devices/d/light/set' };

describe('what a device is', () => {
  it.each<[Capability[], string | null]>([
    [['on_off'], 'switch'],
    [['on_off', 'sensor'], 'switch'],
    [['on_off', 'brightness'], 'light'],
    [['effect'], 'light'],
    [['sensor', 'stream'], null],
    [[], null],
  ])('with %j is a %s', (capabilities, kind) => {
    expect(mainKind(capabilities)).toBe(kind);
  });
});

describe('the modes of a light', () => {
  it.each<[Capability[], string[]]>([
    [COLOR, ['rgb', 'color_temp']],
    [['on_off', 'brightness', 'color_rgb'], ['rgb']],
    [['on_off', 'brightness', 'color_temp'], ['color_temp']],
    [['on_off', 'brightness'], ['brightness']],
    [['on_off', 'effect'], ['onoff']],
  ])('with %j are %j', (capabilities, modes) => {
    expect(colorModes(capabilities)).toEqual(modes);
  });
});

describe('a light', () => {
  it('has its effects once each, and one to end them', () => {
    expect(lightComponent('d', { capabilities: COLOR, effects: ['Fire', 'Fire', 'off', ''] }, TOPICS)).toMatchObject({
      effect: true,
      effect_list: ['off', 'Fire'],
    });
    expect(lightComponent('d', { capabilities: COLOR, effects: [] }, TOPICS)).not.toHaveProperty('effect');
  });

  it('tells its state in the other words', () => {
    const state = { on: false, brightness: 20, color: { r: 1, g: 2, b: 3 }, color_temp: 2700, effect: null };
    expect(lightState(state, 'rgb')).toEqual({
      state: 'OFF',
      color_mode: 'rgb',
      brightness: 20,
      color: { r: 1, g: 2, b: 3 },
      effect: 'off',
    });
    expect(lightState(state, 'color_temp')).toEqual({
      state: 'OFF',
      color_mode: 'color_temp',
      brightness: 20,
      color_temp: 2700,
      effect: 'off',
    });
    expect(lightState({ brightness: 20 }, 'brightness').state).toBe('ON');
    expect(lightState({}, 'onoff')).toEqual({ state: null, color_mode: 'onoff' });
  });
});

describe('a command for a light', () => {
  const read = (given: unknown, capabilities = COLOR) => deviceCommand(lightCommandSchema.parse(given), capabilities);

  it.each([
    [{ state: 'ON' }, { on: true }],
    [
      { state: 'ON', brightness: 128, transition: 2 },
      { on: true, brightness: 128, transition_ms: 2_000 },
    ],
    [
      { state: 'ON', color: { r: 10.4, g: 20, b: 30 } },
      { on: true, color: { r: 10, g: 20, b: 30 } },
    ],
    [
      { state: 'ON', color_temp: 3000, flash: 10, white: 9 },
      { on: true, color_temp: 3000 },
    ],
    [
      { state: 'ON', effect: 'off' },
      { on: true, effect: null },
    ],
    [
      { state: 'OFF', transition: 0.5, brightness: 9 },
      { on: false, transition_ms: 500 },
    ],
    [{ state: 'ON', brightness: 0 }, { on: false }],
    [{ transition: 3 }, null],
  ])('%j becomes %j', (given, command) => {
    expect(read(given)).toEqual(command);
  });

  it('does not switch what cannot be switched', () => {
    expect(read({ state: 'ON', brightness: 4 }, ['brightness'])).toEqual({ brightness: 4 });
  });

  it.each([
    { state: 'on' },
    { brightness: 256 },
    { color: { r: 1 } },
    { color_temp: 154 },
    { transition: -1 },
    { effect: '' },
    [],
    'ON',
    null,
  ])('%j is none', (given) => {
    expect(lightCommandSchema.safeParse(given).success).toBe(false);
  });
});
