import type { Device, DeviceState } from '@lightkeeper/plugin-sdk/wire';
import { formatDuration, formatPercent, formatSince, msg, plural, str } from '@lightkeeper/ui';
import type { Attempt } from './commander.js';
import { DEVICE_KINDS, isLight, isLit, kindOf, percentOf } from './kinds.js';
import { readingOf, readingsOf, readingText, type Reading } from './readings.js';

/** As much as one line below a name can say. */
const MOST_PARTS = 3;

/** `12 %`; empty for what cannot be dimmed. */
export function brightnessText(state: DeviceState | null): string {
  return state?.brightness === undefined ? '' : formatPercent(percentOf(state.brightness) / 100);
}

/** The one line below a device's name. */
export function stateLine(device: Device, state: DeviceState | null, attempt?: Attempt): string {
  if (!device.enabled) return msg('Turned off in the hub');
  if (attempt?.phase === 'sending') return msg('Sending …');
  if (attempt?.phase === 'failed') return msg('Did not take the command');
  if (device.status === 'offline') {
    return device.status_since === null ? msg('Offline') : msg(str`Offline since ${formatSince(device.status_since)}`);
  }
  if (device.status === 'unknown') return msg('Looking for it …');
  const kind = kindOf(device);
  if (state?.on === undefined) return kind === 'light' ? '' : featureLine(device, state);
  if (!state.on) return msg('Off');
  const parts = [brightnessText(state), state.effect ?? ''].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' · ') : msg('On');
}

/** What a device without a light says of itself; the most telling reading of a sensor is left to the large figure. */
function featureLine(device: Device, state: DeviceState | null): string {
  const main = device.features.filter(({ category }) => category === undefined);
  const told = main.filter(({ kind }) => kind === 'cover' || kind === 'event');
  const readings = readingsOf(device, state);
  const quiet = kindOf(device) === 'sensor' ? readings.slice(1) : readings;
  const parts = [
    ...told.map((one) => (told.length === 1 ? readingOf(one, state).value : readingLine(readingOf(one, state)))),
    ...quiet.map(readingLine),
  ];
  return parts.slice(0, MOST_PARTS).join(' · ');
}

function readingLine(one: Reading): string {
  return `${one.label} ${readingText(one)}`;
}

/** Why a device is away and what the hub does about it, in one or two sentences. */
export function offlineReason(device: Pick<Device, 'status_reason' | 'next_try_at'>, now: number): string {
  const said = device.status_reason?.trim() ?? '';
  const reason = said === '' ? msg('It does not answer.') : /[.!?…]$/.test(said) ? said : `${said}.`;
  if (device.next_try_at === null) return reason;
  const wait = new Date(device.next_try_at).getTime() - now;
  if (Number.isNaN(wait)) return reason;
  const next = wait < 2000 ? msg('Trying again now.') : msg(str`Trying again in ${formatDuration(roundWait(wait))}.`);
  return `${reason} ${next}`;
}

/** Seconds below two minutes, then whole minutes: a countdown to the second is nobody's need. */
function roundWait(ms: number): number {
  return ms < 120_000 ? Math.round(ms / 1000) * 1000 : Math.round(ms / 60_000) * 60_000;
}

/** What stands below a room's name. `stateOf` gives the state to show, which may be a wish. */
export function roomSummary(devices: readonly Device[], stateOf: (device: Device) => DeviceState | null): string {
  if (devices.length === 0) return msg('Nothing here yet');
  const lights = devices.filter((device) => device.enabled && isLight(device));
  const lit = lights.filter((device) => isLit(device, stateOf(device)));
  const away = lights.filter((device) => device.status === 'offline');
  const [first] = lit;
  if (lit.length === 1 && first !== undefined) {
    const at = brightnessText(stateOf(first));
    return at === '' ? msg(str`${first.name} is on`) : `${first.name} ${at}`;
  }
  if (lit.length > 1) return lit.length === lights.length ? msg('All on') : msg(str`${lit.length} of ${lights.length} on`);
  const [gone] = away;
  if (gone !== undefined) {
    return away.length === 1 ? msg(str`${gone.name} does not answer`) : msg(str`${away.length} lights do not answer`);
  }
  if (lights.length > 0) return msg('All off');
  const [reading] = devices.flatMap((device) => readingsOf(device, device.state));
  return reading === undefined ? deviceCounts(devices) : readingLine(reading);
}

/** `4 lights, 2 sensors` */
export function deviceCounts(devices: readonly Device[]): string {
  const count = (kind: string): number => devices.filter((device) => kindOf(device) === kind).length;
  const [lights, switches, covers, sensors, buttons, others] = DEVICE_KINDS.map(count);
  const parts = [
    lights ? plural(lights, { one: msg(str`${lights} light`), other: msg(str`${lights} lights`) }) : '',
    switches ? plural(switches, { one: msg(str`${switches} switch`), other: msg(str`${switches} switches`) }) : '',
    covers ? plural(covers, { one: msg(str`${covers} blind`), other: msg(str`${covers} blinds`) }) : '',
    sensors ? plural(sensors, { one: msg(str`${sensors} sensor`), other: msg(str`${sensors} sensors`) }) : '',
    buttons ? plural(buttons, { one: msg(str`${buttons} button`), other: msg(str`${buttons} buttons`) }) : '',
    others ? plural(others, { one: msg(str`${others} device`), other: msg(str`${others} devices`) }) : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The sentence below the title of Devices. */
export function homeSummary(devices: readonly Device[], rooms: number): string {
  const total = devices.length;
  const away = devices.filter((device) => device.enabled && device.status === 'offline').length;
  const count =
    rooms === 0
      ? plural(total, { one: msg(str`${total} device.`), other: msg(str`${total} devices.`) })
      : plural(rooms, {
          one: plural(total, { one: msg(str`${total} device in one room.`), other: msg(str`${total} devices in one room.`) }),
          other: plural(total, { one: msg(str`${total} device in ${rooms} rooms.`), other: msg(str`${total} devices in ${rooms} rooms.`) }),
        });
  if (away === 0) return count;
  const missing = plural(away, { one: msg('One does not answer.'), other: msg(str`${away} do not answer.`) });
  return `${count} ${missing}`;
}

/** The sentence that sums up the house: `6 lights are on in 5 rooms.` */
export function litSummary(devices: readonly Device[], stateOf: (device: Device) => DeviceState | null): string {
  const lit = devices.filter((device) => isLight(device) && isLit(device, stateOf(device)));
  const rooms = new Set(lit.map((device) => device.area_id ?? '')).size;
  if (lit.length === 0) return msg('No light is on.');
  if (rooms === 1) {
    return plural(lit.length, { one: msg('One light is on.'), other: msg(str`${lit.length} lights are on in one room.`) });
  }
  return msg(str`${lit.length} lights are on in ${rooms} rooms.`);
}
