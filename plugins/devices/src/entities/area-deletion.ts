import type { EntityCollection, Hooks } from '@lightkeeper/plugin-sdk';
import type { DeviceRecord } from './device.js';

/**
 * A deleted area lets go of its devices: they stay, without an area. It happens in the transaction of the deletion and each is
 * recorded, so either all of it happened or none.
 */
export function releaseDevicesOfDeletedAreas(hooks: Hooks, devices: EntityCollection<DeviceRecord>): void {
  hooks.tap(
    'entity.changing',
    async ({ type, op, id, tx }) => {
      if (type !== 'area' || op !== 'deleted') return;
      for (const device of await devices.all()) {
        if (device.data.area_id === id) await devices.update(device.id, { area_id: null }, { tx });
      }
    },
    { phase: 'last', timeout_ms: 10_000 },
  );
}
