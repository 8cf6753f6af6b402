import type { DeviceService, DeviceSnapshot } from '@lightkeeper/plugin-sdk';
import { Announcer } from './announcer.js';
import { Counters } from './counters.js';
import { deviceConfig } from './device-config.js';
import type { HubFacts } from './device-config.js';
import { Exposed } from './exposed.js';
import { hubConfig } from './hub-config.js';
import { Lights } from './lights.js';
import { eventType, LogFeed } from './log-feed.js';
import { Names } from './names.js';
import type { DevicePayload } from './payload.js';
import type { ProducerHub } from './producer-hub.js';
import { Removals } from './removals.js';
import { addProducerRoutes } from './routes.js';
import { ProducerStore } from './store.js';

const HUB_ID_DIGITS = 8;
/** The driver of what the hub found at the broker itself. Home Assistant finds it there just as well. */
const FOUND_BY_DISCOVERY = 'mqtt';

/**
 * Shows the hub and its devices in Home Assistant, and takes the commands that come from there. Gives the names under which it does.
 * `random` gives 0 to 1.
 */
export async function startProducer(hub: ProducerHub, random = (): number => Math.random()): Promise<Names> {
  const { mqtt, hooks, settings, services, log, timers, clock } = hub;
  // The last digits of a UUIDv7 are random.
  const store = await ProducerStore.open(hub.db, () => hub.newId().slice(-HUB_ID_DIGITS));
  const names = new Names(store.hub_id);
  const devices = (): DeviceService | undefined => services.get('devices');
  const enabled = (): boolean => settings.value.publish;
  const facts = (): HubFacts => ({ names, base_topic: mqtt.base_topic, version: hub.info.version });
  const deleted = new Set<string>();

  const removals = new Removals({
    hub,
    store,
    names,
    changed: (object_id) => {
      current.touch(object_id);
    },
  });
  const exposed = new Exposed({
    hub,
    enabled,
    changed: () => {
      current.touch(names.hub);
    },
  });
  const lights = new Lights({ hub, devices, enabled });
  const feed = new LogFeed({ mqtt, log, enabled: () => enabled() && settings.value.publish_log });
  const counters = new Counters({ mqtt, clock, timers, log, enabled, query: () => services.get('activity_query') });

  function build(object_id: string): DevicePayload | null | undefined {
    const device_id = names.deviceOf(object_id);
    if (!enabled() || device_id === undefined || store.removed.has(object_id)) return null;
    if (device_id === null) return hubConfig(facts(), settings.value.publish_log ? wordsOfTheLog() : null, exposed.components(facts()));
    const device = devices()?.get(device_id);
    // While the devices have not been read yet, nothing is known to be gone.
    if (device === undefined) return deleted.has(device_id) || (devices()?.list().length ?? 0) > 0 ? null : undefined;
    if (!shows(device)) return null;
    // A device that has not answered since the start keeps what was said of it before.
    return deviceConfig(device, facts()) ?? undefined;
  }

  function shows({ driver }: DeviceSnapshot): boolean {
    return driver !== FOUND_BY_DISCOVERY || settings.value.publish_found;
  }

  function wordsOfTheLog(): string[] {
    return services.require('vocabulary').all().map(eventType).sort();
  }

  function wanted(): string[] {
    if (!enabled()) return [];
    const shown = (devices()?.list() ?? []).filter(shows).map(({ id }) => names.device(id));
    return [names.hub, ...shown].filter((object_id) => !store.removed.has(object_id));
  }

  const shared = { mqtt, timers, log, names, random };
  const announce = (prefix: string): Announcer =>
    new Announcer(prefix, { ...shared, wanted, build, onRemoved: (object_id) => void removals.removed(object_id) });
  let current: Announcer;
  const leaving = new Map<string, Announcer>();

  /** Takes away what was published below another prefix, as soon as there is a broker. */
  function leave(prefix: string): void {
    leaving.set(
      prefix,
      new Announcer(prefix, {
        ...shared,
        wanted: () => [],
        build: () => null,
        onRemoved: () => undefined,
        onSettled: () => {
          void leaving.get(prefix)?.stop();
          leaving.delete(prefix);
          if (leaving.size === 0) void store.setPrefix(settings.value.prefix);
        },
      }),
    );
  }

  if (store.prefix === null) await store.setPrefix(settings.value.prefix);
  else if (store.prefix !== settings.value.prefix) leave(store.prefix);
  current = announce(settings.value.prefix);

  const all = (): Announcer[] => [current, ...leaving.values()];
  const touchDevice = (device_id: string): void => {
    current.touch(names.device(device_id));
    lights.touch(device_id);
  };

  async function begin(): Promise<void> {
    for (const announcer of all()) announcer.connected();
    await beginToTell();
  }

  /** What Home Assistant reads beside the configs. */
  async function beginToTell(): Promise<void> {
    lights.tellAll();
    exposed.tellAll();
    counters.begin();
    const latest = await services.get('activity_query')?.query({}, { limit: 1 });
    feed.begin(latest?.items[0] ?? null);
  }

  mqtt.onConnected(begin);
  mqtt.onDisconnected(() => {
    for (const announcer of all()) announcer.disconnected();
  });
  hub.effect('configs for Home Assistant', async () => {
    for (const announcer of all()) await announcer.stop();
  });
  settings.onChange(async (next, previous) => {
    if (next.prefix !== previous.prefix) {
      await current.stop();
      await leaving.get(next.prefix)?.stop();
      leaving.delete(next.prefix);
      leave(previous.prefix);
      current = announce(next.prefix);
    }
    if ((['publish', 'publish_log', 'publish_found'] as const).some((key) => next[key] !== previous[key])) {
      current.refresh();
      await beginToTell();
    }
  });

  hooks.tap('device.described', ({ device_id }) => {
    touchDevice(device_id);
  });
  hooks.tap('entity.changed', async ({ type, id, after }) => {
    if (type === 'area') for (const device of devices()?.list() ?? []) if (device.area_id === id) touchDevice(device.id);
    if (type !== 'device') return;
    if (after === null) {
      deleted.add(id);
      lights.forget(id);
      await removals.forget(id);
    }
    touchDevice(id);
  });
  hooks.tap('activity.recorded', ({ entry }) => {
    feed.recorded(entry);
    counters.recorded(entry);
  });
  hub.effect(
    'words of the log',
    services.require('vocabulary').onDeclared(() => {
      current.touch(names.hub);
    }),
  );
  services.provide('home_assistant', exposed);
  addProducerRoutes(hub.routes, { store, names, devices, removals });
  if (mqtt.connected) await beginToTell();
  return names;
}
