import { z } from '@lightkeeper/plugin-sdk';
import { BLACK, colorSchema, lightOfColor, put } from './effect.js';
import type { Effect, Light } from './effect.js';

const options = z.strictObject({ color: colorSchema });
type Pattern = Effect<typeof options>;

const WHITE: Light = [1, 1, 1];
const RED: Light = [1, 0, 0];
const GREEN: Light = [0, 1, 0];
const BLUE: Light = [0, 0, 1];
/** In the order in which television's bars stand. */
const BARS: readonly Light[] = [WHITE, [1, 1, 0], [0, 1, 1], GREEN, [1, 0, 1], RED, BLUE, BLACK];

const solid: Pattern = {
  id: 'test-solid',
  name: 'One colour',
  options,
  paint({ color }, places) {
    const light = lightOfColor(color);
    return (_seconds, lights) => {
      for (let index = 0; index < places.length; index += 1) put(lights, index, light);
    };
  },
};

const bars: Pattern = {
  id: 'test-bars',
  name: 'Colour bars',
  options,
  paint: (_options, places) => (_seconds, lights) => {
    places.forEach(({ x }, index) => {
      put(lights, index, BARS[Math.min(BARS.length - 1, Math.floor(x * BARS.length))] ?? BLACK);
    });
  },
};

const LIGHTS_PER_SECOND = 10;
const chase: Pattern = {
  id: 'test-chase',
  name: 'Running light',
  options,
  paint({ color }, places) {
    const light = lightOfColor(color);
    return (seconds, lights) => {
      lights.fill(0);
      put(lights, Math.floor(seconds * LIGHTS_PER_SECOND) % places.length, light);
    };
  },
};

/** Top red, right green, bottom blue, left white: by the edge that a light is nearest to. */
const edges: Pattern = {
  id: 'test-edges',
  name: 'Edges',
  options,
  paint: (_options, places) => (_seconds, lights) => {
    places.forEach(({ x, y }, index) => {
      const nearest = Math.min(y, 1 - x, 1 - y, x);
      put(lights, index, nearest === y ? RED : nearest === 1 - x ? GREEN : nearest === 1 - y ? BLUE : WHITE);
    });
  },
};

/** What test patterns show. */
export const PATTERNS: readonly Effect[] = [solid, bars, chase, edges] as readonly Effect[];
