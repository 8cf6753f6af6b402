import { definePlugin, type Disposer } from '@lightkeeper/plugin-sdk';
import { entriesMigration } from './migrations/0001_entries.js';
import { causesMigration } from './migrations/0002_causes.js';
import { Mirror } from './mirror/mirror.js';
import { createActivityQuery } from './query/service.js';
import { Recorder } from './recorder/recorder.js';
import { recordChanges, recordOccurrences } from './recorder/taps.js';
import { ActivityRepository } from './repository.js';
import { PRUNE_EVERY_MS, Retention } from './retention.js';
import { addExportRoute } from './routes/export.js';
import { addKeepRoutes } from './routes/keep.js';
import { addReadRoutes } from './routes/read.js';
import { roleForEntry } from './routes/readers.js';
import { settingsSchema } from './settings.js';
import { LogState } from './state.js';
import { addPages } from './pages.js';
import { vocabulary } from './vocabulary.js';

/** After the start the hub has better things to do for a moment than to tidy up. */
const FIRST_PRUNE_MS = 5000;
const WATCH_MIRROR_MS = 10_000;
/** How long the index of words may stay behind, so that a search has little to catch up with. */
const INDEX_AFTER_MS = 1000;

/** The logbook: records, answers, lets go of what is old, and mirrors to MQTT. */
export default definePlugin({
  settings: settingsSchema,
  actions: vocabulary,
  migrations: [entriesMigration, causesMigration],

  setup(hub) {
    const { db, clock, timers, log, activity, mqtt } = hub;
    const settings = () => hub.settings.value;
    const words = () => hub.services.require('vocabulary');
    const state = new LogState(db);
    state.load();

    const repository = new ActivityRepository(db, state);
    const retention = new Retention({ db, clock, log, activity, settings, state, count: () => repository.count() });
    let indexing: Disposer | null = null;
    const indexSoon = (): void => {
      indexing ??= timers.after(INDEX_AFTER_MS, 'index the words', async () => {
        indexing = null;
        await repository.search.catchUp();
      });
    };
    const mirror = new Mirror({ db, mqtt, clock, timers, log, activity, settings, state, repository });
    const recorded = hub.hooks.declare('activity.recorded', {
      policy: 'contain',
      description: 'An entry was written to the activity log, and its transaction is committed.',
    });

    const recorder = new Recorder({
      db,
      clock,
      log,
      context: hub.context,
      vocabulary: words,
      newId: () => hub.newId(),
      enabled: () => hub.settings.value.enabled,
      recorded: async (placed) => {
        mirror.nudge();
        indexSoon();
        hub.sockets.publish(
          'activity_logged',
          { entry: placed.entry },
          { role: roleForEntry(placed.entry.category), scope: 'activity:read' },
        );
        await recorded.call(placed);
      },
    });
    hub.services.provide('activity_recorder', recorder);
    hub.services.provide('activity_query', createActivityQuery(hub.services, repository));
    recordChanges(hub.hooks, words, recorder);
    hub.effect('record occurrences', recordOccurrences(hub.hooks, words(), recorder));

    hub.settings.onChange(async (next, previous) => {
      if (next.enabled !== previous.enabled) {
        await activity.record('system', next.enabled ? 'activity_enabled' : 'activity_disabled', {}, { bypass_enabled: true });
      }
      if (next.mirror_enabled && !previous.mirror_enabled) await mirror.restart();
    });

    addReadRoutes(hub, repository);
    addExportRoute(hub, repository);
    addKeepRoutes(hub, {
      repository,
      retention,
      mirror,
      state,
      cleared: (removed) => {
        hub.sockets.publish('activity_cleared', { removed }, { role: 'viewer', scope: 'activity:read' });
      },
    });
    addPages(hub.ui);

    const prune = async (): Promise<void> => {
      retention.expectNext(PRUNE_EVERY_MS);
      await retention.prune();
    };
    retention.expectNext(FIRST_PRUNE_MS);
    timers.after(FIRST_PRUNE_MS, 'prune after the start', prune);
    timers.every(PRUNE_EVERY_MS, 'prune', prune);
    hub.effect('retention', () => retention.stop());

    mqtt.onConnected(() => {
      mirror.connected();
    });
    timers.every(WATCH_MIRROR_MS, 'watch the mirror', () => mirror.watch());
    hub.effect('mirror', () => {
      mirror.stop();
    });
    mirror.nudge();
    indexSoon();
  },
});
