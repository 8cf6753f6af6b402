import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { DeviceSnapshot } from '@lightkeeper/plugin-sdk';
import { MAX_ZONES } from '../layout/zone.js';

const led = z.number().int().min(0).max(65_535);

/** A device, or a part of one, and what it shows of the layout. */
export const targetSchema = z.strictObject({
  device_id: z.string().min(1).max(64),
  /** Which light of the layout the device's first light shows. */
  first: z.number().int().min(0).max(65_535).default(0),
  /** How many lights of the layout it shows: null is as many as it has. More are put together, fewer are spread. */
  count: z.number().int().min(1).max(MAX_ZONES).nullable().default(null),
  /** Whether the device's lights run against the layout. */
  reverse: z.boolean().default(false),
  /** The part of the device's lights that shows it: from `start` up to the one before `stop`, as WLED counts its segments. Null is all of them. */
  segment: z
    .strictObject({ start: led, stop: led })
    .refine(({ start, stop }) => start < stop, 'must stop after it starts')
    .nullable()
    .default(null),
  /** How much later than the others it shows everything, in milliseconds: for lights that are quicker than a television. */
  delay_ms: z.number().int().min(0).max(2_000).default(0),
  /** Percent of the light of the others. */
  brightness: z.number().min(0).max(100).default(100),
  /** Of lights with white beside red, green and blue: whether white shows what the three have in common, or stays dark. */
  white: z.enum(['accurate', 'none']).default('accurate'),
});
export type Target = z.output<typeof targetSchema>;

/** Throws `LK_VALIDATION` for targets that take each other's lights, or name a part that the device, where it is known, has not. */
export function checkTargets(targets: readonly Target[], device: (id: string) => DeviceSnapshot | undefined): void {
  targets.forEach(({ device_id, segment }, index) => {
    const rival = targets.findIndex((other) => other.device_id === device_id && overlaps(other.segment, segment));
    if (rival < index) {
      throw HubError.field(
        `/targets/${index}/device_id`,
        `must not have lights that the one at ${rival} has; give each a segment of its own`,
      );
    }
    const known = device(device_id);
    const leds = known?.stream?.leds;
    if (segment === null || known === undefined || leds === undefined || segment.start < leds) return;
    const has = leds === 1 ? 'is one light, which has no segments' : `has ${leds} lights, so a segment of it starts below ${leds}`;
    throw HubError.field(`/targets/${index}/segment`, `${known.name} ${has}`);
  });
}

function overlaps(a: Target['segment'], b: Target['segment']): boolean {
  return a === null || b === null || (a.start < b.stop && b.start < a.stop);
}
