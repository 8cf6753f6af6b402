import type { DeviceSnapshot, Feature, SentenceWords } from '@lightkeeper/plugin-sdk';
import { quoted } from './words.js';

/** A device's value, for what is said of it. */
export interface Told {
  /** Undefined for one that is gone. */
  readonly device: DeviceSnapshot | undefined;
  readonly device_id: string;
  readonly property: string;
}

interface YesNo {
  readonly becomes: string;
  readonly became: string;
  readonly is: string;
}

const ON_OFF = {
  yes: { becomes: 'turns on', became: 'turned on', is: 'on' },
  no: { becomes: 'turns off', became: 'turned off', is: 'off' },
};
const OPEN_CLOSED = { yes: { becomes: 'opens', became: 'opened', is: 'open' }, no: { becomes: 'closes', became: 'closed', is: 'closed' } };
const OPENINGS = new Set(['opening', 'door', 'window', 'garage_door']);

const LIGHT_NAMES: Readonly<Record<string, string>> = { brightness: 'brightness', color_temp: 'colour temperature', effect: 'effect' };

/** `Motion turned on`, `The temperature of Room became 21 °C`: what happened at a device, as a trace tells it. */
export function describeChange(told: Told, value: unknown): string {
  const change = typeof value === 'boolean' ? wordsFor(told, value).became : `became ${describeValue(told, value)}`;
  return capital(`${subject(told)} ${change}`);
}

/** `Motion is off`, `The temperature of Room is 21 °C`: how something stands at a device. */
export function describeState(told: Told, value: unknown): string {
  return capital(`${subject(told)} is ${describeValue(told, value)}`);
}

/** `Motion turns on`, `the mode of Heater becomes “eco”`: for sentences; a change to anything where no value is named. */
export function sentenceOfChange(told: Told, value: unknown, words: SentenceWords): string {
  const name = subject(told, words);
  if (value === undefined) return `${name} changes`;
  return `${name} ${typeof value === 'boolean' ? wordsFor(told, value).becomes : `becomes ${words.value(value)}`}`;
}

/** `Motion is on`: for sentences. */
export function sentenceOfState(told: Told, value: unknown, words: SentenceWords, verb = 'is'): string {
  return `${subject(told, words)} ${verb} ${typeof value === 'boolean' ? wordsFor(told, value).is : words.value(value)}`;
}

/** The device itself where the value is what it is there for, else `the brightness of Hall light`. */
export function subject(told: Told, words?: SentenceWords): string {
  const { device, device_id, property } = told;
  const name = words?.name('device', device_id) ?? device?.name ?? device_id;
  return isMain(told) ? name : `the ${lower(featureOf(told)?.name ?? LIGHT_NAMES[property] ?? property.replaceAll('_', ' '))} of ${name}`;
}

function describeValue(told: Told, value: unknown): string {
  if (value === undefined || value === null) return 'not known';
  if (typeof value === 'boolean') return wordsFor(told, value).is;
  const feature = featureOf(told);
  const unit = feature !== undefined && 'unit' in feature ? ` ${feature.unit}` : '';
  return typeof value === 'number' ? `${value}${unit}` : quoted(value);
}

function wordsFor(told: Told, value: boolean): YesNo {
  const words = OPENINGS.has(featureOf(told)?.device_class ?? '') ? OPEN_CLOSED : ON_OFF;
  return value ? words.yes : words.no;
}

/** Whether a light is on, and what a sensor tells that has one thing to tell. */
function isMain({ device, property }: Told): boolean {
  if (property === 'on') return true;
  if (device === undefined || device.capabilities.includes('on_off')) return false;
  const telling = device.features.filter(({ kind, category }) => kind === 'binary_sensor' && category === undefined);
  return telling.length === 1 && telling[0]?.key === property;
}

function featureOf({ device, property }: Told): Feature | undefined {
  return device?.features.find(({ key }) => key === property);
}

function capital(text: string): string {
  return text.startsWith('the ') ? `T${text.slice(1)}` : text;
}

/** `Temperature` becomes `temperature`, `CO2` stays. */
function lower(name: string): string {
  return /^\p{Lu}(?!\p{Lu}|\d)/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
