import { definePlugin } from '@lightkeeper/plugin-sdk';
import type { DeviceService, EntityCollection } from '@lightkeeper/plugin-sdk';
import { furnishDemo } from './demo.js';
import { partsOf } from './entities/parts.js';
import { playlistType } from './entities/playlist.js';
import type { PlaylistRecord } from './entities/playlist.js';
import { sceneType } from './entities/scene.js';
import type { SceneRecord } from './entities/scene.js';
import { InHomeAssistant } from './home-assistant.js';
import { declareHooks } from './hooks.js';
import { Memory, memoryMigration } from './memory.js';
import { MqttTopics } from './mqtt.js';
import { Players } from './playlists/players.js';
import type { PlaylistNote } from './playlists/players.js';
import { addRoutes } from './routes.js';
import { Activator } from './scenes/activator.js';
import { Previews } from './scenes/previews.js';
import type { PreviewNote } from './scenes/previews.js';
import { Sender } from './scenes/sender.js';
import { Tracker } from './scenes/tracker.js';
import type { SceneNote } from './scenes/tracker.js';
import { Waiting } from './scenes/waiting.js';
import type { WaitingPart } from './scenes/waiting.js';
import { createSceneService, Known } from './service.js';
import { addUi } from './ui-parts.js';
import { VOCABULARY } from './vocabulary.js';

const SCENES = { role: 'viewer', scope: 'scenes:read' } as const;
const PLAYLISTS = { role: 'viewer', scope: 'playlists:read' } as const;
const LOOK_MS = 10_000;

/** How the lights stand together: scenes, and playlists of them. */
export default definePlugin({
  actions: VOCABULARY,
  migrations: [memoryMigration],
  async setup(hub) {
    const { clock, timers, log, context, db, activity, sockets } = hub;
    const devices = (): DeviceService => hub.services.require('devices');
    const hooks = declareHooks(hub.hooks);
    const sender = new Sender({ devices, timers });
    const scene_notes = new Memory<SceneNote>('scene', { db, log });

    const waiting: Waiting = new Waiting({
      parts: new Memory<WaitingPart>('waiting', { db, log }),
      devices,
      context,
      log,
      changed: (id) => {
        tracker.touch(id);
      },
      giving: (id, part) => {
        activator.rememberLate(id, part);
      },
      given: (id, device_id) => {
        tracker.settle(id, device_id, 0);
      },
    });
    const tracker: Tracker = new Tracker({
      clock,
      timers,
      device: (id) => devices().get(id),
      notes: scene_notes,
      waiting: (id) => waiting.of(id),
      changed: (id, status) => {
        sockets.publish('scene_status', { scene_id: id, status }, SCENES);
        topics.changed('scenes', id);
      },
    });

    const scenes: EntityCollection<SceneRecord> = hub.entities.register(
      sceneType({
        status: (id, parts) => tracker.status(id, parts),
        isThere: (type, id) => (type === 'device' ? devices().get(id) !== undefined : hub.entities.nameOf(type, id) !== undefined),
      }),
    );
    const activator: Activator = new Activator({
      scenes,
      devices,
      sender,
      tracker,
      waiting,
      notes: scene_notes,
      db,
      activity,
      context,
      clock,
      hooks,
    });
    const playlists: EntityCollection<PlaylistRecord> = hub.entities.register(
      playlistType({ status: (id) => players.status(id), isThere: async (id, tx) => (await scenes.get(id, tx)) !== undefined }),
    );
    const players: Players = new Players({
      playlists,
      activate: (id, options) => activator.activate(id, options),
      notes: new Memory<PlaylistNote>('playlist', { db, log }),
      db,
      activity,
      context,
      clock,
      timers,
      log,
      hooks,
      changed: (id, status) => {
        sockets.publish('playlist_status', { playlist_id: id, status }, PLAYLISTS);
        topics.changed('playlists', id);
        there.changed(id);
      },
    });
    const previews = new Previews({
      notes: new Memory<PreviewNote>('preview', { db, log }),
      devices,
      sender,
      context,
      timers,
      log,
      newId: () => hub.newId(),
    });

    const known_scenes = new Known<SceneRecord>();
    const known_playlists = new Known<PlaylistRecord>();
    await known_scenes.follow(scenes, hub.hooks);
    await known_playlists.follow(playlists, hub.hooks);
    const service = createSceneService({ scenes, playlists, known_scenes, known_playlists, activator, players });
    const there = new InHomeAssistant({ there: () => hub.services.get('home_assistant'), log, service });
    const topics = new MqttTopics({ mqtt: hub.mqtt, log, service });

    hub.hooks.tap('entity.changed', ({ type, id, name, after, changed }) => {
      if (type === 'device') {
        if (after === null) waiting.forget(id);
        tracker.deviceChanged(id);
      } else if (type === 'scene' && after !== null) {
        if (changed.includes('devices')) tracker.put(id, partsOf((after as SceneRecord).devices));
        there.put('scene', id, name);
      } else if (type === 'scene') {
        waiting.forgetScene(id);
        tracker.remove(id);
        scene_notes.remove(id);
        topics.changed('scenes', id);
        there.remove('scene', id);
      } else if (type === 'playlist' && after !== null) {
        players.edited({ id, data: after as PlaylistRecord });
        topics.changed('playlists', id);
        there.put('playlist', id, name);
      } else if (type === 'playlist') {
        players.forget(id);
        topics.changed('playlists', id);
        there.remove('playlist', id);
      }
    });
    const look = ({ device_id }: { device_id: string }): void => {
      tracker.deviceChanged(device_id);
    };
    const asked = ({ device_id }: { device_id: string }): void => {
      waiting.forget(device_id);
      tracker.deviceAsked(device_id);
    };
    hub.hooks.tap('device.state_changed', look);
    hub.hooks.tap('device.described', look);
    hub.hooks.tap('device.disconnected', look);
    hub.hooks.tap('device.connected', ({ device_id }) => {
      tracker.deviceChanged(device_id);
      // Not waited for: a device that takes its time keeps nobody else from hearing that it is back.
      void waiting.back(device_id);
    });
    hub.hooks.tap('device.commanded', asked);
    hub.hooks.tap('device.command_failed', asked);

    for (const { id, name, data } of known_scenes.all()) {
      tracker.put(id, partsOf(data.devices));
      there.put('scene', id, name);
    }
    for (const { id, name } of known_playlists.all()) there.put('playlist', id, name);

    hub.services.provide('scenes', service);
    addRoutes(hub.routes, { service, scenes, devices, previews });
    previews.addChannel(sockets);
    // It ends before its channel does.
    hub.effect('previews of scenes', () => {
      previews.stop();
    });
    addUi(hub.ui);
    const sync = (): void => {
      there.sync();
    };
    hub.hooks.tap('system.started', sync);
    // Nothing tells that another plugin has been started anew.
    timers.every(LOOK_MS, 'look for Home Assistant', sync);
    hub.effect('scenes in Home Assistant', () => {
      there.end();
    });

    if (hub.info.demo) await furnishDemo(hub, { scenes, playlists, devices: devices() });
    players.goOn();
    // Not waited for: no device may keep the plugin from starting.
    void waiting.backAll();
    previews.endLeft().catch((error: unknown) => {
      log.warn('Lights that were borrowed for a preview could not be given back', { error });
    });
  },
});
