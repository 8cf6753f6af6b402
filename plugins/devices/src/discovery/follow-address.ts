import { parseAddress } from '@lightkeeper/plugin-sdk';
import type { Clock, ContextService, EntityCollection, Logger } from '@lightkeeper/plugin-sdk';
import type { DeviceRecord } from '../entities/device.js';
import type { Fleet } from '../supervision/fleet.js';
import type { Found } from './discoveries.js';

/** A device follows its announcement at most this often, so that a contest of announcements cannot fill the log. */
const AGAIN_AFTER_MS = 60_000;
/** An announcement costs its sender nothing; a try costs the hub a connection. */
const TRY_AGAIN_AFTER_MS = 5_000;
const HTTP_PORT = 80;

interface Deps {
  fleet: Pick<Fleet, 'get' | 'view' | 'tryNow'>;
  devices: Pick<EntityCollection<DeviceRecord>, 'update'>;
  context: Pick<ContextService, 'run'>;
  clock: Clock;
  log: Logger;
}

/**
 * Follows a known device to a new address, as when the router has given it another one. Only while it is offline, only when it
 * announces the very MAC that its record holds, and only to the port that a person confirmed: an announcement can move the
 * hub's attention to another host, but not to another service. Recorded as a change by the device itself.
 */
export function createAddressFollower({ fleet, devices, context, clock, log }: Deps): (device_id: string, found: Found) => void {
  const followed = new Map<string, number>();
  const tried = new Map<string, number>();

  return (device_id, { proposal }) => {
    const device = fleet.get(device_id);
    if (device === undefined || fleet.view(device_id).status !== 'offline') return;
    const { address, mac } = device.config;
    const next = proposal.config.address;
    if (next === address) {
      // It announces itself where it is expected, or has no address at all: no need to wait for the next try.
      const now = clock.now();
      if (now - (tried.get(device_id) ?? -TRY_AGAIN_AFTER_MS) < TRY_AGAIN_AFTER_MS) return;
      tried.set(device_id, now);
      fleet.tryNow(device_id);
      return;
    }
    if (mac === undefined || mac !== proposal.config.mac || typeof address !== 'string') return;
    if (parseAddress(address, HTTP_PORT)?.port !== proposal.port) return;
    const now = clock.now();
    if (now - (followed.get(device_id) ?? -AGAIN_AFTER_MS) < AGAIN_AFTER_MS) return;
    followed.set(device_id, now);
    context
      .run({ actor: `device:${device.name}`, actor_id: device_id, origin: 'device' }, () =>
        devices.update(device_id, { config: { address: next } }),
      )
      .catch((error: unknown) => {
        log.warn('A device could not be followed to its new address', { device: device.name, error });
      });
  };
}
