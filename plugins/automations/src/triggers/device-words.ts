import type { DeviceSnapshot, SentenceWords } from '@lightkeeper/plugin-sdk';
import { quoted } from './words.js';

/** `turned on`, `Temperature of` … : what happened at a device, as a trace tells it. */
export function describeChange(device: DeviceSnapshot | undefined, device_id: string, property: string, value: unknown): string {
  const name = device?.name ?? device_id;
  if (property === 'on' && typeof value === 'boolean') return `${name} turned ${value ? 'on' : 'off'}`;
  return `${propertyName(device, property)} of ${name} became ${describeValue(device, property, value)}`;
}

/** `is on`, `is 21.5 °C`: how something stands at a device. */
export function describeState(device: DeviceSnapshot | undefined, device_id: string, property: string, value: unknown): string {
  const name = device?.name ?? device_id;
  if (property === 'on' && typeof value === 'boolean') return `${name} is ${value ? 'on' : 'off'}`;
  return `${propertyName(device, property)} of ${name} is ${describeValue(device, property, value)}`;
}

export function describeValue(device: DeviceSnapshot | undefined, property: string, value: unknown): string {
  if (value === undefined || value === null) return 'not known';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const feature = device?.features.find(({ key }) => key === property);
  const unit = feature !== undefined && 'unit' in feature ? ` ${feature.unit}` : '';
  return typeof value === 'number' ? `${value}${unit}` : quoted(value);
}

const LIGHT_NAMES: Readonly<Record<string, string>> = {
  on: 'Power',
  brightness: 'Brightness',
  color_temp: 'Colour temperature',
  effect: 'Effect',
};

function propertyName(device: DeviceSnapshot | undefined, property: string): string {
  return device?.features.find(({ key }) => key === property)?.name ?? LIGHT_NAMES[property] ?? property;
}

/** The subject of a sentence about a property: `Motion`, `the brightness of Hall light`. */
export function subject(words: SentenceWords, device_id: string, property: string): string {
  const name = words.name('device', device_id);
  if (property === 'on') return name;
  return `the ${(LIGHT_NAMES[property] ?? property.replaceAll('_', ' ')).toLowerCase()} of ${name}`;
}
