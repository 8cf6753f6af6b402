import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradeSchema, Grader } from './grade.js';
import { Smoother, smoothingSchema } from './smoothing.js';
import { kelvinGains } from './temperature.js';
import { fromLinear, LINEAR, toLinear } from './transfer.js';

const graded = (grade: object, ...lights: number[]): number[] => {
  const out = Float32Array.from(lights);
  new Grader(gradeSchema.parse(grade), lights.length / 3).apply(out);
  return [...out];
};

describe('the transfer function', () => {
  it('has the values of its definition, and goes there and back', () => {
    expect(toLinear(0)).toBe(0);
    expect(toLinear(255)).toBeCloseTo(1, 6);
    expect(toLinear(128)).toBeCloseTo(0.215_86, 5);
    for (let byte = 0; byte < 256; byte += 1) expect(fromLinear(LINEAR[byte] ?? -1)).toBe(byte);
  });
});

describe('a grade', () => {
  it('changes nothing by itself', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), (lights) => {
        graded({}, ...lights).forEach((value, index) => {
          expect(value).toBeCloseTo(lights[index] ?? NaN, 5);
        });
      }),
    );
  });

  it('dims by brightness, keeps a backlight, and takes colour away', () => {
    expect(graded({ brightness: 50 }, 1, 0.5, 0)).toEqual([0.5, 0.25, 0]);
    expect(graded({ backlight: 10 }, 0, 0.05, 1).map((value) => Math.round(value * 1_000))).toEqual([100, 100, 1_000]);
    const [r = 0, g = 0, b = 0] = graded({ saturation: 0 }, 0, 1, 0);
    expect([r, g, b].map((value) => value.toFixed(4))).toEqual(['0.7152', '0.7152', '0.7152']);
  });

  it('stays within what lights can show', () => {
    fc.assert(
      fc.property(
        fc.record({
          brightness: fc.double({ min: 0, max: 100, noNaN: true }),
          saturation: fc.double({ min: 0, max: 3, noNaN: true }),
          temperature: fc.integer({ min: 1_000, max: 20_000 }),
          backlight: fc.double({ min: 0, max: 100, noNaN: true }),
        }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (grade, lights) => {
          for (const value of graded(grade, ...lights)) expect(value >= 0 && value <= 1).toBe(true);
        },
      ),
    );
  });
});

describe('white of a colour temperature', () => {
  it('is the screen’s own at 6,600 K, redder below and bluer above', () => {
    expect(kelvinGains(6_600)).toEqual([1, 1, 1]);
    const [warm, cold] = [kelvinGains(2_700), kelvinGains(12_000)];
    expect(warm[0]).toBe(1);
    expect(warm[2]).toBeLessThan(warm[1]);
    expect(cold[2]).toBe(1);
    expect(cold[0]).toBeLessThan(cold[1]);
  });

  it('changes steadily from warm to cold', () => {
    let last = Infinity;
    for (let kelvin = 1_700; kelvin <= 20_000; kelvin += 100) {
      const [red, , blue] = kelvinGains(kelvin);
      expect(red / Math.max(1e-9, blue)).toBeLessThanOrEqual(last + 1e-6);
      last = red / Math.max(1e-9, blue);
    }
  });
});

describe('smoothing', () => {
  const follow = (smoothing: object, steps: readonly number[], from = 0, to = 1): number[] => {
    const smoother = new Smoother(smoothingSchema.parse(smoothing), 1);
    smoother.aim([from] as unknown as Float32Array);
    smoother.aim(Float32Array.of(to));
    return steps.map((ms) => {
      smoother.step(ms);
      return smoother.values[0] ?? NaN;
    });
  };

  it('goes straight, and arrives in time', () => {
    const way = follow({ kind: 'linear', time_ms: 100 }, [25, 25, 25, 25, 25]);
    [0.25, 0.5, 0.75, 1, 1].forEach((wanted, index) => {
      expect(way[index]).toBeCloseTo(wanted, 5);
    });
  });

  it('decays by the same part in the same time', () => {
    const [once = NaN] = follow({ kind: 'decay', time_ms: 100 }, [100]);
    expect(once).toBeCloseTo(1 - Math.exp(-1), 5);
  });

  it('springs softly off and does not swing over', () => {
    const way = follow({ kind: 'spring', time_ms: 100 }, Array<number>(40).fill(5));
    expect(way[0]).toBeLessThan(0.05);
    expect(way[19]).toBeGreaterThan(0.95);
    for (const value of way) expect(value).toBeLessThanOrEqual(1.000_1);
  });

  it('comes out the same, however time is cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('decay', 'spring', 'linear'),
        fc.integer({ min: 10, max: 1_000 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }),
        (kind, time_ms, steps) => {
          const whole = steps.reduce((sum, ms) => sum + ms, 0);
          const [once = NaN] = follow({ kind, time_ms }, [whole]);
          expect(follow({ kind, time_ms }, steps).at(-1)).toBeCloseTo(once, 3);
        },
      ),
    );
  });

  it('shows the first picture at once, and each one without smoothing', () => {
    const smoother = new Smoother({ kind: 'decay', time_ms: 1_000 }, 2);
    smoother.aim(Float32Array.of(0.3, 0.7));
    expect(smoother.values[1]).toBeCloseTo(0.7);
    expect(follow({ kind: 'none' }, [1])).toEqual([1]);
  });
});
