import { z } from '@lightkeeper/plugin-sdk';
import type { CaptureOccurrence, Occurrence, PlaylistOccurrence, SceneOccurrence, TriggerKind } from '@lightkeeper/plugin-sdk';
import type { TriggerHub } from './hub.js';
import { Listeners } from './listeners.js';
import { because } from './occurrences.js';

const ANY = '';

const entityId = (title: string, entity: string) =>
  z.string().min(1).max(64).optional().meta({ title, description: 'Left out: any.', ui: { entity } });

/** A listener for one thing by its id, or for any. */
function tellBoth<T>(listeners: Listeners<T>, id: string, news: T): void {
  listeners.tell(id, news);
  listeners.tell(ANY, news);
}

const sceneOptions = z.strictObject({ scene_id: entityId('Scene', 'scene') });

export function sceneTrigger(hub: TriggerHub): TriggerKind<typeof sceneOptions> {
  const listeners = new Listeners<SceneOccurrence>();
  hub.hooks.tap(
    'scene.activated',
    (occurrence) => {
      tellBoth(listeners, occurrence.scene_id, occurrence);
    },
    { phase: 'last' },
  );
  return {
    kind: 'scene',
    name: 'Scene',
    description: 'A scene is activated.',
    icon: 'palette',
    group: 'scene',
    options: sceneOptions,
    references: ({ scene_id }) => (scene_id === undefined ? [] : [{ type: 'scene', id: scene_id, option: 'scene_id' }]),
    sentence: ({ scene_id }, words) => `${scene_id === undefined ? 'a scene' : words.name('scene', scene_id)} is activated`,
    listen: ({ scene_id }, { fire }) =>
      listeners.add(scene_id ?? ANY, (occurrence) => {
        because(hub, occurrence, () => {
          fire({
            description: `${occurrence.entity_name ?? 'A scene'} was activated`,
            data: { scene_id: occurrence.scene_id, scene_name: occurrence.entity_name ?? null },
          });
        });
      }),
  };
}

const playlistOptions = z.strictObject({
  playlist_id: entityId('Playlist', 'playlist'),
  event: z.enum(['started', 'stopped']).meta({ title: 'Is' }),
});

export function playlistTrigger(hub: TriggerHub): TriggerKind<typeof playlistOptions> {
  const listeners = new Listeners<{ event: string; occurrence: PlaylistOccurrence }>();
  for (const event of ['started', 'stopped'] as const) {
    hub.hooks.tap(
      `playlist.${event}`,
      (occurrence) => {
        tellBoth(listeners, occurrence.playlist_id, { event, occurrence });
      },
      { phase: 'last' },
    );
  }
  return {
    kind: 'playlist',
    name: 'Playlist',
    description: 'A playlist begins, or ends.',
    icon: 'list-music',
    group: 'scene',
    options: playlistOptions,
    references: ({ playlist_id }) => (playlist_id === undefined ? [] : [{ type: 'playlist', id: playlist_id, option: 'playlist_id' }]),
    sentence: ({ playlist_id, event }, words) =>
      `${playlist_id === undefined ? 'a playlist' : words.name('playlist', playlist_id)} is ${event}`,
    listen: ({ playlist_id, event }, { fire }) =>
      listeners.add(playlist_id ?? ANY, ({ event: happened, occurrence }) => {
        if (happened !== event) return;
        because(hub, occurrence, () => {
          fire({
            description: `${occurrence.entity_name ?? 'A playlist'} was ${event}`,
            data: { playlist_id: occurrence.playlist_id, playlist_name: occurrence.entity_name ?? null, event },
          });
        });
      }),
  };
}

const captureOptions = z.strictObject({
  capture_id: entityId('Capture', 'capture'),
  event: z.enum(['started', 'stopped', 'failed']).meta({ title: 'Has' }),
});

export function captureTrigger(hub: TriggerHub): TriggerKind<typeof captureOptions> {
  const listeners = new Listeners<{ event: string; occurrence: CaptureOccurrence }>();
  for (const event of ['started', 'stopped', 'failed'] as const) {
    hub.hooks.tap(
      `capture.${event}`,
      (occurrence) => {
        tellBoth(listeners, occurrence.capture_id, { event, occurrence });
      },
      { phase: 'last' },
    );
  }
  return {
    kind: 'capture',
    name: 'Capture',
    description: 'A capture starts, stops, or fails.',
    icon: 'monitor',
    group: 'scene',
    options: captureOptions,
    references: ({ capture_id }) => (capture_id === undefined ? [] : [{ type: 'capture', id: capture_id, option: 'capture_id' }]),
    sentence: ({ capture_id, event }, words) =>
      `${capture_id === undefined ? 'a capture' : words.name('capture', capture_id)} has ${event}`,
    listen: ({ capture_id, event }, { fire }) =>
      listeners.add(capture_id ?? ANY, ({ event: happened, occurrence }) => {
        if (happened !== event) return;
        because(hub, occurrence, () => {
          fire({
            description: `${occurrence.entity_name} ${event}`,
            data: { capture_id: occurrence.capture_id, capture_name: occurrence.entity_name, event },
          });
        });
      }),
  };
}

const hubOptions = z.strictObject({ event: z.enum(['started', 'shutting_down']).meta({ title: 'The hub' }) });

/** What is begun while the hub shuts down has little time left. */
export function hubTrigger(hub: TriggerHub): TriggerKind<typeof hubOptions> {
  const listeners = new Listeners<Occurrence>();
  for (const event of ['started', 'shutting_down'] as const) {
    hub.hooks.tap(
      `system.${event}`,
      (occurrence) => {
        listeners.tell(event, occurrence);
      },
      { phase: 'last' },
    );
  }
  return {
    kind: 'hub',
    name: 'Hub',
    description: 'The hub has started, or is about to stop.',
    icon: 'power',
    group: 'hub',
    options: hubOptions,
    sentence: ({ event }) => (event === 'started' ? 'the hub has started' : 'the hub shuts down'),
    listen: ({ event }, { fire }) =>
      listeners.add(event, (occurrence) => {
        because(hub, occurrence, () => {
          fire({ description: event === 'started' ? 'The hub started' : 'The hub began to shut down', data: { event } });
        });
      }),
  };
}

const manualOptions = z.strictObject({});

/** Nothing but a person, another automation or a program sets it going: each of them can, whatever the triggers. */
export const manualTrigger: TriggerKind<typeof manualOptions> = {
  kind: 'manual',
  name: 'By hand',
  description: 'Only when somebody runs it.',
  icon: 'hand',
  group: 'other',
  options: manualOptions,
  sentence: () => 'somebody runs it',
  listen: () => () => undefined,
};
