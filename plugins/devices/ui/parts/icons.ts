import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { fixtureIcon } from '@lightkeeper/ui';
import { kindOf } from '../model/kinds.js';

/** The icon of a device of any kind, by Lucide's names. */
export function deviceIcon(device: Pick<Device, 'capabilities' | 'fixture' | 'features'>): string {
  const kind = kindOf(device);
  if (kind === 'light') return fixtureIcon(device.fixture);
  if (kind === 'switch') return 'plug';
  if (kind === 'cover') return 'blinds';
  if (kind === 'button') return 'circle-dot';
  if (kind === 'other') return 'puzzle';
  return device.features.some(({ device_class }) => device_class === 'temperature') ? 'thermometer' : 'activity';
}
