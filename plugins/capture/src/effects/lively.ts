import { z } from '@lightkeeper/plugin-sdk';
import { toLinear } from '../color/transfer.js';
import { BLACK, colorSchema, colorsSchema, hue, lightOfColor, mix, put, speed } from './effect.js';
import type { Effect, Light } from './effect.js';
import { chance, drift } from './noise.js';

const TURN = 2 * Math.PI;
const srgb = (r: number, g: number, b: number): Light => [toLinear(r), toLinear(g), toLinear(b)];

const candleOptions = z.strictObject({
  color: colorSchema.default({ r: 255, g: 147, b: 41 }).meta({ title: 'Colour' }),
  candles: z.number().int().min(1).max(64).default(4).meta({ title: 'Candles' }),
  speed,
});
/** Flames that mostly burn still and now and then flicker, each by itself. */
export const candle: Effect<typeof candleOptions> = {
  id: 'candle',
  name: 'Candle',
  options: candleOptions,
  paint({ color, candles, speed: pace }, places, seed) {
    const light = lightOfColor(color);
    return (seconds, lights) => {
      const t = seconds * pace;
      for (let index = 0; index < places.length; index += 1) {
        const own = seed + Math.floor((index * candles) / places.length) * 7;
        const unrest = drift(own, t * 0.35) ** 3;
        put(lights, index, light, 0.62 + 0.2 * drift(own + 1, t * 1.7) - 0.5 * unrest * drift(own + 2, t * 11));
      }
    };
  },
};

const fireOptions = z.strictObject({ speed, height: z.number().min(0.1).max(2).default(1).meta({ title: 'Height of the flames' }) });
const EMBERS: readonly Light[] = [BLACK, srgb(90, 8, 0), srgb(225, 60, 0), srgb(255, 150, 20), srgb(255, 225, 130)];
/** Flames that rise from the bottom of the picture. */
export const fire: Effect<typeof fireOptions> = {
  id: 'fire',
  name: 'Fire',
  options: fireOptions,
  paint({ speed: pace, height }, places, seed) {
    return (seconds, lights) => {
      const t = seconds * pace;
      places.forEach(({ x, y }, index) => {
        const up = 1 - y;
        const tongue = 0.55 * drift(seed, x * 7 + t * 0.6) + 0.45 * drift(seed + 1, x * 17 - t * 0.9);
        const turmoil = drift(seed + 2, up * 6 - t * 2.4 + x * 11);
        const heat = Math.min(1, Math.max(0, 0.25 + tongue * 1.1 - up / height + (turmoil - 0.5) * 0.5));
        put(lights, index, ember(heat));
      });
    };
  },
};

function ember(heat: number): Light {
  const at = heat * (EMBERS.length - 1);
  const from = EMBERS[Math.floor(at)] ?? BLACK;
  return mix(from, EMBERS[Math.ceil(at)] ?? from, at - Math.floor(at));
}

const plasmaOptions = z.strictObject({ speed });
/** Colours that flow into each other over the whole picture. */
export const plasma: Effect<typeof plasmaOptions> = {
  id: 'plasma',
  name: 'Plasma',
  options: plasmaOptions,
  paint({ speed: pace }, places) {
    return (seconds, lights) => {
      const t = seconds * pace;
      places.forEach(({ x, y }, index) => {
        const [cx, cy] = [x - 0.5 + 0.3 * Math.sin(t * 0.31), y - 0.5 + 0.3 * Math.cos(t * 0.23)];
        const value =
          Math.sin(x * 6 + t * 0.7) + Math.sin(y * 5 - t * 0.5) + Math.sin((x + y) * 4 + t * 0.3) + Math.sin(Math.hypot(cx, cy) * 9 - t);
        put(lights, index, hue(value / 8 + t * 0.02));
      });
    };
  },
};

const meteorOptions = z.strictObject({
  colors: colorsSchema('ffffff', '80d8ff'),
  meteors: z.number().int().min(1).max(16).default(2).meta({ title: 'Meteors' }),
  tail: z.number().min(0.02).max(1).default(0.25).meta({ title: 'Length of the tail' }),
  speed,
});
/** Bright heads that run along the strip and draw a tail that fades. */
export const meteor: Effect<typeof meteorOptions> = {
  id: 'meteor',
  name: 'Meteor',
  options: meteorOptions,
  paint({ colors, meteors, tail, speed: pace }, places) {
    const ring = colors.map(lightOfColor);
    return (seconds, lights) => {
      lights.fill(0);
      for (let one = 0; one < meteors; one += 1) {
        const head = (seconds * pace * 0.35 + one / meteors) % 1;
        const light = ring[one % ring.length] ?? BLACK;
        for (let index = 0; index < places.length; index += 1) {
          const behind = (head - index / places.length + 1) % 1;
          if (behind > tail) continue;
          const level = (1 - behind / tail) ** 2.5;
          for (let channel = 0; channel < 3; channel += 1) {
            const at = index * 3 + channel;
            lights[at] = Math.min(1, (lights[at] ?? 0) + (light[channel] ?? 0) * level);
          }
        }
      }
    };
  },
};

const policeOptions = z.strictObject({ colors: colorsSchema('ff0000', '0030ff'), speed });
const FLASHES = 3;
/** Two halves that flash in turn, three short flashes each. At most three a second each: more is a danger to some (WCAG 2.2, 2.3.1). */
export const police: Effect<typeof policeOptions> = {
  id: 'police',
  name: 'Police',
  options: policeOptions,
  paint({ colors, speed: pace }, places) {
    const [left = BLACK, right = left] = colors.map(lightOfColor);
    return (seconds, lights) => {
      const turn = (seconds * Math.min(1, pace)) / 2;
      const half = (turn * 2) % 2 < 1 ? 0 : 1;
      const flash = Math.sin(turn * 2 * FLASHES * TURN) > 0 ? 1 : 0;
      places.forEach(({ x }, index) => {
        const mine = x < 0.5 ? 0 : 1;
        put(lights, index, mine === 0 ? left : right, mine === half ? flash : 0);
      });
    };
  },
};

const sparkleOptions = z.strictObject({ colors: colorsSchema('1a237e', 'ffffff'), speed });
/** A quiet ground on which single lights shine up and fade. */
export const sparkle: Effect<typeof sparkleOptions> = {
  id: 'sparkle',
  name: 'Sparkle',
  options: sparkleOptions,
  paint({ colors, speed: pace }, places, seed) {
    const [ground = BLACK, ...stars] = colors.map(lightOfColor);
    return (seconds, lights) => {
      for (let index = 0; index < places.length; index += 1) {
        const own = seconds * pace * 0.5 + chance(seed, index) * 9;
        const turn = Math.floor(own);
        const lit = chance(seed + turn, index) < 0.18 ? (1 - (own - turn)) ** 2 : 0;
        const star = stars[turn % Math.max(1, stars.length)] ?? ground;
        put(lights, index, mix(mix(BLACK, ground, 0.25), star, lit));
      }
    };
  },
};
