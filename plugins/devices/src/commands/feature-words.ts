import { safeText } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, Feature, FeatureValue } from '@lightkeeper/plugin-sdk';
import type { Phrase } from './phrase.js';

const NBSP = '\u00a0';
/** More names than that make no sentence. */
const MAX_NAMES = 3;

/** A phrase for what a command sets beside the light; null when it sets nothing. The names are those that the device gave its features. */
export function featurePhrase(set: NonNullable<DeviceCommand['set']>, features: readonly Feature[]): Phrase | null {
  const wishes = Object.entries(set);
  const [only] = wishes;
  if (only === undefined) return null;
  if (wishes.length === 1) return phraseOf(only[0], only[1], features);
  const names = list(wishes.map(([key]) => nameOf(key, features)));
  return { verb: `set ${names} of`, wish: `set ${names} of`, detail: '', summary: names };
}

/** The names of what a command sets, for a sentence that has begun with something else; empty when it sets nothing. */
export function alsoSet(set: DeviceCommand['set'], features: readonly Feature[]): string {
  const names = Object.keys(set ?? {}).map((key) => nameOf(key, features));
  return names.length === 0 ? '' : ` and set ${list(names)}`;
}

function phraseOf(key: string, value: FeatureValue, features: readonly Feature[]): Phrase {
  const feature = features.find((one) => one.key === key);
  const name = nameOf(key, features);
  const of = ` ${name} of`;
  switch (feature?.kind) {
    case 'button':
      return { verb: `pressed${of}`, wish: `press${of}`, detail: '', summary: `${name} pressed` };
    case 'switch': {
      const word = value === true ? 'on' : 'off';
      return { verb: `turned ${word}${of}`, wish: `turn ${word}${of}`, detail: '', summary: `${name} ${word}` };
    }
    case 'cover':
      // The only cover of a device is what the device is: anna opened the blind, not something of it.
      return coverPhrase(value, features.filter(({ kind }) => kind === 'cover').length === 1 ? '' : of);
    default: {
      const said = valueOf(value, feature);
      return { verb: `set${of}`, wish: `set${of}`, detail: ` to ${said}`, summary: `${name} ${said}` };
    }
  }
}

function coverPhrase(value: FeatureValue, of: string): Phrase {
  switch (value) {
    case 'open':
      return { verb: `opened${of}`, wish: `open${of}`, detail: '', summary: 'open' };
    case 'close':
      return { verb: `closed${of}`, wish: `close${of}`, detail: '', summary: 'closed' };
    case 'stop':
      return { verb: `stopped${of}`, wish: `stop${of}`, detail: '', summary: 'stopped' };
    default: {
      const said = `${String(value)}${NBSP}%`;
      return { verb: `moved${of}`, wish: `move${of}`, detail: ` to ${said}`, summary: `at ${said}` };
    }
  }
}

function valueOf(value: FeatureValue, feature: Feature | undefined): string {
  if (typeof value !== 'number') return safeText(String(value), 64);
  const unit = feature?.kind === 'number' ? feature.unit : undefined;
  return `${value.toLocaleString('en-US', { maximumFractionDigits: 3 })}${unit === undefined ? '' : `${NBSP}${unit}`}`;
}

/** What the device calls it; its key while nothing is known of the device. */
function nameOf(key: string, features: readonly Feature[]): string {
  return features.find((one) => one.key === key)?.name ?? safeText(key, 64);
}

/** `A`, `A and B`, `A, B and C`, `5 settings`. */
function list(names: readonly string[]): string {
  if (names.length > MAX_NAMES) return `${names.length} settings`;
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' and ');
}
