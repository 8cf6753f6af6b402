import { describe, expect, it } from 'vitest';
import { EFFECTS } from './effects.js';
import { PATTERNS } from './patterns.js';

const PLACES = Array.from({ length: 60 }, (_, index) => ({ x: (index % 20) / 19, y: Math.floor(index / 20) / 2 }));

function frames(id: string, count: number, every_s: number, options: object = {}, seed = 1): Float32Array[] {
  const effect = EFFECTS.find((one) => one.id === id);
  if (effect === undefined) throw new Error(`no effect ${id}`);
  const paint = effect.paint(effect.options.parse(options), PLACES, seed);
  return Array.from({ length: count }, (_, index) => {
    const lights = new Float32Array(PLACES.length * 3);
    paint(index * every_s, lights);
    return lights;
  });
}

describe('the effects', () => {
  it('are at least twelve, each with a name of its own', () => {
    expect(new Set(EFFECTS.map(({ id }) => id)).size).toBeGreaterThanOrEqual(12);
    expect(new Set([...EFFECTS, ...PATTERNS].map(({ id }) => id)).size).toBe(EFFECTS.length + PATTERNS.length);
  });

  it.each(EFFECTS.map(({ id }) => id))('%s gives light, and only such as there is, for hours', (id) => {
    const seen = [...frames(id, 200, 0.05), ...frames(id, 20, 977)];
    expect(seen.flatMap((lights) => [...lights].filter((value) => !(value >= 0 && value <= 1.000_001)))).toEqual([]);
    expect(seen.some((lights) => lights.some((value) => value > 0.2))).toBe(true);
  });

  it.each(EFFECTS.filter(({ id }) => id !== 'static' && id !== 'gradient').map(({ id }) => id))('%s moves', (id) => {
    const [first, ...others] = frames(id, 60, 2.3);
    expect(others.some((lights) => lights.some((value, index) => Math.abs(value - (first?.[index] ?? 0)) > 0.05))).toBe(true);
  });

  it.each(EFFECTS.map(({ id }) => id))('%s is the same for the same time and seed', (id) => {
    expect(frames(id, 5, 0.7, {}, 42)).toEqual(frames(id, 5, 0.7, {}, 42));
  });

  it('flash no more than three times a second, however fast they are set', () => {
    const lights = frames('police', 3_000, 1 / 300, { speed: 10 }).map((one) => one[0] ?? 0);
    for (let from = 0; from + 300 <= lights.length; from += 50) {
      const second = lights.slice(from, from + 300);
      const flashes = second.filter((value, index) => value > 0.5 && (second[index - 1] ?? 0) <= 0.5).length;
      expect(flashes).toBeLessThanOrEqual(3);
    }
  });
});
