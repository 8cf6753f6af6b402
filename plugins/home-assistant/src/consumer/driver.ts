import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { DeviceDriver, DeviceReporter, DriverTools, MqttService } from '@lightkeeper/plugin-sdk';
import type { Availability } from './availability.js';
import { MqttConnection } from './connection.js';
import type { Model } from './model.js';
import type { AvailabilityWatches } from './watches.js';

/** A device is given so long to say whether it is there. */
const AVAILABILITY_LIMIT_MS = 3_000;

const config = z.strictObject({
  device: z
    .string()
    .min(1, 'must not be empty')
    .max(600, 'must be at most 600 characters')
    .meta({ title: 'Device', description: 'Its identifier, as it announces it. Added from the found things, it is filled in.' }),
  light: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .meta({ title: 'Light', description: 'Which of its lights, where it has several; left out for the first one and all else.' }),
});
export type MqttDeviceConfig = z.output<typeof config>;

/** A connection, as long as it lasts. */
export interface Follower {
  readonly config: MqttDeviceConfig;
  /** It is announced otherwise than before. */
  update(model: Model): void;
  lost(reason: string): void;
}

interface DriverDeps {
  mqtt: Pick<MqttService, 'subscribe' | 'publishTo' | 'connected'>;
  asPlugin: (fn: () => void) => void;
  watches: AvailabilityWatches;
  /** Null while nothing was heard of it; a text says why nothing will be. */
  modelOf(config: MqttDeviceConfig): Model | string | null;
  /** The hub should try at the device now. */
  retry: (config: MqttDeviceConfig) => void;
  sameDevice(a: string, b: string): boolean;
  followers: Set<Follower>;
}

export const OFFLINE = 'It says that it is offline.';
export const NO_BROKER = 'The broker is not connected.';
export const NOT_HEARD = 'Its announcement has not been heard yet.';

/** Devices that announce themselves for Home Assistant at the broker. */
export function createMqttDriver(deps: DriverDeps): DeviceDriver<typeof config> {
  return {
    id: 'mqtt',
    name: 'MQTT device',
    description:
      'Devices that announce themselves for Home Assistant at the MQTT broker: Zigbee2MQTT, ESPHome, Tasmota, OpenMQTTGateway and others.',
    config,
    discovery: {
      recognises: (proposal, { device, light }) => proposal.config.light === light && deps.sameDevice(device, proposal.config.device),
    },
    async connect(wanted, reporter, tools) {
      if (!deps.mqtt.connected) throw new HubError('LK_DEVICE_FAILED', NO_BROKER);
      const model = deps.modelOf(wanted);
      if (model === null) throw new HubError('LK_DEVICE_FAILED', NOT_HEARD);
      if (typeof model === 'string') throw new HubError('LK_DEVICE_FAILED', model);
      if (model.availability !== null) await untilThere(model.availability, wanted, deps, tools);
      return begin(model, wanted, reporter, tools, deps);
    },
  };
}

function begin(model: Model, wanted: MqttDeviceConfig, reporter: DeviceReporter, tools: DriverTools, deps: DriverDeps): MqttConnection {
  const lost = (reason: string): void => {
    reporter.lost(reason);
  };
  const { availability } = model;
  const unfollow =
    availability === null
      ? null
      : deps.watches.follow(availability, () => {
          if (deps.watches.available(availability) === false) lost(OFFLINE);
        });
  const connection = new MqttConnection(model, {
    mqtt: deps.mqtt,
    asPlugin: deps.asPlugin,
    watches: deps.watches,
    reporter,
    tools,
    onClose() {
      deps.followers.delete(follower);
      void unfollow?.();
    },
  });
  const follower: Follower = {
    config: wanted,
    lost,
    update(next) {
      if (next.availability?.id === availability?.id) connection.update(next);
      else lost('It tells in another way than before whether it is there.');
    },
  };
  deps.followers.add(follower);
  return connection;
}

/** Resolves when the device says that it is there. What it says later, it says to a watch that outlives this try. */
async function untilThere(
  availability: Availability,
  wanted: MqttDeviceConfig,
  deps: DriverDeps,
  { timers, signal }: DriverTools,
): Promise<void> {
  const { watches, retry } = deps;
  const said = await new Promise<boolean | undefined>((resolve) => {
    const settle = (): void => {
      void unfollow();
      void stop();
      resolve(watches.available(availability));
    };
    const unfollow = watches.follow(availability, () => {
      if (watches.available(availability) !== undefined) settle();
    });
    const stop = timers.after(AVAILABILITY_LIMIT_MS, 'wait for an availability', settle);
    signal.addEventListener('abort', settle, { once: true });
    if (watches.available(availability) !== undefined) settle();
  });
  if (said === true) return;
  watches.whenBack(availability, JSON.stringify([wanted.device, wanted.light]), () => {
    retry(wanted);
  });
  const topics = availability.topics.map(({ filter }) => filter).join(', ');
  throw new HubError('LK_DEVICE_FAILED', said === false ? OFFLINE : `It has not said whether it is there, on ${topics}.`);
}
