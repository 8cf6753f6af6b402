import { z } from '@lightkeeper/plugin-sdk';
import { MAX_ZONES } from '../layout/zone.js';
import { toLinear } from './transfer.js';

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

const byte = z.number().int().min(0).max(255);

/** What one of the corners is shown as; it is itself until somebody says otherwise. */
function corner(r: number, g: number, b: number): z.ZodDefault<z.ZodObject<{ r: typeof byte; g: typeof byte; b: typeof byte }>> {
  return z.strictObject({ r: byte, g: byte, b: byte }).default({ r, g, b });
}

/**
 * What lights show for each of the eight corners of the cube of colours, as a screen's bytes; whatever lies between the corners is mixed of
 * them, in light. Saying of red that it is `{ r: 255, g: 20, b: 0 }` gives a little green to all that is red.
 */
const cornersSchema = z.strictObject({
  black: corner(0, 0, 0),
  red: corner(255, 0, 0),
  green: corner(0, 255, 0),
  yellow: corner(255, 255, 0),
  blue: corner(0, 0, 255),
  magenta: corner(255, 0, 255),
  cyan: corner(0, 255, 255),
  white: corner(255, 255, 255),
});
/** By place: 1 for red, 2 for green and 4 for blue, together. */
const CORNERS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

const gain = z.number().min(0).max(2).default(1);

/**
 * Sets the colours of some lights right that are unlike the others: of another batch, or behind a coloured wall. Of several that name the same
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
  /** Null leaves the colours of the corners as they are. */
  corners: cornersSchema.nullable().default(null),
});
export type Calibration = z.output<typeof calibrationSchema>;

/** Calls `each` with every light that a calibration names, of `lights` lights. */
function forLights({ lights: text }: Calibration, lights: number, each: (light: number) => void): void {
  for (const [first, last] of (text === '*' ? null : rangesOf(text)) ?? [[0, lights - 1] as const]) {
    for (let light = first; light <= Math.min(last, lights - 1); light += 1) each(light);
  }
}

/** Red, green and blue of each of `lights` lights: what each of these is multiplied with. */
export function gainsOf(calibrations: readonly Calibration[], lights: number): Float32Array {
  const gains = new Float32Array(lights * 3).fill(1);
  for (const calibration of calibrations) {
    const { red, green, blue } = calibration;
    forLights(calibration, lights, (light) => {
      gains.set([red, green, blue], light * 3);
    });
  }
  return gains;
}

/** The corners of each of `lights` lights, as light: red, green and blue of each corner by its place. Null where they are left alone. */
export function cornersOf(calibrations: readonly Calibration[], lights: number): (Float32Array | null)[] {
  const all = new Array<Float32Array | null>(lights).fill(null);
  for (const calibration of calibrations) {
    const { corners } = calibration;
    const own =
      corners === null
        ? null
        : Float32Array.from(CORNERS.flatMap((name) => [corners[name].r, corners[name].g, corners[name].b]).map(toLinear));
    forLights(calibration, lights, (light) => {
      all[light] = own;
    });
  }
  return all;
}

/** One colour of what is mixed of the corners; `part` is 0 for red, 1 for green and 2 for blue. All are light, 0 to 1. */
export function mixCorners(corners: Float32Array, part: 0 | 1 | 2, red: number, green: number, blue: number): number {
  const between = (from: number): number => {
    const low = corners[from * 3 + part] ?? 0;
    return low + ((corners[from * 3 + 3 + part] ?? 0) - low) * red;
  };
  const near = between(0) + (between(2) - between(0)) * green;
  const far = between(4) + (between(6) - between(4)) * green;
  return near + (far - near) * blue;
}
