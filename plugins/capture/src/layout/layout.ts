import { z } from '@lightkeeper/plugin-sdk';
import { borderSchema, borderZones } from './border.js';
import { matrixSchema, matrixZones } from './matrix.js';
import { MAX_ZONES, zoneSchema } from './zone.js';
import type { Zone } from './zone.js';

/** Zones of any kind, each for one light, in the order of the lights. */
const zonesSchema = z.strictObject({ kind: z.literal('zones'), zones: z.array(zoneSchema).min(1).max(MAX_ZONES) });

/** Which part of the picture each light shows. */
export const layoutSchema = z.discriminatedUnion('kind', [borderSchema, matrixSchema, zonesSchema]);
export type Layout = z.output<typeof layoutSchema>;

export function zonesOf(layout: Layout): Zone[] {
  switch (layout.kind) {
    case 'border':
      return borderZones(layout);
    case 'matrix':
      return matrixZones(layout);
    case 'zones':
      return layout.zones;
  }
}
