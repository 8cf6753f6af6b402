import { definePlugin } from '@lightkeeper/plugin-sdk';
import { addCommandDoors } from './commands/routes.js';
import { CommandService } from './commands/service.js';
import { createDeviceService } from './device-service.js';
import { startDemo } from './demo/demo.js';
import { Discoveries } from './discovery/discoveries.js';
import type { Found } from './discovery/discoveries.js';
import { createAddressFollower } from './discovery/follow-address.js';
import { IgnoreList } from './discovery/ignore-list.js';
import { addDiscoveryRoutes } from './discovery/routes.js';
import { createAdalightDriver } from './drivers/adalight/driver.js';
import { createArtNetDriver } from './drivers/artnet/driver.js';
import { DriverRegistry } from './drivers/registry.js';
import { readCid, sacnSourceMigration } from './drivers/sacn/cid.js';
import { createSacnDriver } from './drivers/sacn/driver.js';
import { shellyDriver } from './drivers/shelly/driver.js';
import { createVirtualDriver } from './drivers/virtual/driver.js';
import { VirtualWorld } from './drivers/virtual/world.js';
import { createWledDriver } from './drivers/wled/driver.js';
import { areaType } from './entities/area.js';
import { AreaNames } from './entities/area-names.js';
import { releaseDevicesOfDeletedAreas } from './entities/area-deletion.js';
import { deviceType, iso } from './entities/device.js';
import type { DeviceRecord } from './entities/device.js';
import { ignoredType } from './entities/ignored-discovery.js';
import { addReplaceRoute } from './entities/replace.js';
import { MqttPublisher } from './mqtt/publisher.js';
import { declareHooks, Occurrences } from './occurrences.js';
import { Pace } from './pace.js';
import { LeftLights, leftLightsMigration } from './streams/left-lights.js';
import { Lights } from './streams/lights.js';
import { Streams } from './streams/streams.js';
import { Fleet } from './supervision/fleet.js';
import { ScopedTimers } from './supervision/scoped-timers.js';
import type { WatchedDevice } from './supervision/supervisor.js';
import { addUi } from './ui-parts.js';
import { VOCABULARY } from './vocabulary.js';
import { whenRecorded } from './when-recorded.js';

const WATCHERS = { role: 'viewer', scope: 'devices:read' } as const;

/** A device is told of twenty times a second at most; a screen shows no more, and a hub with a thousand of them should do other things too. */
const STATES = { each: { burst: 20, again_ms: 50 }, all: { burst: 500, again_ms: 0.5 } };
const DESCRIPTIONS = { each: { burst: 5, again_ms: 1_000 }, all: { burst: 100, again_ms: 20 } };
const FINDERS = { role: 'admin', scope: 'discoveries:read' } as const;

export default definePlugin({
  actions: VOCABULARY,
  migrations: [sacnSourceMigration, leftLightsMigration],
  async setup(hub) {
    const { context, clock, timers, log, http, sockets } = hub;
    const newId = (): string => hub.newId();
    const hooks = declareHooks(hub.hooks);
    const occurrences = new Occurrences(hooks, log);
    const world = new VirtualWorld();
    const states = new Pace(STATES, clock, timers);
    const descriptions = new Pace(DESCRIPTIONS, clock, timers);

    const drivers = new DriverRegistry((driver, present) => {
      if (present) discoveries.watch(driver);
      else discoveries.unwatch(driver);
      if (present && driver.secrets.length > 0) void reopen(driver.id);
      else fleet.driverChanged(driver.id);
    });

    const fleet: Fleet = new Fleet({
      log,
      http,
      clock,
      timers,
      context,
      newId,
      driver: (id) => drivers.get(id),
      onStatus(device, view, change) {
        sockets.publish(
          'device_status',
          {
            device_id: device.id,
            status: view.status,
            status_since: new Date(view.since ?? clock.now()).toISOString(),
            status_reason: view.reason,
            next_try_at: iso(view.next_try_at),
          },
          WATCHERS,
        );
        occurrences.status(device, view, change);
        streams.deviceChanged(device.id);
        mqtt.touch(device.id);
      },
      onEvent(device, event) {
        sockets.publish('device_event', { event }, WATCHERS);
        mqtt.event(device.id, event);
        void hooks.event.call({ ...event, context: context.current() });
      },
      onState({ id: device_id }, state) {
        states.tell(device_id, () => {
          sockets.publish('device_state', { device_id, state }, WATCHERS);
          mqtt.touch(device_id);
          void hooks.state_changed.call({ device_id, state, context: context.current() });
        });
      },
      onDescribed({ id: device_id }) {
        descriptions.tell(device_id, () => {
          void tellWhole(device_id);
          void hooks.described.call({ device_id });
          refreshFound(fleet.get(device_id)?.driver);
        });
      },
    });

    const areas = hub.entities.register(areaType);
    const devices = hub.entities.register(deviceType({ drivers, areas, view: (id) => fleet.view(id) }));
    releaseDevicesOfDeletedAreas(hub.hooks, devices);
    const areaNames = new AreaNames(hub.hooks);
    await areaNames.load(areas);

    const commands = new CommandService({
      fleet,
      activity: hub.activity,
      context,
      clock,
      timers,
      newId,
      hooks,
      canRecord: () => hub.services.get('activity_recorder') !== undefined,
    });
    const lights = new Lights({
      fleet,
      clock,
      timers,
      log,
      left: new LeftLights(hub.db, log),
      show: (id, command) => commands.show(id, command),
    });
    const streams: Streams = new Streams({ fleet, lights, timers, log });
    hub.hooks.tap('device.commanded', ({ device_id, command }) => {
      streams.commanded(device_id, command);
    });
    const mqtt: MqttPublisher = new MqttPublisher({
      mqtt: hub.mqtt,
      log,
      all: () => fleet.devices().map(({ id }) => id),
      picture: (id) => (fleet.get(id) === undefined ? null : fleet.view(id)),
    });

    const followAddress = createAddressFollower({ fleet, devices, context, clock, log });
    const ignored: IgnoreList = new IgnoreList(hub.entities.register(ignoredType), () => {
      discoveries.refresh(() => true);
    });
    const discoveries: Discoveries = new Discoveries({
      browser: hub.discovery,
      clock,
      log,
      newId,
      allow_loopback: hub.info.allow_loopback_discovery,
      deviceOf: (found) => devicesOf(found)[0]?.id ?? null,
      isIgnored: ({ driver, proposal }) => ignored.has({ driver: driver.id, key: proposal.key }),
      onChange: (discovery, gone) => {
        sockets.publish('discovery_changed', { discovery, gone }, FINDERS);
      },
      onTransition: (found, what) => {
        context.run({ actor: 'system', origin: 'system', correlation_id: newId() }, () => {
          occurrences.discovery(found, what);
        });
      },
      onKnown: (_first, found) => {
        for (const { id } of devicesOf(found)) followAddress(id, found);
      },
    });

    /** Parts of one thing, such as the segments of a strip, may each be a device. */
    function devicesOf({ driver, proposal }: Pick<Found, 'driver' | 'proposal'>): WatchedDevice[] {
      return fleet
        .devices()
        .filter((device) => device.driver === driver.id && driver.recognises(proposal, device.config, fleet.view(device.id).info));
    }

    function refreshFound(driver_id: string | undefined): void {
      discoveries.refresh((found: Found) => found.driver.id === driver_id);
    }

    /** What a record holds of secrets could not be read without its driver: begins with what is read now. */
    async function reopen(driver_id: string): Promise<void> {
      for (const { id, driver } of fleet.devices()) {
        if (driver !== driver_id) continue;
        const entity = await devices.get(id);
        if (entity === undefined || fleet.get(id)?.driver !== driver_id) continue;
        fleet.remove(id);
        fleet.put({ id, name: entity.name, ...pick(entity.data) });
      }
    }

    /** Abilities and facts are part of the record's wire form: whoever shows the device gets it whole. */
    async function tellWhole(id: string): Promise<void> {
      const entity = await devices.get(id);
      if (entity === undefined) return;
      sockets.publish('entity_changed', { op: 'updated', entity_type: 'device', entity_id: id, entity: devices.present(entity) }, WATCHERS);
    }

    hub.hooks.tap('entity.changed', ({ type, id, name, before, after }) => {
      if (type !== 'device') return;
      if (after === null) {
        fleet.remove(id);
        commands.forget(id);
        lights.forget(id);
        states.forget(id);
        descriptions.forget(id);
      } else {
        fleet.put({ id, name, ...pick(after as DeviceRecord) });
      }
      mqtt.touch(id);
      const drivers_of = [before, after].map((record) => (record as DeviceRecord | null)?.driver);
      for (const driver of new Set(drivers_of)) refreshFound(driver);
    });

    hub.effect('devices under watch', async () => {
      await streams.stop();
      commands.stop();
      await fleet.stop();
    });
    await ignored.load(hub.hooks);
    hub.services.provide(
      'devices',
      createDeviceService({ drivers, discoveries, fleet, commands, streams, areaName: (id) => areaNames.get(id) }),
    );
    drivers.register(createWledDriver(hub.udp), hub.plugin.id);
    drivers.register(shellyDriver, hub.plugin.id);
    const universe_timers = new ScopedTimers(timers);
    drivers.register(createArtNetDriver({ udp: hub.udp, clock, timers: universe_timers, log }), hub.plugin.id);
    drivers.register(createSacnDriver({ udp: hub.udp, clock, timers: universe_timers, log, cid: () => readCid(hub.db) }), hub.plugin.id);
    drivers.register(createAdalightDriver(), hub.plugin.id);
    drivers.register(createVirtualDriver(world), hub.plugin.id);

    hub.routes.add({
      method: 'GET',
      path: '/drivers',
      summary: 'List the drivers that devices can be added with',
      access: WATCHERS,
      handler: () => ({ items: drivers.list().map(({ info }) => info), next_cursor: null }),
    });
    addCommandDoors({ hub, fleet, devices, commands });
    addReplaceRoute(hub.routes, { discoveries, drivers, devices });
    addDiscoveryRoutes(hub.routes, { discoveries, ignored, devices });
    addUi(hub.ui);

    await whenRecorded(hub, async () => {
      if (hub.info.demo) await startDemo({ hub, areas, devices, commands, fleet, world });
      for (const { id, name, data } of await devices.all()) fleet.put({ id, name, ...pick(data) });
    });
  },
});

function pick({ driver, config, enabled, area_id, labels, fixture }: DeviceRecord): DeviceRecord {
  return { driver, config, enabled, area_id, labels, fixture };
}
