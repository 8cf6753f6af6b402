import type { CaptureTarget } from '@lightkeeper/plugin-sdk/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partOf, shownBy, withDevice } from './targets.js';

const whole: CaptureTarget = { device_id: 'tv', first: 0, reverse: false };
const LEDS = 60;
const leds = (): number => LEDS;

describe('a target', () => {
  it('has all lights of its device, or the part that there is', () => {
    expect(partOf(whole, LEDS)).toEqual({ start: 0, stop: 60 });
    expect(partOf({ ...whole, segment: { start: 50, stop: 90 } }, LEDS)).toEqual({ start: 50, stop: 60 });
    expect(partOf({ ...whole, segment: { start: 80, stop: 90 } }, LEDS)).toEqual({ start: 80, stop: 80 });
  });

  it('shows as many lights of the layout as it has, unless it is said otherwise', () => {
    expect(shownBy({ ...whole, segment: { start: 10, stop: 30 } }, LEDS)).toBe(20);
    expect(shownBy({ ...whole, count: 5 }, LEDS)).toBe(5);
  });
});

describe('one more device', () => {
  it('shows what comes behind the others', () => {
    expect(withDevice([whole], 'shelf', leds)).toEqual([whole, { device_id: 'shelf', first: 60, reverse: false }]);
  });

  it('that is there already gives what is free of it', () => {
    const part = { ...whole, segment: { start: 10, stop: 25 } };
    expect(withDevice([part], 'tv', leds)[1]).toEqual({ device_id: 'tv', first: 15, reverse: false, segment: { start: 25, stop: 60 } });
  });

  it('that is taken whole is cut in two', () => {
    const [one, two] = withDevice([whole], 'tv', leds);
    expect(one?.segment).toEqual({ start: 0, stop: 30 });
    expect(two).toMatchObject({ first: 30, segment: { start: 30, stop: 60 } });
  });

  it('that is a single light cannot be shared', () => {
    expect(withDevice([whole], 'tv', () => 1)).toEqual([whole]);
  });

  it('never takes lights that another target has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 12 }), (count, times) => {
        let targets: readonly CaptureTarget[] = [];
        for (let time = 0; time < times; time += 1) targets = withDevice(targets, 'tv', () => count);
        const lights = targets.flatMap((target) => {
          const { start, stop } = partOf(target, count);
          return Array.from({ length: stop - start }, (_, at) => start + at);
        });
        expect(lights.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at));
        expect(targets.length).toBe(Math.min(times, count));
      }),
    );
  });
});
