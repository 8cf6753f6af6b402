import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import type { DeviceService, DeviceSnapshot } from '@lightkeeper/plugin-sdk';
import type { CommandService } from './commands/service.js';
import { commandMany } from './commands/targets.js';
import type { Discoveries } from './discovery/discoveries.js';
import type { DriverRegistry, RegisteredDriver } from './drivers/registry.js';
import { streamFormatOf } from './streams/light-look.js';
import type { Streams } from './streams/streams.js';
import type { Fleet, FleetDevice } from './supervision/fleet.js';

interface Deps {
  drivers: DriverRegistry;
  discoveries: Discoveries;
  fleet: Fleet;
  commands: CommandService;
  streams: Streams;
  areaName: (area_id: string) => string | null;
}

/** What other plugins reach of the devices. */
export function createDeviceService({ drivers, discoveries, fleet, commands, streams, areaName }: Deps): DeviceService {
  const driver = (id: string): RegisteredDriver => {
    const found = drivers.get(id);
    if (found === undefined) throw new HubError('LK_NOT_FOUND', `No driver has the id ${safeText(id, 60)}.`);
    return found;
  };
  const snapshot = ({ id, name, driver, area_id, labels, fixture, enabled }: FleetDevice): DeviceSnapshot => {
    const view = fleet.view(id);
    const { status, capabilities, effects, features, info, state } = view;
    const stream = streamFormatOf(view);
    const area_name = area_id === null ? null : areaName(area_id);
    return { id, name, driver, area_id, area_name, labels, fixture, enabled, status, capabilities, effects, features, stream, info, state };
  };
  return {
    registerDriver: (added, plugin_id = 'devices') => drivers.register(added, plugin_id),
    announce: (driver_id, proposal) => {
      discoveries.announce(driver(driver_id), proposal);
    },
    withdraw: (driver_id, key) => {
      discoveries.withdraw(driver(driver_id), key);
    },
    list: () => fleet.devices().map(snapshot),
    get(id) {
      const device = fleet.get(id);
      return device === undefined ? undefined : snapshot(device);
    },
    status: (id) => fleet.view(id).status,
    state: (id) => fleet.view(id).state,
    command: async (id, command) => {
      await commands.run(id, command);
    },
    commandMany: (targets, command) => commandMany({ fleet, commands }, targets, command),
    stream: (id, options) => streams.open(id, options),
  };
}
