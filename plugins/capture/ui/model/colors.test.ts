import { describe, expect, it } from 'vitest';
import { hexOf, rgbOf, splitColors } from './colors.js';

const color = { type: 'object', properties: { r: { type: 'integer' }, g: { type: 'integer' }, b: { type: 'integer' } } };

describe('colours', () => {
  it('are written as a browser has them, and read again', () => {
    expect(hexOf({ r: 255, g: 8, b: 0 })).toBe('#ff0800');
    expect(rgbOf('#ff0800')).toEqual({ r: 255, g: 8, b: 0 });
  });

  it('are taken out of a schema, one and many', () => {
    const red = { r: 255, g: 0, b: 0 };
    const { colors, rest } = splitColors({
      type: 'object',
      properties: {
        speed: { type: 'number' },
        color: { ...color, title: 'Colour', default: red },
        colors: { type: 'array', items: color, maxItems: 4, default: [red, red] },
        corner: { type: 'object', properties: { x: { type: 'number' } } },
      },
      required: ['color', 'speed'],
    });
    expect(colors).toEqual([
      { key: 'color', title: 'Colour', description: '', list: null, initial: [red] },
      { key: 'colors', title: 'colors', description: '', list: { min: 1, max: 4 }, initial: [red, red] },
    ]);
    expect(Object.keys(rest.properties ?? {})).toEqual(['speed', 'corner']);
    expect(rest.required).toEqual(['speed']);
  });
});
