import { describe, expect, it } from 'vitest';
import { fromPoint, fromRgb, toPoint, toRgb } from './hsv.js';

describe('the colour wheel', () => {
  it('knows the corners', () => {
    expect(toRgb({ hue: 0, saturation: 1 })).toEqual({ r: 255, g: 0, b: 0 });
    expect(toRgb({ hue: 120, saturation: 1 })).toEqual({ r: 0, g: 255, b: 0 });
    expect(toRgb({ hue: 240, saturation: 1 })).toEqual({ r: 0, g: 0, b: 255 });
    expect(toRgb({ hue: 200, saturation: 0 })).toEqual({ r: 255, g: 255, b: 255 });
  });

  it('comes back to the same hue and saturation', () => {
    for (let hue = 0; hue < 360; hue += 15) {
      const back = fromRgb(toRgb({ hue, saturation: 0.8 }));
      expect(Math.min(Math.abs(back.hue - hue), 360 - Math.abs(back.hue - hue))).toBeLessThan(1);
      expect(back.saturation).toBeCloseTo(0.8, 1);
    }
  });

  it('has red at the top and goes round clockwise', () => {
    expect(fromPoint(0, -1).hue).toBeCloseTo(0);
    expect(fromPoint(1, 0).hue).toBeCloseTo(90);
    expect(fromPoint(0, 1).hue).toBeCloseTo(180);
    const { x, y } = toPoint({ hue: 90, saturation: 0.5 });
    expect([x, y]).toEqual([expect.closeTo(0.5), expect.closeTo(0)]);
  });

  it('stays on the wheel when the finger leaves it', () => {
    expect(fromPoint(3, 4).saturation).toBe(1);
  });

  it('takes black and grey for no colour at all', () => {
    expect(fromRgb({ r: 0, g: 0, b: 0 })).toEqual({ hue: 0, saturation: 0 });
    expect(fromRgb({ r: 90, g: 90, b: 90 })).toEqual({ hue: 0, saturation: 0 });
  });
});
