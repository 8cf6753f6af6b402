import type { CommandOutcome, Device, DeviceCommand, Page } from '@lightkeeper/plugin-sdk/wire';
import { Store, api, describeError, toast } from '@lightkeeper/ui';
import { isLight } from '../model/kinds.js';
import { command as commandOne, commander, reachable, shownState } from './commands.js';

/** The hub takes so many devices in one command. */
const MOST_AT_ONCE = 500;

/** What came of the last command to several devices, where not all of them took it. */
export interface GroupResult {
  command: DeviceCommand;
  outcomes: readonly CommandOutcome[];
}

export const group_result = new Store<GroupResult | null>(null);

/** Sends one command to several devices. Answers how many took it; what others said is in `group_result`. */
export async function commandTogether(devices: readonly Device[], command: DeviceCommand): Promise<number> {
  const ids = devices.map(({ id }) => id);
  group_result.set(null);
  try {
    const outcomes = await commander.together(ids, command, async () => {
      const parts = Array.from({ length: Math.ceil(ids.length / MOST_AT_ONCE) }, (_, part) =>
        ids.slice(part * MOST_AT_ONCE, (part + 1) * MOST_AT_ONCE),
      );
      const answers = await Promise.all(
        parts.map((device_ids) => api.post<Page<CommandOutcome>>('devices/command', { targets: { device_ids }, command })),
      );
      return answers.flatMap(({ items }) => items);
    });
    if (outcomes.some(({ ok }) => !ok)) group_result.set({ command, outcomes });
    return outcomes.filter(({ ok }) => ok).length;
  } catch (error) {
    toast(describeError(error), { tone: 'error' });
    return 0;
  }
}

/** Switches every light among the devices that is not so already. One that is offline is asked too, so that somebody hears of it. */
export function switchLights(devices: readonly Device[], on: boolean): void {
  const lights = devices.filter((device) => device.enabled && isLight(device) && (!reachable(device) || shownState(device)?.on !== on));
  const [only] = lights;
  if (only !== undefined && lights.length === 1 && reachable(only)) commandOne(only, { on });
  else if (lights.length > 0) void commandTogether(lights, { on });
}
