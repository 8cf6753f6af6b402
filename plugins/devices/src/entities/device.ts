import { CAPABILITIES, FIXTURES, HubError, z } from '@lightkeeper/plugin-sdk';
import type { Entity, EntityCollection, EntityTypeDefinition } from '@lightkeeper/plugin-sdk';
import type { DriverRegistry } from '../drivers/registry.js';
import { streamFormatOf } from '../streams/light-look.js';
import type { DeviceView } from '../supervision/supervisor.js';
import type { AreaRecord } from './area.js';

const MAX_CONFIG_CHARS = 16_384;

const label = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(40, 'must be at most 40 characters')
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'must not hold line breaks or invisible characters');

export const deviceSchema = z.strictObject({
  driver: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be the id of a driver')
    .meta({ title: 'Driver' }),
  config: z.record(z.string().max(80), z.unknown()).default({}).meta({ title: 'Connection' }),
  area_id: z.string().max(64).nullable().default(null).meta({ title: 'Area' }),
  labels: z.array(label).max(16, 'must be at most 16').default([]).meta({ title: 'Labels' }),
  fixture: z.enum(FIXTURES).default('bulb').meta({ title: 'Fixture' }),
  enabled: z.boolean().default(true).meta({ title: 'In use' }),
});
export type DeviceRecord = z.output<typeof deviceSchema>;

interface DeviceTypeDeps {
  drivers: DriverRegistry;
  areas: EntityCollection<AreaRecord>;
  view: (device_id: string) => DeviceView;
}

/** Everyone who may look sees devices; adding, changing and deleting them is the administrators', commanding them the members'. */
export function deviceType({ drivers, areas, view }: DeviceTypeDeps): EntityTypeDefinition<typeof deviceSchema> {
  return {
    type: 'device',
    path: 'devices',
    label: 'Device',
    schema: deviceSchema,
    access: { read: 'viewer', write: 'admin' },
    // Each driver marks its own; a record whose driver is away stays as it is stored.
    secrets: ({ driver }) => drivers.get(driver)?.secrets.map((path) => ['config', ...path]) ?? [],
    present: (entity) => presentView(view(entity.id)),
    async validate(next, previous, tx) {
      const { driver, config, area_id } = next.data;
      const connection = previous?.data;
      // A device whose driver is away can still be renamed, moved and turned off.
      const reconfigured = connection?.driver !== driver || JSON.stringify(connection.config) !== JSON.stringify(config);
      if (reconfigured) checkConfig(drivers, next);
      if (area_id !== null && area_id !== connection?.area_id && (await areas.get(area_id, tx)) === undefined) {
        throw HubError.field('/area_id', 'no area has this id');
      }
    },
  };
}

function checkConfig(drivers: DriverRegistry, { data }: Entity<DeviceRecord>): void {
  if (JSON.stringify(data.config).length > MAX_CONFIG_CHARS)
    throw HubError.field('/config', `must be at most ${MAX_CONFIG_CHARS} characters`);
  const driver = drivers.get(data.driver);
  if (driver === undefined) throw HubError.field('/driver', 'no driver has this id');
  const errors = driver.check(data.config);
  const [first] = errors;
  if (first !== undefined) throw new HubError('LK_VALIDATION', `${first.field}: ${first.detail}`, { errors });
}

/** The part of the wire form that is not stored: what the hub knows of the device now. */
function presentView(view: DeviceView): Record<string, unknown> {
  return {
    status: view.status,
    status_since: iso(view.since),
    status_reason: view.reason,
    next_try_at: iso(view.next_try_at),
    last_seen_at: iso(view.last_seen_at),
    capabilities: CAPABILITIES.filter((word) => view.capabilities.includes(word)),
    effects: view.effects,
    features: view.features,
    stream: streamFormatOf(view),
    info: view.info,
    state: view.state,
  };
}

export function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
