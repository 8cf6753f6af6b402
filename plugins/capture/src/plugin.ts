import { definePlugin } from '@lightkeeper/plugin-sdk';
import { captureType } from './entities/capture.js';
import { declareHooks } from './hooks.js';
import { addRoutes } from './routes.js';
import { PipelineThread } from './runner/pipeline-thread.js';
import { Runs } from './runner/runs.js';
import { effectSource } from './sources/effect.js';
import { Installation } from './sources/ffmpeg/installation.js';
import { addFfmpegRoutes } from './sources/ffmpeg/routes.js';
import { ffmpegSource } from './sources/ffmpeg/source.js';
import { SourceRegistry } from './sources/registry.js';
import { testPatternSource } from './sources/test-pattern.js';
import { VOCABULARY } from './vocabulary.js';

const WATCHERS = { role: 'viewer', scope: 'captures:read' } as const;

/** Ambient light: pictures from many sources become the light of the room. */
export default definePlugin({
  actions: VOCABULARY,
  async setup(hub) {
    const { log, clock, timers, sockets } = hub;
    const sources = new SourceRegistry();
    sources.add(testPatternSource);
    sources.add(effectSource);
    const installation = new Installation(clock);
    sources.add(ffmpegSource(installation));

    const thread = new PipelineThread({ log, clock, timers });
    const runs: Runs = new Runs({
      log,
      clock,
      timers,
      thread,
      sources,
      devices: () => hub.services.require('devices'),
      activity: hub.activity,
      hooks: declareHooks(hub.hooks),
      changed: (id, status) => {
        sockets.publish('capture_status', { capture_id: id, status }, WATCHERS);
      },
    });
    hub.effect('captures', async () => {
      await runs.end();
      await thread.stop();
    });

    const captures = hub.entities.register(captureType({ sources, status: (id) => runs.status(id) }));
    hub.hooks.tap('entity.changed', async ({ type, id, after, changed }) => {
      if (type !== 'capture') return;
      if (after === null) await runs.stop(id);
      else if (changed.some((field) => field !== 'name')) await runs.restart(await captures.require(id));
    });
    addRoutes(hub.routes, { captures, runs, sources });
    addFfmpegRoutes(hub.routes, installation);

    for (const capture of await captures.all()) if (capture.data.autostart) await runs.start(capture);
  },
});
