import type { Feature } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it } from 'vitest';
import { joinWishes, withWish } from './wish.js';

const EMBER = { r: 255, g: 122, b: 48 };

describe('withWish', () => {
  it('turns a dimmed light on', () => {
    expect(withWish({ on: false, brightness: 200 }, { brightness: 20 })).toEqual({ on: true, brightness: 20 });
    expect(withWish({ on: true, brightness: 200 }, { on: false })).toEqual({ on: false, brightness: 200 });
  });

  it('lets colour, white and effect take each other’s place', () => {
    expect(withWish({ on: true, color_temp: 2700, effect: 'Candle' }, { color: EMBER })).toEqual({ on: true, color: EMBER, effect: null });
    expect(withWish({ on: true, color: EMBER }, { color_temp: 4000 })).toEqual({ on: true, color_temp: 4000 });
    expect(withWish({ on: true, color: EMBER }, { color: EMBER, color_temp: 2000 })).toEqual({ on: true, color: EMBER, color_temp: 2000 });
    expect(withWish({ on: true, color: EMBER }, { effect: 'Candle' })).toEqual({ on: true, color: EMBER, effect: 'Candle' });
  });

  it('leaves the time of the change out of the state, and works where nothing is known', () => {
    expect(withWish(null, { on: true, transition_ms: 400 })).toEqual({ on: true });
  });
});

describe('withWish for features', () => {
  const features: Feature[] = [
    { key: 'speed', kind: 'number', name: 'Speed', min: 0, max: 9, step: 1 },
    { key: 'blind', kind: 'cover', name: 'Blind', position: true },
    { key: 'press', kind: 'button', name: 'Press' },
  ];
  const after = (set: Record<string, number | string | boolean>, position = 40) =>
    withWish({ on: true, readings: { blind: 'stopped', blind_position: position } }, { set }, features).readings;

  it('sets what can be set, and lets a blind begin to move', () => {
    expect(after({ speed: 3, press: true, unheard: 1 })).toEqual({ speed: 3, blind: 'stopped', blind_position: 40 });
    expect(after({ blind: 'open' })).toMatchObject({ blind: 'opening', blind_position: 40 });
    expect(after({ blind: 10 })).toMatchObject({ blind: 'closing' });
    expect(after({ blind: 60 })).toMatchObject({ blind: 'opening' });
    expect(after({ blind: 'stop' })).toMatchObject({ blind: 'stopped' });
    expect(after({ blind: 'close' }, 0)).toMatchObject({ blind: 'closed' });
  });
});

describe('joinWishes', () => {
  it('keeps what the later one leaves alone', () => {
    expect(joinWishes({ brightness: 10 }, { color: EMBER })).toEqual({ brightness: 10, color: EMBER });
    expect(joinWishes({ color_temp: 2700 }, { color: EMBER })).toEqual({ color: EMBER });
    expect(joinWishes({ effect: 'Candle' }, { color_temp: 2700 })).toEqual({ color_temp: 2700 });
  });

  it('keeps what is set apart from the light, the newest of each', () => {
    expect(joinWishes({ set: { a: 1, b: 2 } }, { set: { b: 3 } })).toEqual({ set: { a: 1, b: 3 } });
    expect(joinWishes({ brightness: 9, set: { a: 1 } }, { on: false })).toEqual({ on: false, set: { a: 1 } });
  });

  it('forgets everything when the light is to go out', () => {
    expect(joinWishes({ on: true, brightness: 10, color: EMBER }, { on: false })).toEqual({ on: false });
  });
});
