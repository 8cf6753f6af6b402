import { HubError, nameSchema, Reply, z } from '@lightkeeper/plugin-sdk';
import type { DeviceService, EntityCollection, Routes, SceneService } from '@lightkeeper/plugin-sdk';
import { partsOf, partsSchema, transitionSchema } from './entities/parts.js';
import { sceneSchema } from './entities/scene.js';
import type { SceneRecord } from './entities/scene.js';
import type { Previews } from './scenes/previews.js';
import { takeDown } from './scenes/snapshot.js';

const params = z.strictObject({ id: z.string().max(64) });
const READ = { role: 'viewer', scope: 'scenes:read' } as const;
const RUN = { role: 'member', scope: 'scenes:write' } as const;
const PLAY = { role: 'member', scope: 'playlists:write' } as const;
const ACTS = [
  ['start', 'Start a playlist, or let it go on where it was paused'],
  ['pause', 'Let a playlist stand still at the scene that it shows'],
  ['skip', 'Go to the next scene of a playlist at once'],
  ['stop', 'Stop a playlist; its last scene stays'],
] as const;

const ids = z.array(z.string().min(1).max(64)).max(200).optional();
const chosen = { device_ids: ids, area_ids: ids };
const { description, transition_ms, retry_offline, area_id } = sceneSchema.shape;

/** What comes in the body of an activation: nothing at all is enough. */
export const activationSchema = z
  .strictObject({ transition_ms: transitionSchema.optional(), retry_offline: z.boolean().optional() })
  .optional();

interface Deps {
  service: SceneService;
  scenes: EntityCollection<SceneRecord>;
  devices: () => DeviceService;
  previews: Previews;
}

/** What can be done with scenes and playlists; making and changing them by hand is their entity types'. */
export function addRoutes(routes: Routes, { service, scenes, devices, previews }: Deps): void {
  routes.add({
    method: 'POST',
    path: '/scenes/snapshot',
    summary: 'Make a scene of what devices show now',
    description:
      'Devices by id and by area. One that is offline, or has nothing to be set, is left out: `left_out` names each and says why. Refused when nothing is left.',
    access: RUN,
    body: z.strictObject({ name: nameSchema, ...chosen, description, transition_ms, retry_offline, area_id }),
    async handler({ body: { device_ids, area_ids, ...fields } }) {
      const { devices: parts, left_out } = takeDown(devices(), { device_ids, area_ids });
      if (parts.length === 0) {
        const why = left_out.map(({ device_name, reason }) => `${device_name}: ${reason}`).slice(0, 5);
        throw HubError.field('/device_ids', ['must name a device whose state can be kept', ...why].join('; '));
      }
      const scene = await scenes.create({ ...fields, devices: parts });
      return Reply.created({ ...scenes.present(scene), left_out }, `/api/v1/scenes/${scene.id}`);
    },
  });

  routes.add({
    method: 'POST',
    path: '/scenes/look',
    summary: 'Take down what devices show now',
    description: 'As for a snapshot, without making a scene of it.',
    access: READ,
    body: z.strictObject(chosen),
    mutates: false,
    handler: ({ body }) => takeDown(devices(), body),
  });

  routes.add({
    method: 'POST',
    path: '/scenes/:id/activate',
    summary: 'Show a scene',
    description:
      'Each device gets its part, and what came of it is told of each: one that fails keeps no other from its part. With `retry_offline` a device that is away gets its part when it returns, unless something else was asked of it since.',
    access: RUN,
    params,
    body: activationSchema,
    handler: ({ params: { id }, body }) => service.activate(id, compact(body ?? {})),
  });

  routes.add({
    method: 'POST',
    path: '/scenes/:id/undo',
    summary: 'Take a scene back',
    description: 'Its devices get the state that they had before it. A conflict when it is not shown.',
    access: RUN,
    params,
    handler: ({ params: { id } }) => service.undo(id),
  });

  routes.add({
    method: 'POST',
    path: '/scenes/preview',
    summary: 'Try a scene out without saving it',
    description:
      'Send it again with its `preview_id` after each change: only what is new is asked of the devices. They get their former state back when the preview is ended, when its channel `scene_preview` closes, or 15 s after the last change where no channel holds it.',
    access: RUN,
    body: z.strictObject({
      devices: partsSchema,
      transition_ms: transitionSchema.optional(),
      preview_id: z.string().min(1).max(64).optional(),
    }),
    handler: ({ body: { devices: parts, ...options } }) => previews.show(partsOf(parts), options),
  });

  routes.add({
    method: 'DELETE',
    path: '/scenes/previews/:id',
    summary: 'End a preview',
    description: 'The devices get their former state back; with `keep` they stay as they are.',
    access: RUN,
    params,
    query: z.strictObject({ keep: z.stringbool().default(false) }),
    async handler({ params: { id }, query: { keep } }) {
      previews.require(id);
      await previews.end(id, keep);
      return Reply.empty();
    },
  });

  for (const [act, summary] of ACTS) {
    routes.add({
      method: 'POST',
      path: `/playlists/:id/${act}`,
      summary,
      access: PLAY,
      params,
      handler: ({ params: { id } }) => service.control(id, act),
    });
  }
}

function compact<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
