import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilitiesOf, channelsText, initialState, LAYOUTS, partsOf, pictureFormat, render } from './fixture.js';
import type { Layout } from './fixture.js';

const one = (layout: Layout): { start: number; layout: Layout; count: number } => ({ start: 1, layout, count: 1 });

describe('the slots of a fixture', () => {
  it.each([
    ['dimmer', { on: true, brightness: 77 }, [77]],
    ['rgb', { on: true, brightness: 255, color: { r: 255, g: 128, b: 0 } }, [255, 128, 0]],
    ['rgb', { on: true, brightness: 128, color: { r: 255, g: 128, b: 0 } }, [128, 64, 0]],
    ['rgbw', { on: true, brightness: 255, color: { r: 255, g: 200, b: 50 } }, [205, 150, 0, 50]],
    ['rgbw', { on: true, brightness: 51, color: { r: 255, g: 255, b: 255 } }, [0, 0, 0, 51]],
    ['cct', { on: true, brightness: 200, color_temp: 2700 }, [200, 0]],
    ['cct', { on: true, brightness: 200, color_temp: 6500 }, [0, 200]],
    ['cct', { on: true, brightness: 200, color_temp: 20_000 }, [0, 200]],
    // Half way between the reciprocals of 2700 K and 6500 K.
    ['cct', { on: true, brightness: 200, color_temp: 3815 }, [100, 100]],
  ] as const)('%s showing %o are %o', (layout, state, slots) => {
    expect([...render(one(layout), state)]).toEqual(slots);
  });

  it.each(LAYOUTS)('of a %s that is off are dark, before the first command too', (layout) => {
    expect(Math.max(...render(one(layout), { ...initialState(one(layout)) }))).toBe(0);
    expect(Math.max(...render(one(layout), { on: false, brightness: 255, color: { r: 9, g: 9, b: 9 }, color_temp: 4000 }))).toBe(0);
  });

  it('repeat for each pixel', () => {
    const strip = { start: 10, layout: 'rgb', count: 3 } as const;
    expect([...render(strip, { on: true, brightness: 255, color: { r: 1, g: 2, b: 3 } })]).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
    expect(partsOf(strip)).toEqual([{ universe: 0, start: 10, length: 9 }]);
    expect(channelsText(strip)).toBe('10–18');
  });

  it('are bytes, whatever is wished for, and say no more than its capabilities', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        fc.constantFrom(...LAYOUTS),
        fc.integer({ min: 1, max: 255 }),
        fc.record({ r: byte, g: byte, b: byte }),
        fc.integer({ min: 1000, max: 20_000 }),
        (layout, brightness, color, color_temp) => {
          const slots = render(one(layout), { on: true, brightness, color, color_temp });
          expect(slots).toHaveLength(partsOf(one(layout))[0]?.length ?? 0);
          expect(Math.max(...slots)).toBeLessThanOrEqual(brightness);
          if (layout === 'cct') expect((slots[0] ?? 0) + (slots[1] ?? 0)).toBe(brightness);
          expect(capabilitiesOf(one(layout))).toContain('brightness');
        },
      ),
    );
  });
});

describe('a strip', () => {
  const strip = (layout: Layout, start: number, count: number): ReturnType<typeof partsOf> => partsOf({ layout, start, count });

  it('goes on at the first channel of the next universe, after 170 RGB or 128 RGBW lights', () => {
    expect(strip('strip_rgb', 1, 170)).toEqual([{ universe: 0, start: 1, length: 510 }]);
    expect(strip('strip_rgb', 1, 171)).toEqual([
      { universe: 0, start: 1, length: 510 },
      { universe: 1, start: 1, length: 3 },
    ]);
    expect(strip('strip_rgbw', 1, 300)).toEqual([
      { universe: 0, start: 1, length: 512 },
      { universe: 1, start: 1, length: 512 },
      { universe: 2, start: 1, length: 176 },
    ]);
    expect(channelsText({ layout: 'strip_rgbw', start: 1, count: 300 })).toBe('3 universes, the last one up to 176');
  });

  it('may begin where no light fits any more', () => {
    expect(strip('strip_rgb', 511, 2)).toEqual([{ universe: 1, start: 1, length: 6 }]);
    expect(strip('strip_rgb', 508, 2)).toEqual([
      { universe: 0, start: 508, length: 3 },
      { universe: 1, start: 1, length: 3 },
    ]);
  });

  it('keeps each light whole and within its universe, wherever it lies', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('strip_rgb' as const, 'strip_rgbw' as const),
        fc.integer({ min: 1, max: 512 }),
        fc.integer({ min: 1, max: 8_192 }),
        (layout, start, count) => {
          const parts = strip(layout, start, count);
          const channels = pictureFormat({ layout, start, count })?.channels ?? 0;
          expect(parts.reduce((sum, { length }) => sum + length, 0)).toBe(count * channels);
          for (const { start: first, length } of parts) {
            expect(length % channels).toBe(0);
            expect(first + length - 1).toBeLessThanOrEqual(512);
          }
          expect(new Set(parts.map(({ universe }) => universe)).size).toBe(parts.length);
        },
      ),
    );
  });

  it('takes pictures, and shows one colour when it is told to', () => {
    expect(pictureFormat({ layout: 'strip_rgbw', start: 1, count: 5 })).toEqual({ leds: 5, channels: 4 });
    expect(pictureFormat({ layout: 'rgbw', start: 1, count: 5 })).toBeUndefined();
    expect([...render({ layout: 'strip_rgb', start: 1, count: 2 }, { on: true, brightness: 255, color: { r: 1, g: 2, b: 3 } })]).toEqual([
      1, 2, 3, 1, 2, 3,
    ]);
    expect([...render({ layout: 'strip_rgbw', start: 1, count: 1 }, { on: true, brightness: 255, color: { r: 9, g: 7, b: 3 } })]).toEqual([
      6, 4, 0, 3,
    ]);
  });
});
