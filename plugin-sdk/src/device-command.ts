import { z } from 'zod';

const MAX_TARGETS = 500;
const channel = z.number().int().min(0).max(255);
const ids = z.array(z.string().min(1).max(64)).max(MAX_TARGETS);

/** The fields of a `DeviceCommand` but its time, each with its bounds: for schemas that are made of them. */
export const deviceWishes = {
  on: z.boolean().optional(),
  brightness: z.number().int().min(1).max(255).optional(),
  color: z.strictObject({ r: channel, g: channel, b: channel }).optional(),
  color_temp: z.number().int().min(1000).max(20_000).optional(),
  effect: z.string().min(1).max(64).nullable().optional(),
  set: z
    .record(z.string().regex(/^[a-z0-9_]{1,64}$/), z.union([z.number(), z.string().max(256), z.boolean()]))
    .refine((set) => Object.keys(set).length > 0 && Object.keys(set).length <= 16, 'must name 1 to 16 features')
    .optional(),
} as const;

/** Whether a command asks for anything: one of its wishes is there. */
export function holdsWish(command: object): boolean {
  return Object.keys(deviceWishes).some((key) => (command as Record<string, unknown>)[key] !== undefined);
}

/**
 * A `DeviceCommand` as it arrives: strict, bounded, and with at least one wish. A brightness without `on` also turns the device on, as a hand
 * on a dimmer does; colour, temperature and effect alone do not.
 */
export const deviceCommandSchema = z
  .strictObject({ ...deviceWishes, transition_ms: z.number().int().min(0).max(3_600_000).optional() })
  .refine(holdsWish, `must hold at least one of ${Object.keys(deviceWishes).join(', ')}`);

/** `CommandTargets` as they arrive: at least one device, area or label. */
export const commandTargetsSchema = z
  .strictObject({
    device_ids: ids.optional().meta({ title: 'Devices', ui: { entity: 'device' } }),
    area_ids: ids.optional().meta({ title: 'Rooms', description: 'All devices of the room that are enabled.', ui: { entity: 'area' } }),
    labels: ids.optional().meta({ title: 'Labels', description: 'All devices with the label that are enabled.' }),
  })
  .refine((targets) => Object.values(targets).some((list) => (list?.length ?? 0) > 0), 'must name at least one device, area or label');
