import { z } from '@lightkeeper/plugin-sdk';
import { kelvinGains } from '../color/temperature.js';
import { around, colorSchema, colorsSchema, hue, lightOfColor, mix, put, speed } from './effect.js';
import type { Effect, Light } from './effect.js';
import { drift } from './noise.js';

const TURN = 2 * Math.PI;

const plainOptions = z.strictObject({ color: colorSchema.default({ r: 255, g: 180, b: 107 }).meta({ title: 'Colour' }) });
export const plain: Effect<typeof plainOptions> = {
  id: 'static',
  name: 'One colour',
  options: plainOptions,
  paint({ color }, places) {
    const light = lightOfColor(color);
    return (_seconds, lights) => {
      for (let index = 0; index < places.length; index += 1) put(lights, index, light);
    };
  },
};

const gradientOptions = z.strictObject({
  colors: colorsSchema('ff4b1f', '9b30ff'),
  angle: z.number().min(0).max(360).default(0).meta({ title: 'Angle', description: '0 runs from left to right, 90 from top to bottom.' }),
});
/** Colours from one side of the picture to the other. */
export const gradient: Effect<typeof gradientOptions> = {
  id: 'gradient',
  name: 'Gradient',
  options: gradientOptions,
  paint({ colors, angle }, places) {
    const stops = colors.map(lightOfColor);
    const [dx, dy] = [Math.cos((angle / 360) * TURN), Math.sin((angle / 360) * TURN)];
    const reach = Math.abs(dx) + Math.abs(dy);
    const painted = places.map(({ x, y }) => along(stops, 0.5 + ((x - 0.5) * dx + (y - 0.5) * dy) / reach));
    return (_seconds, lights) => {
      painted.forEach((light, index) => {
        put(lights, index, light);
      });
    };
  },
};

/** A place between the first and the last of the stops. */
function along(stops: readonly Light[], place: number): Light {
  const at = Math.min(1, Math.max(0, place)) * (stops.length - 1);
  const from = stops[Math.floor(at)] ?? [0, 0, 0];
  return mix(from, stops[Math.ceil(at)] ?? from, at - Math.floor(at));
}

const rainbowOptions = z.strictObject({ speed, turns: z.number().min(0.1).max(10).default(1).meta({ title: 'Rainbows along the strip' }) });
export const rainbow: Effect<typeof rainbowOptions> = {
  id: 'rainbow',
  name: 'Rainbow',
  options: rainbowOptions,
  paint({ speed: pace, turns }, places) {
    return (seconds, lights) => {
      for (let index = 0; index < places.length; index += 1)
        put(lights, index, hue((index / places.length) * turns + seconds * 0.1 * pace));
    };
  },
};

const breathOptions = z.strictObject({ colors: colorsSchema('3fa9f5', 'b46bff'), speed });
/** Rises and falls as one breathes at rest, six times a minute, and takes the next colour in the dark. */
export const breath: Effect<typeof breathOptions> = {
  id: 'breath',
  name: 'Breath',
  options: breathOptions,
  paint({ colors, speed: pace }, places) {
    const ring = colors.map(lightOfColor);
    return (seconds, lights) => {
      const breaths = (seconds * pace) / 10;
      const light = ring[Math.floor(breaths) % ring.length] ?? [0, 0, 0];
      const level = 0.02 + 0.98 * ((1 - Math.cos(breaths * TURN)) / 2) ** 2;
      for (let index = 0; index < places.length; index += 1) put(lights, index, light, level);
    };
  },
};

const wavesOptions = z.strictObject({ colors: colorsSchema('003c8f', '00b8d4', 'e0f7fa'), speed });
/** Three swells of different length that run through each other. */
export const waves: Effect<typeof wavesOptions> = {
  id: 'waves',
  name: 'Waves',
  options: wavesOptions,
  paint({ colors, speed: pace }, places) {
    const stops = colors.map(lightOfColor);
    return (seconds, lights) => {
      const t = seconds * pace;
      places.forEach(({ x, y }, index) => {
        const swell =
          Math.sin(TURN * (x * 1.3 + t * 0.11)) + Math.sin(TURN * (x * 2.9 - t * 0.07 + y * 0.4)) + Math.sin(TURN * (y * 1.7 + t * 0.05));
        put(lights, index, along(stops, 0.5 + swell / 6));
      });
    };
  },
};

const auroraOptions = z.strictObject({ colors: colorsSchema('00e676', '00b0a0', '6a1bff', 'ff4fa3'), speed });
/** Curtains of light that drift, brighten and fade. */
export const aurora: Effect<typeof auroraOptions> = {
  id: 'aurora',
  name: 'Aurora',
  options: auroraOptions,
  paint({ colors, speed: pace }, places, seed) {
    const ring = colors.map(lightOfColor);
    return (seconds, lights) => {
      const t = seconds * pace;
      places.forEach(({ x, y }, index) => {
        const curtain = drift(seed, x * 5 + t * 0.16) * drift(seed + 1, x * 9 - t * 0.23 + y * 2);
        put(lights, index, around(ring, drift(seed + 2, x * 2 + t * 0.05)), 0.04 + 0.96 * Math.min(1, curtain * 1.9) ** 1.6);
      });
    };
  },
};

const daylightOptions = z.strictObject({
  minutes: z
    .number()
    .min(0.1)
    .max(1_440)
    .default(10)
    .meta({ title: 'Length of the day', description: 'Minutes from dawn to night.', ui: { unit: 'min' } }),
});
/** A day from the first glow to night: the colour of the sun by its height, brightest at noon. */
export const daylight: Effect<typeof daylightOptions> = {
  id: 'daylight',
  name: 'Daylight',
  options: daylightOptions,
  paint({ minutes }, places) {
    return (seconds, lights) => {
      const day = (seconds / (minutes * 60)) % 1;
      const height = Math.sin(day * Math.PI);
      const light = kelvinGains(1_800 + 4_700 * height ** 0.7);
      const level = 0.01 + 0.99 * height ** 1.5;
      for (let index = 0; index < places.length; index += 1) put(lights, index, light, level);
    };
  },
};
