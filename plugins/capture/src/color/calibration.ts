import { z } from '@lightkeeper/plugin-sdk';
import { MAX_ZONES } from '../layout/zone.js';

const MOST_RANGES = 100;

/** First and last light of each range of `0-5,9`; null where it is none. */
function rangesOf(text: string): (readonly [number, number])[] | null {
  const parts = text.split(',');
  if (parts.length > MOST_RANGES) return null;
  const ranges: (readonly [number, number])[] = [];
  for (const part of parts) {
    const [, first, last = first] = /^\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/.exec(part) ?? [];
    if (first === undefined || Number(first) > Number(last) || Number(last) >= MAX_ZONES) return null;
    ranges.push([Number(first), Number(last)]);
  }
  return ranges;
}

const gain = z.number().min(0).max(2).default(1);

/**
 * Sets the white of some lights right that are unlike the others: of another batch, or behind a coloured wall. Of several that name the same
 * light the last counts.
 *
 * @example { lights: '0-5,9', green: 0.85 }
 */
export const calibrationSchema = z.strictObject({
  /** Lights of the layout, from 0 on: numbers and ranges with commas between them, or `*` for all. Those beyond the layout count for nothing. */
  lights: z
    .string()
    .max(1_000)
    .refine(
      (text) => text === '*' || rangesOf(text) !== null,
      `must be "*", or numbers and ranges of lights such as "0-5,9", each below ${MAX_ZONES}`,
    ),
  /** How much of each colour is given, 1 being all of it. What would be more than full light is full light. */
  red: gain,
  green: gain,
  blue: gain,
});
export type Calibration = z.output<typeof calibrationSchema>;

/** Red, green and blue of each of `lights` lights: what each of these is multiplied with. */
export function gainsOf(calibrations: readonly Calibration[], lights: number): Float32Array {
  const gains = new Float32Array(lights * 3).fill(1);
  for (const { lights: text, red, green, blue } of calibrations) {
    for (const [first, last] of (text === '*' ? null : rangesOf(text)) ?? [[0, lights - 1] as const]) {
      for (let light = first; light <= Math.min(last, lights - 1); light += 1) gains.set([red, green, blue], light * 3);
    }
  }
  return gains;
}
