import { FIXTURES, HubError, nameSchema, Reply, z } from '@lightkeeper/plugin-sdk';
import type { EntityCollection, Routes } from '@lightkeeper/plugin-sdk';
import type { DeviceRecord } from '../entities/device.js';
import type { Discoveries } from './discoveries.js';
import type { IgnoreList } from './ignore-list.js';

const params = z.strictObject({ id: z.string().max(64) });
const READ = { role: 'admin', scope: 'discoveries:read' } as const;
const WRITE = { role: 'admin', scope: 'discoveries:write' } as const;

const confirmBody = z.strictObject({
  name: nameSchema.optional(),
  area_id: z.string().max(64).nullable().optional(),
  fixture: z.enum(FIXTURES).optional(),
});

interface Deps {
  discoveries: Discoveries;
  ignored: IgnoreList;
  devices: EntityCollection<DeviceRecord>;
}

/** Discovery proposes, a person disposes. */
export function addDiscoveryRoutes(routes: Routes, { discoveries, ignored, devices }: Deps): void {
  const confirming = new Set<string>();

  routes.add({
    method: 'GET',
    path: '/discoveries',
    summary: 'List what announced itself on the network',
    description: 'Unverified: everything in an item is what was announced.',
    access: READ,
    handler: () => ({ items: discoveries.list(), next_cursor: null }),
  });

  routes.add({
    method: 'POST',
    path: '/discoveries/:id/confirm',
    summary: 'Make a device of a found thing',
    access: WRITE,
    params,
    body: confirmBody,
    async handler({ params: { id }, body }) {
      const found = discoveries.require(id);
      if (discoveries.present(found).device_id !== null || confirming.has(id)) {
        throw new HubError('LK_CONFLICT', `${found.name} has been added already.`);
      }
      confirming.add(id);
      try {
        const { driver, proposal } = found;
        const device = await devices.create({
          name: body.name ?? found.name,
          driver: driver.id,
          config: proposal.config,
          ...(body.area_id !== undefined && { area_id: body.area_id }),
          ...(body.fixture !== undefined && { fixture: body.fixture }),
        });
        return Reply.created(devices.present(device), `/api/v1/devices/${device.id}`);
      } finally {
        confirming.delete(id);
      }
    },
  });

  routes.add({
    method: 'POST',
    path: '/discoveries/:id/ignore',
    summary: 'Set a found thing aside',
    access: WRITE,
    params,
    async handler({ params: { id } }) {
      const found = discoveries.require(id);
      await ignored.add({ driver: found.driver.id, key: found.proposal.key, name: found.name });
      return discoveries.present(found);
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/discoveries/:id/ignore',
    summary: 'Show a found thing again that was set aside',
    access: WRITE,
    params,
    async handler({ params: { id } }) {
      const found = discoveries.require(id);
      await ignored.remove({ driver: found.driver.id, key: found.proposal.key });
      return discoveries.present(found);
    },
  });
}
