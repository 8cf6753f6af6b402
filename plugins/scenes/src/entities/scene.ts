import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { EntityTypeDefinition, SceneDevice, SceneStatus } from '@lightkeeper/plugin-sdk';
import { partsOf, partsSchema, transitionSchema } from './parts.js';

export const sceneSchema = z.strictObject({
  description: z.string().max(1_000, 'must be at most 1,000 characters').default('').meta({ title: 'Description' }),
  devices: partsSchema.meta({ title: 'Devices' }),
  transition_ms: transitionSchema
    .default(400)
    .meta({ title: 'Transition', description: 'How long the change takes.', ui: { widget: 'duration' } }),
  retry_offline: z
    .boolean()
    .default(false)
    .meta({ title: 'Wait for devices', description: 'A device that is away gets its part when it returns.', ui: { widget: 'switch' } }),
  area_id: z
    .string()
    .max(64)
    .nullable()
    .default(null)
    .meta({ title: 'Area', ui: { entity: 'area' } }),
});
export type SceneRecord = z.output<typeof sceneSchema>;

interface SceneTypeDeps {
  status: (scene_id: string, devices: readonly SceneDevice[]) => SceneStatus;
  isThere: (type: 'device' | 'area', id: string) => boolean;
}

/** Whoever may light the home may keep how it is lit. */
export function sceneType({ status, isThere }: SceneTypeDeps): EntityTypeDefinition<typeof sceneSchema> {
  return {
    type: 'scene',
    path: 'scenes',
    label: 'Scene',
    schema: sceneSchema,
    access: { read: 'viewer', write: 'member' },
    present: ({ id, data }) => ({
      status: status(id, partsOf(data.devices)),
      missing: data.devices.flatMap(({ device_id }) => (isThere('device', device_id) ? [] : [device_id])),
    }),
    references: ({ devices, area_id }) => [
      ...devices.map(({ device_id }) => ({ type: 'device', id: device_id })),
      ...(area_id === null ? [] : [{ type: 'area', id: area_id }]),
    ],
    // What is gone by now may stay as it was: the scene says what is missing, and can still be changed.
    validate({ data }, previous) {
      const known = new Set(previous?.data.devices.map(({ device_id }) => device_id));
      for (const [index, { device_id }] of data.devices.entries()) {
        if (known.has(device_id) || isThere('device', device_id)) continue;
        throw HubError.field(`/devices/${index}/device_id`, 'no device has this id');
      }
      const { area_id } = data;
      if (area_id !== null && area_id !== previous?.data.area_id && !isThere('area', area_id)) {
        throw HubError.field('/area_id', 'no area has this id');
      }
    },
  };
}
