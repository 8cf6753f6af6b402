import type { StreamFormat } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { targetSchema } from '../entities/target.js';
import { layoutSchema, zonesOf } from '../layout/layout.js';
import type { Zone } from '../layout/zone.js';
import { DelayLine } from './delay-line.js';
import { misfitOf } from './target-fit.js';
import { TargetPart } from './target-part.js';

const row = (lights: number): Zone[] => zonesOf(layoutSchema.parse({ kind: 'border', top: lights }));
/** Lights that tell their places by their red. */
const numbered = (lights: number): Uint8Array => Uint8Array.from({ length: lights * 3 }, (_, at) => (at % 3 === 0 ? (at / 3) * 10 : 0));

interface Painted {
  target?: object;
  lights?: Uint8Array;
  zones?: Zone[];
  format?: Partial<StreamFormat>;
}

function painted({ target = {}, lights = numbered(8), zones = row(lights.length / 3), format = {} }: Painted): number[] {
  const full: StreamFormat = { leds: 4, channels: 3, max_fps: 60, ...format };
  const picture = new Uint8Array(full.leds * full.channels).fill(7);
  new TargetPart(targetSchema.parse({ device_id: 'strip', ...target }), zones, 60).paint(lights, picture, full, 0);
  return [...picture];
}

const reds = (options: Painted): (number | undefined)[] => {
  const picture = painted(options);
  return Array.from({ length: picture.length / 3 }, (_, led) => picture[led * 3]);
};

function note(target: object, leds: number, lights = 8, until = lights): string | null {
  const own = targetSchema.parse({ device_id: 'strip', ...target });
  return misfitOf(own, { leds, lights, targets: [own, targetSchema.parse({ device_id: 'other', first: until })] });
}

describe('a part of a device', () => {
  it.each<[object, number[]]>([
    [{}, [0, 10, 20, 30]],
    [{ first: 3 }, [30, 40, 50, 60]],
    [{ first: 3, reverse: true }, [60, 50, 40, 30]],
    [{ first: 6 }, [60, 70, 7, 7]],
    [{ count: 8 }, [5, 25, 45, 65]],
    [{ count: 8, reverse: true }, [65, 45, 25, 5]],
    [{ count: 2 }, [0, 0, 10, 10]],
    [{ first: 6, count: 8 }, [60, 60, 70, 70]],
    [{ segment: { start: 1, stop: 3 } }, [7, 0, 10, 7]],
    [{ segment: { start: 2, stop: 9 }, first: 1 }, [7, 7, 10, 20]],
    [{ segment: { start: 5, stop: 9 } }, [7, 7, 7, 7]],
    [{ brightness: 50 }, [0, 5, 10, 15]],
  ])('shows %j', (target, wanted) => {
    expect(reds({ target })).toEqual(wanted);
  });

  it('makes one light of many by the mean of their light', () => {
    expect(reds({ target: { count: 8 }, format: { leds: 1 } })).toEqual([35]);
    expect(reds({ target: { first: 2 }, format: { leds: 1 } })).toEqual([20]);
  });

  it('gives white what the colours have in common, or nothing', () => {
    const lights = Uint8Array.of(200, 150, 100);
    const format = { leds: 1, channels: 4 } as const;
    expect(painted({ lights, format })).toEqual([100, 50, 0, 100]);
    expect(painted({ lights, format, target: { white: 'none' } })).toEqual([200, 150, 100, 0]);
  });

  it('leaves lights dark whose zones have no area, and out of means', () => {
    const [first, second] = row(2);
    const zones = [first, { left: 0, top: 0, right: 0, bottom: 0 }, second].filter((zone) => zone !== undefined);
    const lights = Uint8Array.of(10, 0, 0, 99, 0, 0, 30, 0, 0);
    expect(reds({ zones, lights, format: { leds: 3 } })).toEqual([10, 0, 30]);
    expect(reds({ zones, lights, target: { count: 3 }, format: { leds: 1 } })).toEqual([20]);
  });

  it('never paints beyond its device, whatever is asked for', () => {
    const number = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(
        number,
        fc.option(fc.integer({ min: 1, max: 30 })),
        fc.boolean(),
        number,
        number,
        fc.integer({ min: 1, max: 20 }),
        (first, count, reverse, a, b, leds) => {
          const segment = { start: Math.min(a, b), stop: Math.max(a, b) + 1 };
          const picture = painted({ target: { first, count, reverse, segment }, format: { leds } });
          expect(picture).toHaveLength(leds * 3);
          for (let led = 0; led < leds; led += 1) if (led < segment.start || led >= segment.stop) expect(picture[led * 3]).toBe(7);
        },
      ),
    );
  });

  it('says when layout and device do not fit', () => {
    expect(note({}, 8)).toBeNull();
    expect(note({}, 6)).toBe('The layout has 8 lights for it, but it has 6: the others are not shown.');
    expect(note({}, 6, 8, 6)).toBeNull();
    expect(note({}, 9)).toBe('It has 9 lights, but the layout only 8: the others stay dark.');
    expect(note({ first: 8 }, 4)).toContain('nothing is shown');
    expect(note({ count: 8 }, 1)).toBeNull();
    expect(note({ count: 12 }, 4)).toBe('The layout has 8 of the 12 lights that it shows.');
    expect(note({ segment: { start: 6, stop: 12 } }, 10)).toContain('the rest of the segment is not shown');
    expect(note({ segment: { start: 10, stop: 12 } }, 10)).toContain('nothing is shown');
  });
});

describe('lights that are held back', () => {
  it('come out so much later, and the newest first', () => {
    const line = new DelayLine(1, 100, 60);
    const at = (now: number): number | undefined => line.pass(Uint8Array.of(now % 256), now)?.[0];
    expect(at(0)).toBeUndefined();
    expect(at(50)).toBeUndefined();
    expect(at(99)).toBeUndefined();
    expect(at(100)).toBe(0);
    expect(at(155)).toBe(50);
    expect(at(255)).toBe(155);
  });

  it('lag by the delay and one picture at most, at any rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 2_000 }), (rate, delay) => {
        const line = new DelayLine(4, delay, rate);
        const step = 1_000 / rate;
        for (let now = 0; now < delay * 3 + 10 * step; now += step) {
          const out = line.pass(new Uint8Array(Float32Array.of(now).buffer), now);
          if (now < delay) expect(out).toBeNull();
          if (out === null || now < delay) continue;
          const lag = now - (new Float32Array(out.slice().buffer)[0] ?? 0);
          expect(lag).toBeGreaterThanOrEqual(delay - 0.01);
          expect(lag).toBeLessThan(delay + step + 0.01);
        }
      }),
      { numRuns: 40 },
    );
  });
});
