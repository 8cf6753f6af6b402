import { z } from '@lightkeeper/plugin-sdk';
import type { DeviceEvent, DeviceOccurrence, Occurrence, TriggerKind } from '@lightkeeper/plugin-sdk';
import { deviceId, heldFor } from '../kinds/index.js';
import type { DeviceWatch } from './device-watch.js';
import { eventHappened, eventHappens } from './event-words.js';
import type { TriggerHub } from './hub.js';
import { Listeners } from './listeners.js';
import { because } from './occurrences.js';

const HELD = 'for';

const statusOptions = z.strictObject({
  device_id: deviceId,
  status: z.enum(['online', 'offline']).meta({ title: 'Is' }),
  for_ms: heldFor,
});

/** A device answers again, or no longer. What is first found out after the hub has started is no such change, since nobody knows what was before. */
export function deviceStatusTrigger(hub: TriggerHub, watch: DeviceWatch): TriggerKind<typeof statusOptions> {
  const listeners = new Listeners<{ status: 'online' | 'offline'; occurrence: DeviceOccurrence }>();
  const tell = (status: 'online' | 'offline') => (occurrence: DeviceOccurrence) => {
    listeners.tell(occurrence.device_id, { status, occurrence });
  };
  hub.hooks.tap('device.connected', tell('online'), { phase: 'last' });
  hub.hooks.tap('device.disconnected', tell('offline'), { phase: 'last' });
  return {
    kind: 'device_status',
    name: 'Device connected or not',
    description: 'A device no longer answers, or answers again.',
    icon: 'plug',
    group: 'device',
    options: statusOptions,
    references: ({ device_id }) => [{ type: 'device', id: device_id, option: 'device_id' }],
    sentence: ({ device_id, status, for_ms }, words) =>
      `${words.name('device', device_id)} ${status === 'online' ? 'connects' : 'disconnects'}${for_ms === undefined ? '' : ` and stays so for ${words.duration(for_ms)}`}`,
    listen({ device_id, status, for_ms }, { fire, hold, release, held }) {
      if (![status, 'unknown'].includes(watch.status(device_id))) for (const key of held()) release(key);
      return listeners.add(device_id, ({ status: is, occurrence }) => {
        if (is !== status) {
          release(HELD);
          return;
        }
        if (occurrence.metadata?.was === 'unknown') return;
        const event = {
          description: `${watch.name(device_id)} ${status === 'online' ? 'connected' : 'disconnected'}`,
          data: { device_id, device_name: watch.name(device_id), status },
        };
        because(hub, occurrence, () => {
          if (for_ms === undefined) fire(event);
          else hold(HELD, for_ms, event);
        });
      });
    },
  };
}

const eventOptions = z.strictObject({
  device_id: deviceId,
  key: z
    .string()
    .regex(/^[a-z0-9_]{1,64}$/, 'must be the key of a feature')
    .optional()
    .meta({ title: 'Button', description: 'Left out: any of them.', ui: { property_of: 'device_id' } }),
  type: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ title: 'What happens', description: 'Such as press or double_press. Left out: anything.', ui: { value_of: 'key' } }),
});

/** A press of a button, a knock, a doorbell. */
export function deviceEventTrigger(hub: TriggerHub, watch: DeviceWatch): TriggerKind<typeof eventOptions> {
  const listeners = new Listeners<DeviceEvent>();
  hub.hooks.tap('device.event', (event) => {
    listeners.tell(event.device_id, event);
  });
  return {
    kind: 'device_event',
    name: 'Button or event',
    description: 'A button is pressed, or something else happens at a device.',
    icon: 'circle-dot',
    group: 'device',
    options: eventOptions,
    references: ({ device_id }) => [{ type: 'device', id: device_id, option: 'device_id' }],
    sentence({ device_id, key, type }, words) {
      const which = key === undefined ? '' : `${key.replaceAll('_', ' ')} of `;
      return `${which}${words.name('device', device_id)} ${eventHappens(type)}`;
    },
    listen: ({ device_id, key, type }, { fire }) =>
      listeners.add(device_id, (event) => {
        if ((key !== undefined && event.key !== key) || (type !== undefined && event.type !== type)) return;
        fire({
          description: `${watch.name(device_id)} ${eventHappened(event.type)}`,
          data: { device_id, device_name: watch.name(device_id), key: event.key, type: event.type, attributes: { ...event.attributes } },
        });
      }),
  };
}

const discoveryOptions = z.strictObject({
  driver: z.string().min(1).max(64).optional().meta({ title: 'Driver', description: 'The id of a driver, such as wled. Left out: any.' }),
});

/** Something that is not in the hub announced itself. */
export function discoveryTrigger(hub: TriggerHub): TriggerKind<typeof discoveryOptions> {
  const listeners = new Listeners<Occurrence>();
  hub.hooks.tap(
    'device.discovered',
    (occurrence) => {
      listeners.tell('', occurrence);
    },
    { phase: 'last' },
  );
  return {
    kind: 'discovery',
    name: 'Discovery',
    description: 'A new device was found, and waits to be added.',
    icon: 'radar',
    group: 'device',
    options: discoveryOptions,
    sentence: ({ driver }, words) => (driver === undefined ? 'a new device is found' : `a new device of ${words.value(driver)} is found`),
    listen: ({ driver }, { fire }) =>
      listeners.add('', (occurrence) => {
        const found = occurrence.metadata?.driver;
        if (typeof found !== 'string' || (driver !== undefined && found !== driver)) return;
        because(hub, occurrence, () => {
          fire({
            description: `${occurrence.entity_name ?? 'Something'} was found`,
            data: { discovery_id: occurrence.entity_id ?? null, name: occurrence.entity_name ?? null, driver: found },
          });
        });
      }),
  };
}
