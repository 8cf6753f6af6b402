import type { DeviceService, DeviceSnapshot, SceneDevice } from '@lightkeeper/plugin-sdk';
import { lookOf } from './look.js';

/** Which devices are meant: those listed, and those in the areas. */
export interface Chosen {
  device_ids?: readonly string[] | undefined;
  area_ids?: readonly string[] | undefined;
}

/** A device whose present state could not be taken down, and why, in words. */
export interface LeftOut {
  device_id: string;
  device_name: string;
  reason: string;
}

/** What the chosen devices show now, as parts of a scene. One that is away or has nothing to be set is left out, and named. */
export function takeDown(
  devices: DeviceService,
  { device_ids = [], area_ids = [] }: Chosen,
): { devices: SceneDevice[]; left_out: LeftOut[] } {
  const areas = new Set(area_ids);
  const inAreas = devices.list().filter(({ area_id, enabled }) => enabled && area_id !== null && areas.has(area_id));
  const parts: SceneDevice[] = [];
  const left_out: LeftOut[] = [];
  for (const device_id of new Set([...device_ids, ...inAreas.map(({ id }) => id)])) {
    const device = devices.get(device_id);
    const command = device?.status === 'online' ? lookOf(device) : null;
    if (command !== null) parts.push({ device_id, command });
    else left_out.push({ device_id, device_name: device?.name ?? 'A device that is gone', reason: reasonFor(device) });
  }
  return { devices: parts, left_out };
}

function reasonFor(device: DeviceSnapshot | undefined): string {
  if (device === undefined) return 'No device has this id.';
  if (!device.enabled) return 'It is turned off in its settings.';
  if (device.status !== 'online') return 'It is offline, so nobody knows what it shows.';
  return device.state === null ? 'It has not told its state yet.' : 'It has nothing that a scene could set.';
}
