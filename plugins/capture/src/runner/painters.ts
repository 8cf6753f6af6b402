import { EFFECTS } from '../effects/effects.js';
import type { Painter, Place } from '../effects/effect.js';
import { PATTERNS } from '../effects/patterns.js';
import type { PaintedSource } from '../sources/source.js';

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
  const guarded = <T>(does: string, fn: () => T): T => {
    try {
      return fn();
    } catch (error) {
      throw complaint(effect, does, error);
    }
  };
  const paint = await loadModule(effect, module);
  return (places) => {
    const painter: unknown = guarded('did not begin', () => paint(options, places, seed));
    if (typeof painter !== 'function') throw complaint(effect, 'did not begin', 'it gives no function that paints.');
    return (seconds, lights) => {
      guarded('failed', () => {
        (painter as Painter)(seconds, lights);
      });
      // Light is 0 to 1, and what is no number is none.
      for (let index = 0; index < lights.length; index += 1) {
        const value = lights[index] ?? 0;
        if (!(value >= 0 && value <= 1)) lights[index] = value > 1 ? 1 : 0;
      }
    };
  };
}

type Paint = (options: unknown, places: readonly Place[], seed: number) => unknown;

async function loadModule(effect: string, module: string): Promise<Paint> {
  let loaded: { default?: unknown };
  try {
    loaded = (await import(module)) as { default?: unknown };
  } catch (error) {
    throw complaint(effect, 'could not be loaded', error);
  }
  if (typeof loaded.default !== 'function') throw complaint(effect, 'could not be loaded', 'its module has no function as its default.');
  return loaded.default as Paint;
}

function complaint(effect: string, does: string, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The effect "${effect}" ${does}: ${why.slice(0, 300)}`, { cause });
}

/** No light at all. */
export const BLACK_HOLE: Painter = (_seconds, lights) => {
  lights.fill(0);
};
