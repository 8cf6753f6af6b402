import { z } from '@lightkeeper/plugin-sdk';
import type { Layout } from './layout.js';
import { MAX_ZONES } from './zone.js';
import type { Zone } from './zone.js';

const fraction = z.number().min(0).max(1);

/**
 * A light as Hyperion keeps it: the part of the picture from `hmin` to `hmax` of its width and `vmin` to `vmax` of its height
 * (schema-leds.json). One on Hyperion's blacklist has no area. Fields that only Hyperion has, such as `colorOrder`, `group` and `name`, are passed over.
 */
const ledSchema = z
  .object({ hmin: fraction, hmax: fraction, vmin: fraction, vmax: fraction })
  .refine(({ hmin, hmax, vmin, vmax }) => hmin <= hmax && vmin <= vmax, 'must begin left of and above where it ends');

/** Hyperion's `leds`, as they stand in its configuration and in the layout that its page shows as text. */
export const hyperionLedsSchema = z.array(ledSchema).min(1, 'must hold at least one light').max(MAX_ZONES);
export type HyperionLed = z.output<typeof ledSchema>;

export function fromHyperion(leds: readonly HyperionLed[]): Layout {
  return { kind: 'zones', zones: leds.map(({ hmin, hmax, vmin, vmax }) => ({ left: hmin, top: vmin, right: hmax, bottom: vmax })) };
}

export function toHyperion(zones: readonly Zone[]): HyperionLed[] {
  return zones.map(({ left, top, right, bottom }) => ({ hmin: left, hmax: right, vmin: top, vmax: bottom }));
}
