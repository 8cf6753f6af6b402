import { z } from '@lightkeeper/plugin-sdk';
import type { LightPlace } from '@lightkeeper/plugin-sdk';

/** More lights than this no layout has. */
export const MAX_ZONES = 10_000;

const fraction = z.number().min(0).max(1);

/** A part of the picture, as fractions of its width and height: what one light shows. */
export const zoneSchema = z
  .strictObject({ left: fraction, top: fraction, right: fraction, bottom: fraction })
  .refine(({ left, top, right, bottom }) => left <= right && top <= bottom, 'must begin left of and above where it ends');
export type Zone = z.output<typeof zoneSchema>;

/** Where a light is in the picture. */
export function middleOf({ left, top, right, bottom }: Zone): LightPlace {
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

/** The zone that lies around the middle of `from` to `to` along an edge, made larger on both sides by `overlap` of its length. */
export function grown(from: number, to: number, overlap: number): readonly [number, number] {
  const more = ((to - from) * overlap) / 2;
  return [clamp(from - more), clamp(to + more)];
}

export function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
