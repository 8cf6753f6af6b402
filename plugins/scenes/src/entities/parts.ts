import { deviceWishes, holdsWish, z } from '@lightkeeper/plugin-sdk';
import type { SceneDevice } from '@lightkeeper/plugin-sdk';

const MAX_DEVICES = 200;

/** The time that a change takes, in milliseconds. */
export const transitionSchema = z.number().int().min(0).max(3_600_000);

const partSchema = z.strictObject({
  device_id: z.string().min(1).max(64),
  command: z.strictObject(deviceWishes).refine(holdsWish, `must hold at least one of ${Object.keys(deviceWishes).join(', ')}`),
});

/** What a scene asks of its devices, as it arrives. */
export const partsSchema = z
  .array(partSchema)
  .min(1, 'must name at least one device')
  .max(MAX_DEVICES, `must name at most ${MAX_DEVICES} devices`)
  .superRefine((parts, check) => {
    const seen = new Set<string>();
    for (const [index, { device_id }] of parts.entries()) {
      if (seen.has(device_id)) check.addIssue({ code: 'custom', path: [index, 'device_id'], message: 'is named twice' });
      seen.add(device_id);
    }
  });

/** The same in the words of the SDK: what a command does not hold is absent, as JSON keeps it. */
export function partsOf(parts: z.output<typeof partsSchema>): SceneDevice[] {
  return parts as SceneDevice[];
}
