import type { Device, DeviceState, Feature } from '@lightkeeper/plugin-sdk/wire';
import { formatNumber, formatSince, msg } from '@lightkeeper/ui';
import { binaryWord } from './binary-words.js';
import { coverLine } from './cover.js';
import { valueOf } from './features.js';

/** What a feature says, ready to be shown: `21.4` `°C` `Temperature`. */
export interface Reading {
  key: string;
  label: string;
  value: string;
  unit: string;
  device_class: string;
}

/** The classes whose readings tell most, first of all; and how many digits behind the point are worth reading. */
const DIGITS = new Map([
  ['temperature', 1],
  ['humidity', 0],
  ['motion', 0],
  ['occupancy', 0],
  ['door', 0],
  ['window', 0],
  ['power', 0],
  ['voltage', 0],
  ['energy', 2],
  ['illuminance', 0],
  ['carbon_dioxide', 0],
  ['pressure', 0],
  ['battery', 0],
]);
const ORDER = [...DIGITS.keys()];

/** What the sensors of a device say that it is there for, the most telling first. Those without a value are left out. */
export function readingsOf({ features }: Pick<Device, 'features'>, state: DeviceState | null): Reading[] {
  const rank = ({ device_class = '' }: Feature): number => (ORDER.indexOf(device_class) + ORDER.length + 1) % (ORDER.length + 1);
  return features
    .filter(({ kind, category }) => category === undefined && (kind === 'sensor' || kind === 'binary_sensor'))
    .filter(({ key }) => (valueOf(state, key) ?? '') !== '')
    .toSorted((a, b) => rank(a) - rank(b))
    .map((feature) => readingOf(feature, state));
}

/** What one feature says; `Not known` while it has said nothing. */
export function readingOf(feature: Feature, state: DeviceState | null): Reading {
  const { key, name: label, device_class = '' } = feature;
  const value = valueOf(state, key);
  const unit = typeof value === 'number' && 'unit' in feature ? (feature.unit ?? '') : '';
  return { key, label, device_class, unit, value: value === null ? unknown(feature) : wordsFor(feature, value, state) };
}

function unknown({ kind }: Feature): string {
  return kind === 'event' ? msg('Nothing yet') : msg('Not known');
}

function wordsFor(feature: Feature, value: string | number | boolean, state: DeviceState | null): string {
  const { device_class } = feature;
  if (feature.kind === 'cover') return coverLine(feature, state);
  if (feature.kind === 'event') return titled(String(value));
  if (typeof value === 'number') return formatNumber(value, { maximumFractionDigits: DIGITS.get(device_class ?? '') ?? 2 });
  if (typeof value === 'boolean') {
    if (feature.kind === 'switch') return value ? msg('On') : msg('Off');
    return binaryWord(device_class, value);
  }
  const is_time = device_class === 'timestamp' && !Number.isNaN(Date.parse(value));
  return is_time ? formatSince(value) : value;
}

/** Words that are written their own way, by how drivers spell them. */
const SPELLINGS: Record<string, string> = {
  leds: 'LEDs',
  led: 'LED',
  mac: 'MAC',
  ip: 'IP',
  rssi: 'RSSI',
  id: 'ID',
  wifi: 'Wi-Fi',
  fps: 'fps',
  dbm: 'dBm',
  rgbw: 'RGBW',
};

/** `signal_strength` as `Signal strength`, `led_count` as `LED count`. */
export function titled(key: string): string {
  const words = key
    .split(/[_\s-]+/)
    .filter((word) => word !== '')
    .map((word) => (Object.hasOwn(SPELLINGS, word.toLowerCase()) ? (SPELLINGS[word.toLowerCase()] ?? word) : word))
    .join(' ');
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** `21.4 °C` */
export function readingText({ value, unit }: Pick<Reading, 'value' | 'unit'>): string {
  return unit === '' ? value : `${value}\u00a0${unit}`;
}
