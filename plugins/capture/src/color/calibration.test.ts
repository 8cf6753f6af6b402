import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationSchema, gainsOf } from './calibration.js';
import { gradeSchema, Grader } from './grade.js';
import { Quantizer } from './quantizer.js';

const graded = (calibration: object[], ...lights: number[]): number[] => {
  const out = Float32Array.from(lights);
  new Grader(gradeSchema.parse({ calibration }), lights.length / 3).apply(out);
  return [...out];
};

describe('a calibration', () => {
  it('changes the lights that it names, and no others', () => {
    const gains = gainsOf([calibrationSchema.parse({ lights: '0-1, 3', green: 0.5 })], 5);
    expect([...gains]).toEqual([1, 0.5, 1, 1, 0.5, 1, 1, 1, 1, 1, 0.5, 1, 1, 1, 1]);
    expect(graded([{ lights: '1', red: 0.5 }], 1, 1, 1, 1, 1, 1)).toEqual([1, 1, 1, 0.5, 1, 1]);
  });

  it('counts last where several name the same light, and not beyond the layout', () => {
    const gains = gainsOf([calibrationSchema.parse({ lights: '*', red: 0.5 }), calibrationSchema.parse({ lights: '1-9999', blue: 0 })], 2);
    expect([...gains]).toEqual([0.5, 1, 1, 1, 1, 0]);
  });

  it('gives no more than full light', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (red, light) => {
        const [seen = NaN] = graded([{ lights: '*', red }], light, light, light);
        expect(seen).toBeCloseTo(Math.min(1, red * light), 5);
      }),
    );
  });

  it.each(['', '5-2', '0-', '-1', '1,,2', 'a', '0-99999', '10000', '1.5', '*,1', Array(102).join('1,') + '1'])(
    'does not take %j for lights',
    (lights) => {
      expect(calibrationSchema.safeParse({ lights }).error?.issues[0]?.path).toEqual(['lights']);
    },
  );

  it('takes gains from 0 to 2', () => {
    for (const red of [-0.1, 2.1, NaN]) expect(calibrationSchema.safeParse({ lights: '*', red }).success).toBe(false);
  });
});

describe('the corners of the cube of colours', () => {
  const channel = fc.double({ min: 0, max: 1, noNaN: true });
  const LIGHTS = { black: [0, 0, 0], red: [1, 0, 0], cyan: [0, 1, 1], white: [1, 1, 1] } as const;

  it('leave all as it is until one is moved', () => {
    fc.assert(
      fc.property(channel, channel, channel, (red, green, blue) => {
        const seen = graded([{ lights: '*', corners: {} }], red, green, blue);
        const plain = graded([], red, green, blue);
        seen.forEach((part, index) => {
          expect(part).toBeCloseTo(plain[index] ?? NaN, 6);
        });
      }),
    );
  });

  it('are shown as they were said to be, of the lights that are named, and what lies between is mixed of them', () => {
    const corners = {
      red: { r: 255, g: 255, b: 0 },
      cyan: { r: 0, g: 0, b: 255 },
      black: { r: 0, g: 0, b: 0 },
      white: { r: 255, g: 0, b: 0 },
    };
    const one = [{ lights: '0', corners }];
    expect(graded(one, ...LIGHTS.red, ...LIGHTS.red)).toEqual([1, 1, 0, 1, 0, 0]);
    expect(graded(one, ...LIGHTS.cyan)).toEqual([0, 0, 1]);
    expect(graded(one, ...LIGHTS.white)).toEqual([1, 0, 0]);
    expect(graded(one, ...LIGHTS.black)).toEqual([0, 0, 0]);
    expect(graded(one, 0.5, 0, 0)).toEqual([0.5, 0.5, 0]);
  });

  it('come before the gains, and of several the last counts', () => {
    const red = { red: { r: 0, g: 255, b: 0 } };
    expect(graded([{ lights: '*', green: 0.5, corners: red }], ...LIGHTS.red)).toEqual([0, 0.5, 0]);
    expect(
      graded(
        [
          { lights: '*', corners: red },
          { lights: '1', corners: null },
        ],
        ...LIGHTS.red,
        ...LIGHTS.red,
      ),
    ).toEqual([0, 1, 0, 1, 0, 0]);
  });

  it('are bytes of colours', () => {
    const wrong = calibrationSchema.safeParse({ lights: '*', corners: { red: { r: 256, g: 0, b: 0 } } });
    expect(wrong.error?.issues[0]?.path).toEqual(['corners', 'red', 'r']);
    expect(calibrationSchema.safeParse({ lights: '*', corners: { pink: { r: 1, g: 0, b: 0 } } }).success).toBe(false);
  });
});

describe('bytes of light', () => {
  const bytes = (value: number, dither: boolean, pictures: number): number[] => {
    const quantizer = new Quantizer(1);
    const out = new Uint8Array(1);
    return Array.from({ length: pictures }, () => {
      quantizer.write(Float32Array.of(value / 255), 255, dither, out);
      return out[0] ?? NaN;
    });
  };

  it('are the nearest ones without dithering', () => {
    expect([0, 0.4, 0.6, 3.3, 254.6, 255].map((value) => bytes(value, false, 1)[0])).toEqual([0, 0, 1, 3, 255, 255]);
  });

  it('come to what is wanted over time with dithering, never a whole step away from it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 9.9, noNaN: true }), (value) => {
        const seen = bytes(value, true, 500);
        expect(seen.reduce((sum, byte) => sum + byte, 0) / 500).toBeCloseTo(value, 2);
        for (const byte of seen) expect(Math.abs(byte - value)).toBeLessThan(1.001);
      }),
    );
  });

  it('stay the same where light is bright, and black where there is none', () => {
    expect(new Set(bytes(100.4, true, 50))).toEqual(new Set([100]));
    expect(new Set(bytes(0, true, 50))).toEqual(new Set([0]));
  });
});
