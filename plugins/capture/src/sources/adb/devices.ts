import { HubError, isHomeAddress, parseAddress } from '@lightkeeper/plugin-sdk';
import type { UdpService } from '@lightkeeper/plugin-sdk';
import type { RunTools } from '../ffmpeg/run-program.js';
import { ask } from './adb.js';
import { ADB_PORT } from './options.js';
import type { AdbOptions } from './options.js';

const MOST_DEVICES = 64;
/** What adb calls the states of devices (packages/modules/adb, transport.cpp, `to_string(ConnectionState)`); other lines are no devices. */
const DEVICE =
  /^(\S{1,80})\s+(device|unauthorized|authorizing|offline|connecting|no permissions|no device|recovery|sideload|bootloader|rescue|host|detached)\b/;

/** A device that adb knows. */
export interface AndroidDevice {
  readonly serial: string;
  /** For people: its model, or its serial number. */
  readonly name: string;
  /** `device` when all is well; `unauthorized`, `offline`, `no permissions` and others. */
  readonly state: string;
}

/**
 * Reads what `adb devices -l` says: a serial number, a state and details a line (packages/modules/adb, transport.cpp, `append_transport`).
 *
 * @example
 * readDevices('List of devices attached\nR58M  device product:x model:SM_G960F\n'); // [{ serial: 'R58M', name: 'SM G960F', state: 'device' }]
 */
export function readDevices(text: string): AndroidDevice[] {
  return text
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('*') && !line.startsWith('List of devices'))
    .flatMap((line) => {
      const [, serial, state] = DEVICE.exec(line) ?? [];
      if (serial === undefined || state === undefined) return [];
      const model = /\smodel:([A-Za-z0-9_.-]{1,60})/.exec(line)?.[1]?.replaceAll('_', ' ');
      return [{ serial, name: model ?? serial, state }];
    })
    .slice(0, MOST_DEVICES);
}

/** Why a device cannot be used, and what helps, for people; null when it can. */
export function problemOf({ name, state }: AndroidDevice): string | null {
  switch (state) {
    case 'device':
      return null;
    case 'unauthorized':
    case 'authorizing':
      return `${name} does not trust the hub yet: unlock it, and allow debugging where it asks.`;
    case 'offline':
    case 'connecting':
      return `${name} is connected, but does not answer: connect it anew, or turn its debugging off and on.`;
    case 'no permissions':
      return `The hub may not use ${name} over USB: its user needs the right to (on Linux by udev rules and the group plugdev).`;
    default:
      return `${name} is not started as usual (${state}).`;
  }
}

interface Finding {
  /** Finds the address of a host once, and checks it by the hub's rules. */
  target: UdpService['target'];
  tools: RunTools;
}

/** The device that is meant, connected and willing. Rejects with a sentence for people where there is none. */
export async function findDevice(options: AdbOptions, { target, tools }: Finding): Promise<AndroidDevice> {
  const { serial, said } = await wanted(options, { target, tools });
  const devices = readDevices((await ask(['devices', '-l'], tools)).text);
  const found = serial === '' && devices.length === 1 ? devices[0] : devices.find((device) => device.serial === serial);
  if (found === undefined) throw new HubError('LK_DEVICE_OFFLINE', missing(options, serial, devices, said));
  const problem = problemOf(found);
  if (problem === null) return found;
  // adb holds on to a connection that is none any more, and would call it one the next time.
  if (options.connection === 'network' && found.state === 'offline') await ask(['disconnect', serial], tools);
  throw new HubError('LK_DEVICE_FAILED', problem);
}

async function wanted(options: AdbOptions, { target, tools }: Finding): Promise<{ serial: string; said: string }> {
  if (options.connection === 'usb') return { serial: options.serial, said: '' };
  const parsed = parseAddress(options.address, ADB_PORT);
  if (parsed === null) throw HubError.field('/source/address', 'must be the address of a device');
  const { address, port } = await target(parsed.host, parsed.port, { trust: 'typed' });
  if (!isHomeAddress(address)) {
    throw new HubError('LK_ADDRESS_REFUSED', `${address} is not in the home: debugging is for devices of the own network.`);
  }
  const serial = `${address}:${port}`;
  return { serial, said: (await ask(['connect', serial], tools)).text };
}

function missing(options: AdbOptions, serial: string, devices: readonly AndroidDevice[], said: string): string {
  if (options.connection === 'network') return `The Android device at ${options.address} could not be connected: ${said.slice(0, 200)}`;
  if (serial !== '') return `No Android device with the serial number ${serial} is connected.`;
  if (devices.length === 0) return 'No Android device is connected. Turn on its USB debugging (developer options) and connect it.';
  return `Several Android devices are connected (${devices.map((device) => device.serial).join(', ')}): name one by its serial number.`;
}
