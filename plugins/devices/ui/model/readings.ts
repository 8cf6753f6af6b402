import { formatNumber, msg } from '@lightkeeper/ui';

/** One reading of a sensor, ready to be shown: `21.4` `°C` `Temperature`. */
export interface Reading {
  key: string;
  label: string;
  value: string;
  unit: string;
}

type Value = number | string | boolean | null;

/** Names that drivers give to what they measure, most telling first. */
const KNOWN: Record<string, { label: () => string; unit: string; digits: number }> = {
  temperature: { label: () => msg('Temperature'), unit: '°C', digits: 1 },
  humidity: { label: () => msg('Humidity'), unit: '%', digits: 0 },
  power: { label: () => msg('Power'), unit: 'W', digits: 0 },
  voltage: { label: () => msg('Voltage'), unit: 'V', digits: 0 },
  energy: { label: () => msg('Energy'), unit: 'kWh', digits: 2 },
  illuminance: { label: () => msg('Brightness'), unit: 'lx', digits: 0 },
  co2: { label: () => msg('Carbon dioxide'), unit: 'ppm', digits: 0 },
  pressure: { label: () => msg('Air pressure'), unit: 'hPa', digits: 0 },
  battery: { label: () => msg('Battery'), unit: '%', digits: 0 },
};

/** What two-sided sensors say, by their name: when true, when false. */
const TWO_SIDED: Record<string, readonly [() => string, () => string]> = {
  contact: [() => msg('Shut'), () => msg('Open')],
  motion: [() => msg('Motion'), () => msg('Still')],
  occupancy: [() => msg('Somebody there'), () => msg('Nobody there')],
  door: [() => msg('Open'), () => msg('Shut')],
  window: [() => msg('Open'), () => msg('Shut')],
  leak: [() => msg('Wet'), () => msg('Dry')],
  smoke: [() => msg('Smoke'), () => msg('Clear')],
};

/** The readings of a state, the most telling first. Those without a value are left out. */
export function readingsOf(readings: Readonly<Record<string, Value>> | undefined): Reading[] {
  const order = [...Object.keys(KNOWN), ...Object.keys(TWO_SIDED)];
  const rank = (key: string): number => {
    const at = order.indexOf(key);
    return at < 0 ? order.length : at;
  };
  return Object.entries(readings ?? {})
    .filter((entry): entry is [string, Exclude<Value, null>] => entry[1] !== null && entry[1] !== '')
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([key, value]) => reading(key, value));
}

function reading(key: string, value: number | string | boolean): Reading {
  const known = Object.hasOwn(KNOWN, key) ? KNOWN[key] : undefined;
  const label = known?.label() ?? titled(key);
  if (typeof value === 'number') {
    return { key, label, value: formatNumber(value, { maximumFractionDigits: known?.digits ?? 2 }), unit: known?.unit ?? '' };
  }
  if (typeof value === 'string') return { key, label, value, unit: '' };
  const words = Object.hasOwn(TWO_SIDED, key) ? TWO_SIDED[key] : undefined;
  const [yes, no] = words ?? [() => msg('Yes'), () => msg('No')];
  return { key, label, value: value ? yes() : no(), unit: '' };
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
export function readingText({ value, unit }: Reading): string {
  return unit === '' ? value : `${value}\u00a0${unit}`;
}
