import type { Device, DeviceCommand, DeviceState } from '@lightkeeper/plugin-sdk/wire';
import { api, can, collection, connection, describeError, msg, toast } from '@lightkeeper/ui';
import { Commander } from '../model/commander.js';
import { withWish } from '../model/wish.js';

function knownState(device_id: string): DeviceState | null {
  return collection('devices').value.by_id.get(device_id)?.state ?? null;
}

/** The page's commands: one book for all views, so that a tile and a room agree on what is on its way. */
export const commander = new Commander({
  send: async (device_id, command) => {
    const before = knownState(device_id);
    const answer = await api.post<DeviceState>(`devices/${encodeURIComponent(device_id)}/command`, command);
    // The answer and the live events come by two ways: an event that arrived meanwhile may tell of what happened after the answer.
    const now = knownState(device_id);
    return now !== null && now !== before ? now : answer;
  },
  settled: (device_id, state) => {
    collection('devices').merge(device_id, { state });
  },
  after: (ms, fn) => {
    const timer = window.setTimeout(fn, ms);
    return () => {
      window.clearTimeout(timer);
    };
  },
  describe: describeError,
  no_answer: () => msg('No answer for 2 seconds.'),
});

/** The state to show: the wish while it is sent, else the fact. */
export function shownState(device: Device): DeviceState | null {
  const attempt = commander.attempts.value.get(device.id);
  return attempt?.phase === 'sending' ? withWish(device.state, attempt.wish, device.features) : device.state;
}

/** The device as it shows, for elements that take one. */
export function shownDevice(device: Device): Device {
  const state = shownState(device);
  return state === device.state ? device : { ...device, state };
}

/** Whether this reader may switch things at all. The hub decides; this is for what to show. */
export function mayCommand(): boolean {
  return can('member');
}

/** Whether a command to it can arrive just now. */
export function reachable(device: Device): boolean {
  return device.enabled && device.status === 'online' && connection.value.state !== 'away';
}

export function command(device: Device, wish: DeviceCommand): void {
  void commander.wish(device.id, wish);
}

/** The same for who wants to know: true when the device has taken it. */
export async function commanded(device: Device, wish: DeviceCommand): Promise<boolean> {
  await commander.wish(device.id, wish);
  return commander.attempts.value.get(device.id)?.phase !== 'failed';
}

/** Asks the hub to try a device now rather than when its turn comes. Whether it answers is told by its status. */
export async function reconnect(device: Device): Promise<void> {
  try {
    await api.post(`devices/${encodeURIComponent(device.id)}/reconnect`);
  } catch (error) {
    toast(describeError(error), { tone: 'error' });
  }
}
