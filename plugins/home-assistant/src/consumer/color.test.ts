import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hsToRgb, kelvinToMireds, miredsToKelvin, rgbToHs, rgbToRgbw, rgbToXy, rgbwToRgb, xyToRgb } from './color.js';

const channel = fc.integer({ min: 0, max: 255 });
const color = fc.record({ r: channel, g: channel, b: channel });
const vivid = color.filter(({ r, g, b }) => Math.max(r, g, b) === 255);

describe('colours', () => {
  it.each([
    [
      { h: 0, s: 100 },
      { r: 255, g: 0, b: 0 },
    ],
    [
      { h: 120, s: 100 },
      { r: 0, g: 255, b: 0 },
    ],
    [
      { h: 240, s: 100 },
      { r: 0, g: 0, b: 255 },
    ],
    [
      { h: 30, s: 50 },
      { r: 255, g: 191, b: 128 },
    ],
    [
      { h: 0, s: 0 },
      { r: 255, g: 255, b: 255 },
    ],
  ])('%j is %j', (hs, rgb) => {
    expect(hsToRgb(hs)).toEqual(rgb);
  });

  it.each([
    [
      { x: 0.701, y: 0.299 },
      { r: 255, g: 0, b: 0 },
    ],
    [
      { x: 0.323, y: 0.329 },
      { r: 255, g: 255, b: 255 },
    ],
    [
      { x: 0.136, y: 0.04 },
      { r: 0, g: 0, b: 255 },
    ],
    [
      { x: 0.4, y: 0 },
      { r: 0, g: 0, b: 0 },
    ],
  ])('%j is about %j', (xy, rgb) => {
    const found = xyToRgb(xy);
    for (const key of ['r', 'g', 'b'] as const) expect(Math.abs(found[key] - rgb[key])).toBeLessThanOrEqual(8);
  });

  it('survive the way to a device and back', () => {
    fc.assert(
      fc.property(vivid, (rgb) => {
        const back = [hsToRgb(rgbToHs(rgb)), rgbwToRgb(rgbToRgbw(rgb))];
        for (const one of back) for (const key of ['r', 'g', 'b'] as const) expect(Math.abs(one[key] - rgb[key])).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('are channels whatever was sent', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, color, (x, y, rgb) => {
        const { x: px, y: py } = rgbToXy(rgb);
        expect(px >= 0 && px <= 1 && py >= 0 && py <= 1).toBe(true);
        for (const value of Object.values(xyToRgb({ x, y }))) expect(Number.isInteger(value) && value >= 0 && value <= 255).toBe(true);
      }),
    );
  });

  it('take what the channels share as white', () => {
    expect(rgbToRgbw({ r: 255, g: 255, b: 255 })).toEqual({ r: 0, g: 0, b: 0, w: 255 });
    expect(rgbToRgbw({ r: 255, g: 0, b: 0 })).toEqual({ r: 255, g: 0, b: 0, w: 0 });
    expect(rgbwToRgb({ r: 0, g: 0, b: 0, w: 80 })).toEqual({ r: 80, g: 80, b: 80 });
  });

  it('know mireds', () => {
    expect([kelvinToMireds(2_700), miredsToKelvin(370), kelvinToMireds(6_500), miredsToKelvin(154)]).toEqual([370, 2703, 154, 6494]);
  });
});
