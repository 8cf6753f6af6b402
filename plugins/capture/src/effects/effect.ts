import { z } from '@lightkeeper/plugin-sdk';
import type { EffectDefinition, PaintEffect } from '@lightkeeper/plugin-sdk';
import { toLinear } from '../color/transfer.js';

export type { LightPlace as Place, Painter } from '@lightkeeper/plugin-sdk';

/** Light, 0 to 1 each. */
export type Light = readonly [red: number, green: number, blue: number];

/** An effect that comes with the hub: a picture without a source, made light by light, from time alone. */
export interface Effect<S extends z.ZodObject = z.ZodObject> extends Omit<EffectDefinition<S>, 'module'> {
  paint: PaintEffect<z.output<S>>;
}

export const colorSchema = z.strictObject({
  r: z.number().int().min(0).max(255),
  g: z.number().int().min(0).max(255),
  b: z.number().int().min(0).max(255),
});
export type Color = z.output<typeof colorSchema>;

/** How fast an effect runs; 1 is its own pace. */
export const speed = z.number().min(0.05).max(10).default(1).meta({ title: 'Speed' });

export function colorsSchema(...initial: readonly string[]): z.ZodDefault<z.ZodArray<typeof colorSchema>> {
  return z.array(colorSchema).min(1).max(8).default(initial.map(parse)).meta({ title: 'Colours' });
}

export function lightOfColor({ r, g, b }: Color): Light {
  return [toLinear(r), toLinear(g), toLinear(b)];
}

export function put(lights: Float32Array, index: number, [r, g, b]: Light, level = 1): void {
  lights[index * 3] = r * level;
  lights[index * 3 + 1] = g * level;
  lights[index * 3 + 2] = b * level;
}

/** Between two lights: 0 is the first, 1 the second. */
export function mix(from: Light, to: Light, part: number): Light {
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part];
}

/** A place on a ring of lights, 0 to 1, each as far from the next as the last from the first. */
export function around(ring: readonly Light[], place: number): Light {
  const at = (((place % 1) + 1) % 1) * ring.length;
  const index = Math.floor(at) % ring.length;
  const from = ring[index];
  const to = ring[(index + 1) % ring.length];
  return from === undefined || to === undefined ? BLACK : mix(from, to, at - Math.floor(at));
}

export const BLACK: Light = [0, 0, 0];

/** A full colour of the wheel: 0 red, 1/3 green, 2/3 blue. */
export function hue(turn: number): Light {
  const at = (((turn % 1) + 1) % 1) * 6;
  const channel = (shift: number): number => toLinear(255 * Math.min(1, Math.max(0, Math.abs(((at + shift) % 6) - 3) - 1)));
  return [channel(0), channel(4), channel(2)];
}

function parse(hex: string): Color {
  const value = Number.parseInt(hex, 16);
  return { r: value >> 16, g: (value >> 8) & 0xff, b: value & 0xff };
}
