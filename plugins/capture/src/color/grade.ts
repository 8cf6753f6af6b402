import { z } from '@lightkeeper/plugin-sdk';
import { calibrationSchema, cornersOf, gainsOf, mixCorners } from './calibration.js';
import { kelvinGains } from './temperature.js';

const percent = (initial: number): z.ZodDefault<z.ZodNumber> => z.number().min(0).max(100).default(initial);
const gamma = z.number().min(0.2).max(5).default(1);

/** What is done to the colours on their way to the lights. All of it works on light, 0 to 1, not on bytes. */
export const gradeSchema = z.strictObject({
  /** Percent of full light. */
  brightness: percent(100),
  /** 0 is grey, 1 leaves colours as they are, 2 makes them twice as far from grey. */
  saturation: z.number().min(0).max(3).default(1),
  /** The white of the lights, in kelvin; 6,600 changes nothing. */
  temperature: z.number().int().min(1_000).max(20_000).default(6_600),
  /** Power by which light is raised after all else: above 1 dims the dark parts, below 1 lifts them. */
  gamma: z.strictObject({ red: gamma, green: gamma, blue: gamma }).prefault({}),
  /** Percent of light that is always there, so that dark scenes do not leave the room black. */
  backlight: percent(0),
  /** The colours of groups of lights. */
  calibration: z.array(calibrationSchema).max(32).default([]),
  /** Whether dark lights alternate between two bytes, so that slow fades have no steps. */
  dither: z.boolean().default(false),
});
export type Grade = z.output<typeof gradeSchema>;

/** Rec. 709: how much each colour tells of how bright light is (ITU-R BT.709-6, 3.2). */
const LUMA = [0.2126, 0.7152, 0.0722] as const;
const TABLE_SIZE = 1_024;

/** Applies a grade to lights in place; made anew when the grade changes. */
export class Grader {
  readonly #grade: Grade;
  /** Of each light, red, green and blue: brightness, temperature and calibration. */
  readonly #gains: Float32Array;
  readonly #corners: readonly (Float32Array | null)[];
  readonly #curves: readonly Float32Array[];

  /** `lights` is how many there are. */
  constructor(grade: Grade, lights: number) {
    this.#grade = grade;
    const white = kelvinGains(grade.temperature);
    const level = grade.brightness / 100;
    this.#gains = gainsOf(grade.calibration, lights).map((gain, index) => gain * level * (white[index % 3] ?? 1));
    this.#corners = cornersOf(grade.calibration, lights);
    this.#curves = [grade.gamma.red, grade.gamma.green, grade.gamma.blue].map(curve);
  }

  /** Red, green and blue, light by light. */
  apply(lights: Float32Array): void {
    const { saturation, backlight } = this.#grade;
    const floor = backlight / 100;
    const gains = this.#gains;
    // By places: to go through them would make an iterator for every picture.
    const { 0: curve_r, 1: curve_g, 2: curve_b } = this.#curves;
    for (let at = 0; at + 2 < lights.length; at += 3) {
      let red = lights[at] ?? 0;
      let green = lights[at + 1] ?? 0;
      let blue = lights[at + 2] ?? 0;
      if (saturation !== 1) {
        const grey = red * LUMA[0] + green * LUMA[1] + blue * LUMA[2];
        red = grey + (red - grey) * saturation;
        green = grey + (green - grey) * saturation;
        blue = grey + (blue - grey) * saturation;
      }
      red = Math.max(floor, look(curve_r, red));
      green = Math.max(floor, look(curve_g, green));
      blue = Math.max(floor, look(curve_b, blue));
      const corners = this.#corners[at / 3] ?? null;
      lights[at] = Math.min(1, (corners === null ? red : mixCorners(corners, 0, red, green, blue)) * (gains[at] ?? 1));
      lights[at + 1] = Math.min(1, (corners === null ? green : mixCorners(corners, 1, red, green, blue)) * (gains[at + 1] ?? 1));
      lights[at + 2] = Math.min(1, (corners === null ? blue : mixCorners(corners, 2, red, green, blue)) * (gains[at + 2] ?? 1));
    }
  }
}

function curve(power: number): Float32Array {
  return Float32Array.from({ length: TABLE_SIZE + 1 }, (_, index) => (index / TABLE_SIZE) ** power);
}

function look(table: Float32Array | undefined, value: number): number {
  const place = Math.min(1, Math.max(0, value)) * TABLE_SIZE;
  const below = Math.floor(place);
  const low = table?.[below] ?? 0;
  const high = table?.[Math.min(TABLE_SIZE, below + 1)] ?? 0;
  return low + (high - low) * (place - below);
}
