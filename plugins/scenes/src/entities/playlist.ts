import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { EntityTypeDefinition, PlaylistStatus, Tx } from '@lightkeeper/plugin-sdk';
import { transitionSchema } from './parts.js';

const MAX_ITEMS = 200;

const itemSchema = z.strictObject({
  scene_id: z.string().min(1).max(64),
  duration_ms: z.number().int().min(1_000).max(86_400_000),
  transition_ms: transitionSchema.nullable().default(null),
});

export const playlistSchema = z.strictObject({
  items: z
    .array(itemSchema)
    .min(1, 'must have at least one scene')
    .max(MAX_ITEMS, `must have at most ${MAX_ITEMS} scenes`)
    .meta({ title: 'Scenes' }),
  loop: z
    .boolean()
    .default(true)
    .meta({ title: 'Repeat', description: 'Begins anew after the last scene.', ui: { widget: 'switch' } }),
  shuffle: z
    .boolean()
    .default(false)
    .meta({ title: 'Shuffle', description: 'Another order in each round.', ui: { widget: 'switch' } }),
});
export type PlaylistRecord = z.output<typeof playlistSchema>;

interface PlaylistTypeDeps {
  status: (playlist_id: string) => PlaylistStatus;
  isThere: (scene_id: string, tx: Tx) => Promise<boolean>;
}

export function playlistType({ status, isThere }: PlaylistTypeDeps): EntityTypeDefinition<typeof playlistSchema> {
  return {
    type: 'playlist',
    path: 'playlists',
    label: 'Playlist',
    schema: playlistSchema,
    access: { read: 'viewer', write: 'member' },
    present: ({ id }) => ({ status: status(id) }),
    references: ({ items }) => [...new Set(items.map(({ scene_id }) => scene_id))].map((id) => ({ type: 'scene', id })),
    async validate({ data }, previous, tx) {
      const known = new Set(previous?.data.items.map(({ scene_id }) => scene_id));
      for (const [index, { scene_id }] of data.items.entries()) {
        if (!known.has(scene_id) && !(await isThere(scene_id, tx)))
          throw HubError.field(`/items/${index}/scene_id`, 'no scene has this id');
      }
    },
  };
}
