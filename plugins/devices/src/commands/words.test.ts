import { colorName } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, Feature, FeatureValue } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percent, phrase } from './words.js';

const say = (...args: Parameters<typeof phrase>): string => {
  const { verb, detail } = phrase(...args);
  return `anna ${verb} Sofa lamp${detail}`.replaceAll('\u00a0', ' ');
};

const FEATURES: Feature[] = [
  { key: 'target', kind: 'number', name: 'Target temperature', min: 5, max: 30, step: 0.5, unit: '°C' },
  { key: 'mode', kind: 'select', name: 'Mode', options: ['eco', 'boost'] },
  { key: 'child_lock', kind: 'switch', name: 'Child lock' },
  { key: 'restart', kind: 'button', name: 'Restart' },
  { key: 'speed', kind: 'number', name: 'Speed', min: 0, max: 9_999, step: 1 },
];
const BLIND: Feature = { key: 'blind', kind: 'cover', name: 'Blind', position: true };
const AWNING: Feature = { key: 'awning', kind: 'cover', name: 'Awning', position: true };

describe('a command to features in words', () => {
  const heater = (set: NonNullable<DeviceCommand['set']>, command: DeviceCommand = {}): string =>
    say({ ...command, set }, { on: false }, FEATURES).replace('Sofa lamp', 'Heater');

  it('calls them by the names that the device gave', () => {
    expect(heater({ target: 21.5 })).toBe('anna set Target temperature of Heater to 21.5 °C');
    expect(heater({ speed: 1_200 })).toBe('anna set Speed of Heater to 1,200');
    expect(heater({ mode: 'boost' })).toBe('anna set Mode of Heater to boost');
    expect(heater({ child_lock: true })).toBe('anna turned on Child lock of Heater');
    expect(heater({ child_lock: false })).toBe('anna turned off Child lock of Heater');
    expect(heater({ restart: true })).toBe('anna pressed Restart of Heater');
    expect(heater({ nobody: 'x' })).toBe('anna set nobody of Heater to x');
  });

  it('names several, and says no more of them', () => {
    expect(heater({ target: 20, mode: 'eco' })).toBe('anna set Target temperature and Mode of Heater');
    expect(heater({ target: 20, mode: 'eco', speed: 3 })).toBe('anna set Target temperature, Mode and Speed of Heater');
    expect(heater({ target: 20, mode: 'eco', speed: 3, child_lock: true })).toBe('anna set 4 settings of Heater');
    expect(heater({ mode: 'eco' }, { on: true })).toBe('anna turned on Heater and set Mode');
  });

  it('says of a blind what a blind does, and which one where there are two', () => {
    const blind = (value: FeatureValue): string => say({ set: { blind: value } }, null, [BLIND]).replace('Sofa lamp', 'Blind');
    expect(['open', 'close', 'stop', 40].map(blind)).toEqual([
      'anna opened Blind',
      'anna closed Blind',
      'anna stopped Blind',
      'anna moved Blind to 40 %',
    ]);
    expect(say({ set: { awning: 'open' } }, null, [BLIND, AWNING])).toBe('anna opened Awning of Sofa lamp');
  });

  it('has words for what failed, and for lists', () => {
    expect(phrase({ set: { target: 21.5 } }, null, FEATURES)).toMatchObject({
      wish: 'set Target temperature of',
      summary: 'Target temperature 21.5\u00a0°C',
    });
    expect(phrase({ set: { restart: true } }, null, FEATURES)).toMatchObject({ wish: 'press Restart of', summary: 'Restart pressed' });
    expect(phrase({ set: { blind: 'close' } }, null, [BLIND])).toMatchObject({ wish: 'close', summary: 'closed' });
  });
});

describe('a command in words', () => {
  it('reads as a sentence', () => {
    expect(say({ on: false }, { on: true })).toBe('anna turned off Sofa lamp');
    expect(say({ on: true }, { on: false })).toBe('anna turned on Sofa lamp');
    expect(say({ on: true, brightness: 20 }, { on: false })).toBe('anna turned on Sofa lamp at 8 %');
    expect(say({ brightness: 30 }, { on: true, brightness: 200 })).toBe('anna dimmed Sofa lamp to 12 %');
    expect(say({ brightness: 255 }, { on: true, brightness: 200 })).toBe('anna brightened Sofa lamp to 100 %');
    expect(say({ brightness: 184 }, null)).toBe('anna set Sofa lamp to 72 %');
    expect(say({ brightness: 184 }, { on: false, brightness: 10 })).toBe('anna turned on Sofa lamp at 72 %');
    expect(say({ color: { r: 255, g: 120, b: 0 } }, { on: true })).toBe('anna set Sofa lamp to orange');
    expect(say({ color_temp: 2700 }, { on: true })).toBe('anna set Sofa lamp to 2,700 K');
    expect(say({ effect: 'Rainbow' }, { on: true })).toBe('anna set Sofa lamp to the effect Rainbow');
    expect(say({ effect: null }, { on: true })).toBe('anna stopped the effect of Sofa lamp');
    expect(say({ on: true, color: { r: 0, g: 0, b: 255 }, brightness: 128 }, { on: false })).toBe(
      'anna turned on Sofa lamp at 50 % in blue',
    );
    expect(say({ on: false, transition_ms: 3_000 }, { on: true })).toBe('anna turned off Sofa lamp over 3 s');
    expect(say({ brightness: 26, transition_ms: 600_000 }, { on: true, brightness: 200 })).toBe(
      'anna dimmed Sofa lamp to 10 % over 10 min',
    );
  });

  it('has an infinitive for what failed, and a summary', () => {
    expect(phrase({ brightness: 30 }, { on: true, brightness: 200 }).wish).toBe('dim');
    expect(phrase({ on: true, brightness: 184 }, null).summary).toBe('on at 72\u00a0%');
    expect(phrase({ color: { r: 255, g: 0, b: 0 } }, null).summary).toBe('red');
    expect(phrase({ on: false }, null).summary).toBe('off');
  });

  it('never says 0 % of a light that is on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 255 }), (brightness) => {
        expect(Number.parseInt(percent(brightness), 10)).toBeGreaterThanOrEqual(1);
        expect(Number.parseInt(percent(brightness), 10)).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('says something for every colour', () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(fc.property(channel, channel, channel, (r, g, b) => /^[a-z ]+$/.test(colorName({ r, g, b }))));
    expect(colorName({ r: 255, g: 255, b: 255 })).toBe('white');
    expect(colorName({ r: 255, g: 180, b: 107 })).toBe('warm white');
    expect(colorName({ r: 0, g: 200, b: 30 })).toBe('green');
  });

  it('makes what a device calls its effects fit for one line', () => {
    expect(say({ effect: 'Rain\u202ebow\n' }, null)).toBe('anna set Sofa lamp to the effect Rain�bow�');
  });
});
