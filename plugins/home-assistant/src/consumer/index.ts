import type { Disposer, Hub, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { HomeAssistantSettings } from '../settings.js';
import type { DiscoveryConfig } from './config.js';
import { createMqttDriver, NO_BROKER } from './driver.js';
import type { Follower, MqttDeviceConfig } from './driver.js';
import { Intake } from './intake.js';
import { makeModel } from './model.js';
import type { Model } from './model.js';
import { Proposals } from './proposals.js';
import { Registry } from './registry.js';
import { Rendering } from './rendering.js';
import { configFilters } from './topic.js';
import { Warnings } from './warnings.js';
import { AvailabilityWatches } from './watches.js';

/** The plugin's hub, without the log: what is found and driven, the devices' own plugin records. */
type ConsumerHub = Omit<Hub<HomeAssistantSettings, Vocabulary>, 'activity'>;

const SWITCHED_OFF = 'Finding devices that announce themselves over MQTT is switched off in the settings.';

/** What listens below one prefix, until it is stopped. */
interface Listening {
  registry: Registry;
  proposals: Proposals;
  stop(): void;
}

/**
 * Finds devices that announce themselves for Home Assistant, and drives those that somebody added. `own_name` begins the identifiers
 * under which the hub announces its own devices; they are passed over.
 */
export function startConsumer(hub: ConsumerHub, own_name: string): void {
  const { mqtt, log, timers, clock, context } = hub;
  const devices = hub.services.require('devices');
  const rendering = new Rendering(clock);
  const watches = new AvailabilityWatches(mqtt, timers);
  const warnings = new Warnings(log);
  const followers = new Set<Follower>();
  let listening: Listening | null = null;

  const isOwnTopic = (topic: string): boolean => topic.startsWith(`${mqtt.base_topic}/`);
  const isOwn = ({ origin, device }: DiscoveryConfig): boolean =>
    origin?.name === 'Lightkeeper' && (device?.aliases ?? []).some((alias) => alias.startsWith(own_name));

  function modelOf({ device: alias, light }: MqttDeviceConfig): Model | string | null {
    if (listening === null) return SWITCHED_OFF;
    const device = listening.registry.find(alias);
    if (device === undefined) return null;
    const model = makeModel(device, light, { rendering, clock, isOwnTopic });
    if (model === null) return light === undefined ? null : 'It no longer announces this light.';
    if (model.not_shown.length > 0) {
      warnings.warn(device.key, 'Parts of a device that announces itself are not shown', {
        parts: model.not_shown.length,
        first: model.not_shown[0] ?? '',
      });
    }
    return model;
  }

  function settled(device_key: string): void {
    for (const follower of [...followers]) {
      const { device } = follower.config;
      if (device !== device_key && listening?.registry.find(device)?.key !== device_key) continue;
      const model = modelOf(follower.config);
      if (model === null || typeof model === 'string') follower.lost(model ?? 'It is no longer announced.');
      else follower.update(model);
    }
  }

  function listen(prefix: string): Listening {
    const registry = new Registry();
    const proposals = new Proposals({ devices, registry, timers, log, onSettled: settled });
    const intake = new Intake({
      prefix,
      registry,
      warnings,
      log,
      isOwn,
      onChanged: (keys) => {
        proposals.touch(keys);
      },
    });
    const subscriptions: Disposer[] = configFilters(prefix).map((filter) =>
      // A large home has thousands of kept configs, of which a broker would drop most at QoS 1.
      mqtt.subscribe(
        filter,
        (message) => {
          intake.take(message);
        },
        { qos: 0 },
      ),
    );
    return {
      registry,
      proposals,
      stop() {
        for (const unsubscribe of subscriptions) void unsubscribe();
        intake.stop();
        proposals.stop();
      },
    };
  }

  function apply({ consume, prefix }: Readonly<HomeAssistantSettings>): void {
    listening?.stop();
    listening = consume ? listen(prefix) : null;
    for (const follower of [...followers]) follower.lost(consume ? 'It is being looked for anew.' : SWITCHED_OFF);
  }

  hub.effect(
    'the mqtt driver',
    devices.registerDriver(
      createMqttDriver({
        mqtt,
        asPlugin: (fn) => {
          context.run({ actor: `plugin:${hub.plugin.id}`, origin: 'plugin' }, fn);
        },
        watches,
        modelOf,
        retry: (config) => {
          listening?.proposals.repeat(config);
        },
        sameDevice: (a, b) =>
          a === b ||
          (listening !== null && listening.registry.find(a) === listening.registry.find(b) && listening.registry.find(a) !== undefined),
        followers,
      }),
      hub.plugin.id,
    ),
  );
  hub.effect('what is announced', () => {
    listening?.stop();
    listening = null;
    watches.stop();
  });
  mqtt.onDisconnected(() => {
    for (const follower of [...followers]) follower.lost(NO_BROKER);
  });
  hub.settings.onChange((next, previous) => {
    if (next.consume !== previous.consume || next.prefix !== previous.prefix) apply(next);
  });
  apply(hub.settings.value);
}
