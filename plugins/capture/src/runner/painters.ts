import type { PaintEffect } from '@lightkeeper/plugin-sdk';
import { EFFECTS } from '../effects/effects.js';
import type { Painter, Place } from '../effects/effect.js';
import { PATTERNS } from '../effects/patterns.js';
import type { PaintedSource } from '../sources/source.js';
import { load } from './brought.js';

/** Makes what paints some lights. */
export type MakePainter = (places: readonly Place[]) => Painter;

/** What paints the lights of a source. Throws when the effect is not there or does not take its options. */
export function findPainter({ effect, options, seed }: PaintedSource): MakePainter {
  const found = [...EFFECTS, ...PATTERNS].find(({ id }) => id === effect);
  if (found === undefined) throw new Error(`There is no effect "${effect}".`);
  return (places) => found.paint(found.options.parse(options), places, seed);
}

/** Like {@link findPainter}, for an effect that a plugin brings. Whatever its module does wrong is an error that names the effect. */
export async function loadPainter({ effect, options, seed }: PaintedSource, module: string): Promise<MakePainter> {
  const make = await load<Parameters<PaintEffect<unknown>>, number>(`effect "${effect}"`, module);
  return (places) => make(options, places, seed);
}

/** No light at all. */
export const BLACK_HOLE: Painter = (_seconds, lights) => {
  lights.fill(0);
};
