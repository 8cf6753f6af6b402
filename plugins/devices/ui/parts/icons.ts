import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { fixtureIcon } from '@lightkeeper/ui';
import { kindOf } from '../model/kinds.js';

/** What a sensor looks out for, by its class. */
const BY_CLASS = new Map([
  ['temperature', 'thermometer'],
  ['humidity', 'droplets'],
  ['moisture', 'droplets'],
  ['door', 'door-closed'],
  ['garage_door', 'door-closed'],
  ['opening', 'door-closed'],
  ['window', 'door-closed'],
  ['lock', 'lock'],
  ['power', 'zap'],
  ['energy', 'zap'],
  ['illuminance', 'sun'],
  ['light', 'sun'],
  ['smoke', 'flame'],
  ['carbon_dioxide', 'wind'],
  ['connectivity', 'wifi'],
]);

/** The icon of a device of any kind, by Lucide's names. */
export function deviceIcon(device: Pick<Device, 'capabilities' | 'fixture' | 'features'>): string {
  const kind = kindOf(device);
  if (kind === 'light') return fixtureIcon(device.fixture);
  if (kind === 'switch') return 'plug';
  if (kind === 'cover') return 'blinds';
  if (kind === 'button') return 'circle-dot';
  const of_class = device.features
    .filter(({ category }) => category === undefined)
    .map(({ device_class = '' }) => BY_CLASS.get(device_class))
    .find((icon) => icon !== undefined);
  if (kind === 'sensor') return of_class ?? 'activity';
  return device.features.length > 0 ? 'sliders-horizontal' : 'puzzle';
}
