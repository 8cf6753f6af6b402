import { HubError } from '@lightkeeper/plugin-sdk';
import type { CommandOutcome, CommandTargets, DeviceCommand } from '@lightkeeper/plugin-sdk';
import type { Fleet } from '../supervision/fleet.js';
import type { CommandService } from './service.js';

const MAX_TARGETS = 500;

/** The ids of the devices that are meant, each once; those listed come first, also where no device has the id. */
export function resolveTargets(fleet: Pick<Fleet, 'devices'>, { device_ids = [], area_ids = [], labels = [] }: CommandTargets): string[] {
  const [areas, words] = [new Set(area_ids), new Set(labels)];
  const matching = fleet
    .devices()
    .filter(
      ({ enabled, area_id, labels: own }) => enabled && ((area_id !== null && areas.has(area_id)) || own.some((word) => words.has(word))),
    );
  return [...new Set([...device_ids, ...matching.map(({ id }) => id)])].slice(0, MAX_TARGETS);
}

/**
 * Sends a command to all of them at once. A device that lies in an area or has a label, and cannot do what is asked, is told of like one
 * that is offline: nothing is left out silently.
 */
export async function commandMany(
  { fleet, commands }: { fleet: Fleet; commands: CommandService },
  targets: CommandTargets,
  command: DeviceCommand,
  signal?: AbortSignal,
): Promise<CommandOutcome[]> {
  return Promise.all(
    resolveTargets(fleet, targets).map(async (device_id): Promise<CommandOutcome> => {
      const device_name = fleet.get(device_id)?.name ?? device_id;
      try {
        await commands.run(device_id, command, signal);
        return { device_id, device_name, ok: true, error: null };
      } catch (error) {
        // What is no device's fault is the whole command's: it could not be recorded, or the hub is at fault.
        if (!(error instanceof HubError) || error.code === 'LK_LOG_UNAVAILABLE') throw error;
        return { device_id, device_name, ok: false, error: { code: error.code, detail: error.message } };
      }
    }),
  );
}
