import type { Area, Device, User } from '@lightkeeper/plugin-sdk/wire';
import { api } from '../api/client.js';
import { events } from '../live/live.js';
import { Collection, type CollectionOptions } from './collection.js';

/** The records that the shell and the built-in plugins list, by the path of their API. */
export interface KnownCollections {
  devices: Device;
  areas: Area;
  users: User;
}

const SINGULAR: Record<string, string> = { devices: 'device', areas: 'area', users: 'user' };

const all = new Map<string, Collection<{ id: string }>>();

/**
 * The live list behind `GET /api/v1/<path>`: one for the whole page, loaded when first watched.
 * For a path that the hub does not know by heart, name the `entity_type` of its `entity_changed` events.
 *
 * @example
 * private readonly devices = new StoreController(this, collection('devices'));
 * render() { return this.devices.value.items.map((device) => html`${device.name}`); }
 */
export function collection<P extends keyof KnownCollections>(path: P): Collection<KnownCollections[P]>;
export function collection<T extends { id: string }>(path: string, options?: CollectionOptions): Collection<T>;
export function collection(path: string, options: CollectionOptions = {}): Collection<{ id: string }> {
  const found = all.get(path);
  if (found) return found;
  const entity_type = options.entity_type ?? SINGULAR[path];
  const made = new Collection<{ id: string }>(api, events, path, {
    ...options,
    ...(entity_type === undefined ? {} : { entity_type }),
    refetch: options.refetch ?? path === 'devices',
  }).follow();
  all.set(path, made);
  if (path === 'devices') followDevices(made as unknown as Collection<Device>);
  return made;
}

/** Forgets all that was loaded, as when somebody else signs in. */
export function clearCollections(): void {
  for (const one of all.values()) one.clear();
}

function followDevices(devices: Collection<Device>): void {
  events.on('device_state', (event) => {
    devices.merge(event.device_id, { state: event.state });
  });
  events.on('device_status', ({ device_id, status, status_since, status_reason, next_try_at }) => {
    devices.merge(device_id, { status, status_since, status_reason, next_try_at });
  });
}
