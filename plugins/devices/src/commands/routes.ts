import { HubError, Reply, commandTargetsSchema, compact, deviceCommandSchema, z } from '@lightkeeper/plugin-sdk';
import type { DeviceState, EntityCollection, Hub, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { DeviceRecord } from '../entities/device.js';
import type { Fleet } from '../supervision/fleet.js';
import { mqttCommandSchema } from './schema.js';
import type { CommandService } from './service.js';
import { commandMany } from './targets.js';

const params = z.strictObject({ id: z.string().max(64) });
const READ = { role: 'viewer', scope: 'devices:read' } as const;
/** Members may light their home; only administrators rebuild it. */
const COMMAND = { role: 'member', scope: 'devices:write' } as const;

interface Deps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'routes' | 'sockets' | 'mqtt'>;
  fleet: Fleet;
  devices: EntityCollection<DeviceRecord>;
  commands: CommandService;
}

/** The three doors by which a command comes in, and what goes with them. */
export function addCommandDoors({ hub, fleet, devices, commands }: Deps): void {
  hub.routes.add({
    method: 'POST',
    path: '/devices/:id/command',
    summary: 'Command a device',
    description: 'Answers with the state of the device when it has taken the command, or with a problem that says why not.',
    access: COMMAND,
    params,
    body: deviceCommandSchema,
    handler: ({ params: { id }, body, signal }) => commands.run(id, compact(body), signal),
  });

  hub.routes.add({
    method: 'POST',
    path: '/devices/command',
    summary: 'Command several devices',
    description: 'Devices by id, by area and by label, all at once. Answers with what came of it at each.',
    access: COMMAND,
    body: z.strictObject({ targets: commandTargetsSchema, command: deviceCommandSchema }),
    handler: async ({ body: { targets, command }, signal }) => ({
      items: await commandMany({ fleet, commands }, compact(targets), compact(command), signal),
      next_cursor: null,
    }),
  });

  hub.routes.add({
    method: 'GET',
    path: '/devices/:id/state',
    summary: 'Read the state of a device',
    description: 'Empty while the device has never told its state.',
    access: READ,
    params,
    async handler({ params: { id } }): Promise<DeviceState> {
      await devices.require(id);
      return fleet.view(id).state ?? {};
    },
  });

  hub.routes.add({
    method: 'POST',
    path: '/devices/:id/reconnect',
    summary: 'Try an offline device now',
    description: 'Answers at once with the device; what comes of the try is told by device_status.',
    access: COMMAND,
    params,
    mutates: false,
    async handler({ params: { id } }) {
      const device = await devices.require(id);
      if (!device.data.enabled) throw new HubError('LK_CONFLICT', `${device.name} is turned off in its settings.`);
      fleet.tryNow(id);
      return new Reply(devices.present(device), 202);
    },
  });

  hub.sockets.command({
    type: 'device_command',
    summary: 'Command a device',
    access: COMMAND,
    schema: z.strictObject({ device_id: z.string().max(64), command: deviceCommandSchema }),
    handler: ({ device_id, command }) => commands.run(device_id, compact(command)),
  });

  hub.mqtt.command({
    topic: 'devices/+/set',
    summary: 'Command a device: JSON, or the bare words ON and OFF',
    schema: mqttCommandSchema,
    handler: (command, [device_id = '']) => commands.run(device_id, command),
  });
}
