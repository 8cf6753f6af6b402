import type { Area, Device } from '@lightkeeper/plugin-sdk/wire';
import { msg } from '@lightkeeper/ui';

/** A room with the devices that can be part of a scene. */
export interface Room {
  /** Null for devices without a room. */
  id: string | null;
  name: string;
  devices: Device[];
}

/** Whether a scene could ask anything of it; of one that has never been there that is believed. */
export function canBePart({ enabled, capabilities, features }: Device): boolean {
  if (!enabled) return false;
  const settable = features.some(({ kind, category }) => category === undefined && ['number', 'select', 'switch', 'cover'].includes(kind));
  return (
    capabilities.length === 0 ||
    settable ||
    capabilities.some((word) => ['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect'].includes(word))
  );
}

/** The devices to choose from, by room; rooms without any are left out. */
export function choices(devices: readonly Device[], areas: readonly Area[]): Room[] {
  const fit = devices.filter(canBePart).sort((a, b) => a.name.localeCompare(b.name));
  const known = new Set(areas.map(({ id }) => id));
  return [
    ...areas.map(({ id, name }) => ({ id, name, devices: fit.filter(({ area_id }) => area_id === id) })),
    { id: null, name: msg('No room yet'), devices: fit.filter(({ area_id }) => area_id === null || !known.has(area_id)) },
  ].filter(({ devices: some }) => some.length > 0);
}
