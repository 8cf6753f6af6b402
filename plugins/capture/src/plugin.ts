import { definePlugin } from '@lightkeeper/plugin-sdk';
import type { DeviceService, Entity, EntityCollection } from '@lightkeeper/plugin-sdk';
import { CaptureControl } from './control.js';
import { captureType } from './entities/capture.js';
import type { CaptureRecord } from './entities/capture.js';
import { templateType } from './entities/capture-template.js';
import { FilterRegistry } from './filters/registry.js';
import { Layouts, layoutType } from './entities/layout.js';
import { EffectRegistry } from './effects/registry.js';
import { declareHooks } from './hooks.js';
import { LookParts } from './look-parts.js';
import { AlgorithmRegistry } from './picture/algorithms.js';
import { addPointing } from './pointing.js';
import { addEffectRoutes } from './routes-effects.js';
import { addDoctorRoute } from './routes-doctor.js';
import { addLayoutRoutes } from './routes-layouts.js';
import { addLookRoutes } from './routes-look.js';
import { addRoutes } from './routes.js';
import { PipelineThread } from './runner/pipeline-thread.js';
import { Runs } from './runner/runs.js';
import { createCaptureService } from './service.js';
import { Presence } from './sources/adb/presence.js';
import { adbSource } from './sources/adb/source.js';
import { audioSource } from './sources/audio/source.js';
import { effectSource } from './sources/effect.js';
import { hyperionSource } from './sources/hyperion/source.js';
import { Installation } from './sources/ffmpeg/installation.js';
import { addFfmpegRoutes } from './sources/ffmpeg/routes.js';
import { ffmpegSource } from './sources/ffmpeg/source.js';
import { pictureSource } from './sources/picture/source.js';
import { addShareChannel } from './sources/browser/channel.js';
import { ScreenShares } from './sources/browser/shares.js';
import { browserSource } from './sources/browser/source.js';
import { networkSource } from './sources/network/source.js';
import { addPush } from './sources/push/routes.js';
import { pushSource } from './sources/push/source.js';
import { SourceRegistry } from './sources/registry.js';
import { testPatternSource } from './sources/test-pattern.js';
import { addUi } from './ui-parts.js';
import { Previews, addPreviewChannel } from './live/previews.js';
import { addSwitches } from './switches.js';
import type { Switches } from './switches.js';
import { Trials } from './trials.js';
import { VOCABULARY } from './vocabulary.js';

const WATCHERS = { role: 'viewer', scope: 'captures:read' } as const;

/** How long a capture may take to give its devices back and begin anew. */
const ENDING_MS = 10_000;

/** Ambient light: pictures from many sources become the light of the room. */
export default definePlugin({
  actions: VOCABULARY,
  async setup(hub) {
    const { log, clock, timers, sockets } = hub;
    const effects = new EffectRegistry();
    const filters = new FilterRegistry();
    const algorithms = new AlgorithmRegistry();
    const look = new LookParts({ filters, algorithms });
    const sources = new SourceRegistry(effects);
    sources.add(testPatternSource);
    sources.add(effectSource(effects));
    const shares = new ScreenShares(timers);
    sources.add(browserSource(shares));
    sources.add(hyperionSource(hub.tcp, effects));
    sources.add(networkSource(hub.udp));
    sources.add(pushSource);
    const installation = new Installation(clock);
    sources.add(ffmpegSource(installation));
    sources.add(pictureSource);
    sources.add(audioSource);
    const presence = new Presence({ activity: hub.activity, context: hub.context, log });
    sources.add(adbSource({ installation, presence, target: (...where) => hub.udp.target(...where) }));

    const layouts = new Layouts();
    const devices = (): DeviceService | undefined => hub.services.get('devices');
    const thread = new PipelineThread({ log, clock, timers });
    const previews = new Previews((id) => {
      runs.preview(id);
    });
    const runs: Runs = new Runs({
      previews,
      log,
      clock,
      timers,
      thread,
      sources,
      effects,
      look,
      layouts,
      devices,
      activity: hub.activity,
      hooks: declareHooks(hub.hooks),
      changed: (id, status) => {
        sockets.publish('capture_status', { capture_id: id, status }, WATCHERS);
        switches.changed(id);
      },
    });
    hub.effect('captures', async () => {
      await runs.end();
      await thread.stop();
    });

    const named_layouts = hub.entities.register(layoutType);
    const templates = hub.entities.register(templateType(look));
    const captures: EntityCollection<CaptureRecord> = hub.entities.register(
      captureType({ sources, look, layouts, named_layouts, devices, status: (id) => runs.status(id) }),
    );
    const control = new CaptureControl({ captures, runs });
    const switches: Switches = addSwitches({ hub, control });
    const trials = new Trials({ captures, runs, timers });
    const know = ({ id, name, trial }: { id: string; name: string; trial: boolean }): void => {
      control.put(id, name);
      // Nobody outside is offered what is gone in a minute.
      if (!trial) switches.put(id, name);
    };
    const forget = (id: string): void => {
      trials.forget(id);
      control.remove(id);
      switches.remove(id);
    };
    const usersOf = async (layout_id: string): Promise<Entity<CaptureRecord>[]> =>
      (await captures.all()).filter(({ data }) => data.layout_id === layout_id);
    await layouts.load(named_layouts, hub.hooks, async (id) => (await usersOf(id))[0]?.name);
    hub.hooks.tap(
      'entity.changed',
      async ({ type, id, name, before, after, changed }) => {
        if (type === 'layout' && after !== null) await Promise.all((await usersOf(id)).map((capture) => runs.restart(capture)));
        if (type !== 'capture') return;
        const { trial } = (after ?? before) as CaptureRecord;
        if (after === null) forget(id);
        else know({ id, name, trial });
        if (before === null && trial) trials.expect(id);
        if (after === null) await runs.stop(id);
        else if (changed.some((field) => field !== 'name')) await runs.restart(await captures.require(id));
        else runs.rename(id, name);
      },
      { timeout_ms: ENDING_MS },
    );
    addLayoutRoutes(hub.routes, named_layouts);
    addLookRoutes(hub.routes, { captures, templates });
    addDoctorRoute(hub.routes, { captures, runs, layouts, devices });
    addShareChannel(sockets, { captures, shares, clock, activity: hub.activity });
    addPreviewChannel(sockets, { captures, previews });
    addRoutes(hub.routes, { control, sources });
    addEffectRoutes(hub.routes, { effects, filters, algorithms });
    addPointing(sockets, runs);
    trials.addChannel(sockets);
    // It ends before its channel does.
    hub.effect('trials', () => {
      trials.end();
    });
    addPush(hub.routes, sockets, { clock, captures, push: (id, frame) => runs.push(id, frame) });
    addUi(hub.ui);
    addFfmpegRoutes(hub.routes, installation);
    hub.services.provide('capture', createCaptureService({ sources, effects, filters, algorithms, runs, control }));

    const known = await captures.all();
    for (const { id, name, data } of known) {
      know({ id, name, trial: data.trial });
      if (data.trial) trials.expect(id);
    }
    // Not waited for: neither a source nor a device that takes its time may keep the plugin from starting, and no capture another.
    for (const capture of known) {
      if (!capture.data.autostart) continue;
      runs.start(capture).catch((error: unknown) => {
        log.error('A capture did not start with the hub', { capture: capture.name, error });
      });
    }
  },
});
