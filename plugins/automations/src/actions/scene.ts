import { z } from '@lightkeeper/plugin-sdk';
import type { ActionKind, SceneService, SentenceWords } from '@lightkeeper/plugin-sdk';
import { outcomeOf } from './outcomes.js';

const sceneOptions = z.strictObject({
  scene_id: z
    .string()
    .min(1)
    .max(64)
    .meta({ title: 'Scene', ui: { entity: 'scene' } }),
  transition_ms: z
    .number()
    .int()
    .min(0)
    .max(3_600_000)
    .optional()
    .meta({ title: 'Transition', description: "By default the scene's own.", ui: { widget: 'duration', advanced: true } }),
});

/** Activates a scene. */
export function sceneAction(scenes: () => SceneService, words: SentenceWords): ActionKind<typeof sceneOptions> {
  return {
    kind: 'scene',
    name: 'Activate a scene',
    description: 'Gives the devices of a scene their part.',
    icon: 'palette',
    group: 'scene',
    options: sceneOptions,
    references: ({ scene_id }) => [{ type: 'scene', id: scene_id, option: 'scene_id' }],
    sentence: ({ scene_id }, says) => `activate ${says.name('scene', scene_id)}`,
    async run({ scene_id, transition_ms }) {
      const { items } = await scenes().activate(scene_id, transition_ms === undefined ? {} : { transition_ms });
      // What waits for its device to return was asked for so.
      return outcomeOf(
        items.map((item) => ({ ...item, ok: item.ok || item.waiting })),
        words,
      );
    },
    foresee({ scene_id }) {
      const scene = scenes().get(scene_id);
      if (scene === undefined) return `Nothing: there is no such scene.`;
      const { state } = scene.status;
      return `Would activate ${scene.name}, which is ${state}.`;
    },
    repeatable: true,
  };
}

const playlistOptions = z.strictObject({
  playlist_id: z
    .string()
    .min(1)
    .max(64)
    .meta({ title: 'Playlist', ui: { entity: 'playlist' } }),
  act: z.enum(['start', 'pause', 'skip', 'stop']).default('start').meta({ title: 'What to do' }),
});

/** Starts, pauses, skips in or stops a playlist. */
export function playlistAction(scenes: () => SceneService): ActionKind<typeof playlistOptions> {
  return {
    kind: 'playlist',
    name: 'Play a playlist',
    description: 'Starts, pauses or stops a playlist of scenes, or skips to its next.',
    icon: 'list-music',
    group: 'scene',
    options: playlistOptions,
    references: ({ playlist_id }) => [{ type: 'playlist', id: playlist_id, option: 'playlist_id' }],
    sentence: ({ playlist_id, act }, says) =>
      `${act === 'skip' ? 'skip to the next scene of' : said(act)} ${says.name('playlist', playlist_id)}`,
    async run({ playlist_id, act }) {
      const { name, status } = await scenes().control(playlist_id, act);
      return `${name} is ${status.state}.`;
    },
    foresee({ playlist_id, act }) {
      const playlist = scenes().playlist(playlist_id);
      if (playlist === undefined) return 'Nothing: there is no such playlist.';
      return `Would ${said(act)} ${playlist.name}, which is ${playlist.status.state}.`;
    },
  };
}

/** Options that are left out, or still an expression, are said as what they are by default. */
function said(act: unknown): string {
  return typeof act === 'string' ? act : 'start';
}
