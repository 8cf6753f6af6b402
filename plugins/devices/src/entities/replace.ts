import { HubError, SECRET_MASK, z } from '@lightkeeper/plugin-sdk';
import type { Entity, EntityCollection, Routes } from '@lightkeeper/plugin-sdk';
import type { Discoveries } from '../discovery/discoveries.js';
import type { Config, DriverRegistry } from '../drivers/registry.js';
import { deviceSchema } from './device.js';
import type { DeviceRecord } from './device.js';

const WRITE = { role: 'admin', scope: 'devices:write' } as const;
const REPLACED = { category: 'device', action: 'replaced' };

const replaceBody = z.union([
  z.strictObject({ discovery_id: z.string().max(64) }),
  z.strictObject({ driver: deviceSchema.shape.driver.optional(), config: z.record(z.string().max(80), z.unknown()) }),
]);

interface Deps {
  discoveries: Discoveries;
  drivers: DriverRegistry;
  devices: EntityCollection<DeviceRecord>;
}

type Place = Pick<DeviceRecord, 'driver' | 'config'>;

/** A new address, or a new unit, behind a device that scenes and rules know. */
export function addReplaceRoute(routes: Routes, { discoveries, drivers, devices }: Deps): void {
  /** What a person confirmed of a found thing, with the settings of the old one where they mean the same; never with its secrets. */
  function found(discovery_id: string, device: Entity<DeviceRecord>): Place {
    const thing = discoveries.require(discovery_id);
    const { device_id } = discoveries.present(thing);
    if (device_id !== null && device_id !== device.id) throw new HubError('LK_CONFLICT', `${thing.name} has been added already.`);
    const { driver, proposal } = thing;
    if (driver.id !== device.data.driver) return { driver: driver.id, config: proposal.config };
    return { driver: driver.id, config: { ...without(device.data.config, driver.secrets), ...proposal.config } };
  }

  /** What a person typed. A masked secret means the stored one, which no other driver gets. */
  function typed(driver: string, config: Config, device: Entity<DeviceRecord>): Place {
    const strange = driver !== device.data.driver;
    return { driver, config: strange ? without(config, drivers.get(driver)?.secrets ?? [], SECRET_MASK) : config };
  }

  routes.add({
    method: 'POST',
    path: '/devices/:id/replace',
    summary: 'Put another unit, or another address, behind a device',
    description:
      'Takes a found thing by `discovery_id`, or a whole `config` and, for another kind of device, its `driver`. Id, name, area and ' +
      'labels stay, so that scenes, rules and the log go on; abilities and state become those of the new unit. Secrets of the old ' +
      'connection never reach another driver or a found thing.',
    access: WRITE,
    params: z.strictObject({ id: z.string().max(64) }),
    body: replaceBody,
    async handler({ params: { id }, body }) {
      const device = await devices.require(id);
      const place =
        'discovery_id' in body ? found(body.discovery_id, device) : typed(body.driver ?? device.data.driver, body.config, device);
      const patch = { driver: place.driver, config: replacing(device.data.config, place.config) };
      return devices.present(await devices.update(id, patch, { recorded_as: REPLACED }));
    },
  });
}

/** The merge patch that makes `before` into `after` and keeps nothing else. */
function replacing(before: Config, after: Config): Config {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const kept = Object.entries(after).map(([key, value]): [string, unknown] => {
    const old = before[key];
    return [key, isConfig(value) && isConfig(old) ? replacing(old, value) : value];
  });
  return Object.fromEntries([...gone.map((key): [string, unknown] => [key, null]), ...kept]);
}

/** A copy without what stands at these places; with `only`, without what is exactly that. */
function without(config: Config, paths: readonly (readonly string[])[], only?: string): Config {
  const copy = structuredClone(config);
  for (const path of paths) {
    const parent = path.slice(0, -1).reduce<unknown>((node, key) => (isConfig(node) ? node[key] : undefined), copy);
    const key = path.at(-1) ?? '';
    if (isConfig(parent) && (only === undefined || parent[key] === only)) Reflect.deleteProperty(parent, key);
  }
  return copy;
}

function isConfig(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
