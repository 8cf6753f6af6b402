import type { BlueprintFile, Hole } from './file.js';
import type { Inputs } from './fill.js';
import { valuesOf } from './fill.js';
import { PLACE } from './places.js';
import type { Words } from '../words/words.js';

/** What an automation made from a blueprint is in plain words, in the blueprint's own; null where it has none. */
export function told(file: BlueprintFile, inputs: Inputs, words: Words): string | null {
  if (file.sentence === null) return null;
  const valueOf = valuesOf(file, inputs);
  const say = (text: string): string =>
    text.replaceAll(PLACE, (_place, key: string, inner: string | undefined) => {
      const value = valueOf(key);
      if (inner !== undefined) return value === null || value === false ? '' : say(inner);
      return wordsFor(value, file.holes.get(key), words);
    });
  return say(file.sentence);
}

const DAYS: Readonly<Record<string, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

function wordsFor(value: unknown, hole: Hole | undefined, words: Words): string {
  const { entity, widget } = (hole?.schema.ui ?? {}) as { entity?: string; widget?: string };
  const one = (item: unknown): string => {
    if (entity !== undefined && typeof item === 'string') return words.name(entity, item);
    if (widget === 'duration' && typeof item === 'number') return words.duration(item);
    if (widget === 'weekdays' && typeof item === 'string') return DAYS[item] ?? item;
    return typeof item === 'string' || typeof item === 'number' ? String(item) : words.value(item);
  };
  return Array.isArray(value) ? words.list(value.map(one)) : one(value);
}
