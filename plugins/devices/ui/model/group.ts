import type { Area, Device, DeviceState, DriverInfo } from '@lightkeeper/plugin-sdk/wire';
import { AREA_KINDS } from '@lightkeeper/plugin-sdk/wire';
import { DEVICE_KINDS, isLit, kindOf, type DeviceKind } from './kinds.js';

export const GROUPINGS = ['room', 'kind', 'driver'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const STATUS_FILTERS = ['on', 'off', 'offline', 'disabled'] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

/** Devices under one heading. */
export interface DeviceGroup {
  /** The area's, kind's or driver's own id; empty for devices without a room. */
  id: string;
  area: Area | null;
  devices: Device[];
}

/** What the page's address says of which devices to show. */
export interface DeviceFilter {
  words: string;
  kind: DeviceKind | '';
  /** Devices with this label alone; empty for all. */
  label: string;
  status: StatusFilter | '';
}

/** Rooms as people walk them: living room first, outside last, each kind by name. */
export function sortAreas(areas: readonly Area[]): Area[] {
  return [...areas].sort((a, b) => AREA_KINDS.indexOf(a.kind) - AREA_KINDS.indexOf(b.kind) || a.name.localeCompare(b.name));
}

/** Lights first, then by name: what is used most stands at the top. */
export function sortDevices(devices: readonly Device[]): Device[] {
  const rank = (device: Device): number => DEVICE_KINDS.indexOf(kindOf(device));
  return [...devices].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true }));
}

export function filterDevices(
  devices: readonly Device[],
  filter: DeviceFilter,
  stateOf: (device: Device) => DeviceState | null,
  roomOf: (device: Device) => string,
): Device[] {
  const words = filter.words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return devices.filter((device) => {
    if (filter.kind !== '' && kindOf(device) !== filter.kind) return false;
    if (filter.label !== '' && !device.labels.includes(filter.label)) return false;
    if (filter.status !== '' && !hasStatus(device, filter.status, stateOf(device))) return false;
    const text = [device.name, roomOf(device), device.driver, ...device.labels].join(' ').toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Every label that a device has, each once, by name. */
export function labelsOf(devices: readonly Device[]): string[] {
  return [...new Set(devices.flatMap(({ labels }) => labels))].sort((a, b) => a.localeCompare(b));
}

function hasStatus(device: Device, status: StatusFilter, state: DeviceState | null): boolean {
  if (status === 'disabled') return !device.enabled;
  if (!device.enabled) return false;
  if (status === 'offline') return device.status === 'offline';
  if (status === 'on') return isLit(device, state);
  return device.status !== 'offline' && state?.on === false;
}

/** By room: every room, also the empty ones when `keep_empty`; devices without a room come last. */
export function groupByRoom(devices: readonly Device[], areas: readonly Area[], keep_empty: boolean): DeviceGroup[] {
  const known = new Set(areas.map((area) => area.id));
  const groups: DeviceGroup[] = sortAreas(areas).map((area) => ({
    id: area.id,
    area,
    devices: sortDevices(devices.filter((device) => device.area_id === area.id)),
  }));
  groups.push({
    id: '',
    area: null,
    devices: sortDevices(devices.filter((device) => device.area_id === null || !known.has(device.area_id))),
  });
  return groups.filter((group) => group.devices.length > 0 || (keep_empty && group.area !== null));
}

export function groupByKind(devices: readonly Device[]): DeviceGroup[] {
  return DEVICE_KINDS.map((kind) => ({
    id: kind,
    area: null,
    devices: sortDevices(devices.filter((device) => kindOf(device) === kind)),
  })).filter((group) => group.devices.length > 0);
}

export function groupByDriver(devices: readonly Device[]): DeviceGroup[] {
  const ids = [...new Set(devices.map((device) => device.driver))].sort();
  return ids.map((id) => ({ id, area: null, devices: sortDevices(devices.filter((device) => device.driver === id)) }));
}

export function driverName(drivers: readonly DriverInfo[], id: string): string {
  return drivers.find((driver) => driver.id === id)?.name ?? id;
}
