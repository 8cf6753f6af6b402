import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colorName } from './color-name.js';
import { percent, phrase } from './words.js';

const say = (...args: Parameters<typeof phrase>): string => {
  const { verb, detail } = phrase(...args);
  return `anna ${verb} Sofa lamp${detail}`.replaceAll('\u00a0', ' ');
};

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
