import { describe, expect, it, vi } from 'vitest';
import { backgroundOf, glowsOf, shines } from './picture.js';

const red = { r: 255, g: 0, b: 0 };

vi.mock('@lightkeeper/ui', () => import('../../../../ui/src/words/lights.js'));

describe('the picture of a scene', () => {
  it('has a glow for each lamp that shines, in its colour, as high as it hangs, and always at the same place', () => {
    const devices = [
      { device_id: 'b', command: { on: true, brightness: 255, color: red } },
      { device_id: 'a', command: { on: true, brightness: 51, color_temp: 2700 } },
      { device_id: 'c', command: { on: false } },
    ];
    const glows = glowsOf(devices, (id) => (id === 'b' ? 'ceiling' : undefined));
    expect(glows).toEqual([
      { color: { r: 255, g: 167, b: 87 }, strength: 0.4, x: 29, y: 50 },
      { color: red, strength: 1, x: 71, y: 8 },
    ]);
    expect(glowsOf([...devices].reverse(), () => undefined).map(({ x }) => x)).toEqual([29, 71]);
  });

  it('is a dark room when nothing shines, and no longer than a style may be with many lamps', () => {
    expect(backgroundOf([])).toBe('#0a0e13');
    const many = Array.from({ length: 200 }, (_, index) => ({ device_id: String(index), command: { on: true } }));
    expect(backgroundOf(glowsOf(many, () => 'bulb')).length).toBeLessThan(2_000);
  });

  it('knows what asks for light', () => {
    expect(
      [{ on: false, brightness: 5 }, { brightness: 5 }, { set: { tilt: 5 } }, { effect: null }, { effect: 'Candle' }].map(shines),
    ).toEqual([false, true, false, false, true]);
  });
});
