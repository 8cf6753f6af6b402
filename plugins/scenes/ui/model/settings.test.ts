import type { Feature } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it } from 'vitest';
import { startOf, withSetting } from './settings.js';
import { shadeOf, withShade } from './shade.js';

describe('a part of a scene', () => {
  it('sets features one by one, and is without any when the last is left alone', () => {
    const one = withSetting({ on: true }, 'tilt', 20);
    expect(one).toEqual({ on: true, set: { tilt: 20 } });
    expect(withSetting(one, 'mode', 'eco')).toEqual({ on: true, set: { tilt: 20, mode: 'eco' } });
    expect(withSetting(one, 'tilt', undefined)).toEqual({ on: true });
  });

  it('begins with a value that the feature takes, and offers none for what cannot be set', () => {
    const features: Feature[] = [
      { key: 'tilt', kind: 'number', name: 'Tilt', min: 5, max: 100, step: 1 },
      { key: 'mode', kind: 'select', name: 'Mode', options: ['eco'] },
      { key: 'lock', kind: 'switch', name: 'Lock' },
      { key: 'blind', kind: 'cover', name: 'Blind', position: true },
      { key: 'gate', kind: 'cover', name: 'Gate', position: false },
      { key: 'press', kind: 'button', name: 'Press' },
      { key: 'warmth', kind: 'sensor', name: 'Warmth' },
    ];
    expect(features.map(startOf)).toEqual([5, 'eco', true, 0, 'close', null, null]);
  });

  it('asks for a colour, a white or an effect, and for one of them only', () => {
    const device = { state: { color_temp: 4_000 }, effects: ['Candle'], capabilities: ['color_rgb', 'color_temp', 'effect'] } as const;
    const given = { ...device, effects: [...device.effects], capabilities: [...device.capabilities] };
    const white = withShade({ on: true, color: { r: 1, g: 2, b: 3 } }, 'white', given);
    expect([white, shadeOf(white)]).toEqual([{ on: true, effect: null, color_temp: 4_000 }, 'white']);
    const effect = withShade(white, 'effect', given);
    expect([effect, shadeOf(effect)]).toEqual([{ on: true, effect: 'Candle' }, 'effect']);
    expect(shadeOf(withShade(effect, 'color', given))).toBe('color');
    expect(shadeOf({ on: true })).toBeNull();
  });
});
