import { aurora, breath, daylight, gradient, plain, rainbow, waves } from './calm.js';
import type { Effect } from './effect.js';
import { candle, fire, meteor, plasma, police, sparkle } from './lively.js';

/** The effects that come with the hub, in the order in which they are offered. */
export const EFFECTS: readonly Effect[] = [
  plain,
  gradient,
  rainbow,
  breath,
  candle,
  fire,
  plasma,
  waves,
  meteor,
  aurora,
  police,
  daylight,
  sparkle,
] as readonly Effect[];
