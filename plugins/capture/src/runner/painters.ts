import { EFFECTS } from '../effects/effects.js';
import type { Painter, Place } from '../effects/effect.js';
import { PATTERNS } from '../effects/patterns.js';
import type { PaintedSource } from '../sources/source.js';

/** What paints the lights of a source. Throws when the effect is not there or does not take its options. */
export function findPainter({ effect, options, seed }: PaintedSource, places: readonly Place[]): Painter {
  const found = [...EFFECTS, ...PATTERNS].find(({ id }) => id === effect);
  if (found === undefined) throw new Error(`There is no effect "${effect}".`);
  return found.paint(found.options.parse(options), places, seed);
}

/** No light at all. */
export const BLACK_HOLE: Painter = (_seconds, lights) => {
  lights.fill(0);
};
