import { Reply, z } from '@lightkeeper/plugin-sdk';
import type { DeviceService, Routes } from '@lightkeeper/plugin-sdk';
import type { Names } from './names.js';
import { ORIGIN } from './payload.js';
import type { Removals } from './removals.js';
import type { ProducerStore } from './store.js';

/** The hub stands among the devices under this word. */
const HUB = 'hub';

interface Deps {
  store: ProducerStore;
  names: Names;
  devices: () => DeviceService | undefined;
  removals: Removals;
}

export function addProducerRoutes(routes: Routes, { store, names, devices, removals }: Deps): void {
  routes.add({
    method: 'GET',
    path: '/home-assistant/removed-devices',
    summary: 'List what somebody removed in Home Assistant, and what is not shown there therefore',
    access: { role: 'viewer', scope: 'devices:read' },
    handler: () => ({
      items: [...store.removed].map(([object_id, removed_at]) => {
        const device_id = names.deviceOf(object_id) ?? null;
        return {
          device_id: device_id ?? HUB,
          name: device_id === null ? ORIGIN : (devices()?.get(device_id)?.name ?? null),
          removed_at: new Date(removed_at).toISOString(),
        };
      }),
      next_cursor: null,
    }),
  });
  routes.add({
    method: 'POST',
    path: '/home-assistant/devices/:id/announce',
    summary: 'Show a device in Home Assistant again that was removed there',
    description: 'The id is that of a device, or the word `hub`.',
    access: { role: 'admin', scope: 'devices:write' },
    params: z.strictObject({ id: z.string().max(64) }),
    async handler({ params: { id } }) {
      await removals.allow(id === HUB ? names.hub : names.device(id));
      return Reply.empty();
    },
  });
}
