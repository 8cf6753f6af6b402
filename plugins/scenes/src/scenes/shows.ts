import { positionKey } from '@lightkeeper/plugin-sdk';
import type { DeviceState, Feature, FeatureValue, Rgb, SceneDevice } from '@lightkeeper/plugin-sdk';

type Command = SceneDevice['command'];

/*
 * Lamps keep brightness in percent or in 254 steps, colours as a point of their own gamut, and whites in mireds: what they tell is near to
 * what they were asked, and seldom the same.
 */
const BRIGHTNESS = 5;
const CHANNEL = 16;
/** Of the kelvin asked for. */
const WHITE_SHARE = 0.05;
const POSITION = 3;

/** Whether a device that says this of itself shows what is asked of it; null where the two have nothing in common that could be compared. */
export function shows(command: Command, state: DeviceState, features: readonly Feature[]): boolean | null {
  const verdicts = [...lightVerdicts(command, state), ...settingVerdicts(command, state, features)].filter((one) => one !== null);
  return verdicts.length === 0 ? null : verdicts.every(Boolean);
}

function* lightVerdicts({ on, brightness, color, color_temp, effect }: Command, state: DeviceState): Generator<boolean | null> {
  // A dimmer that is turned also switches on.
  const lit = on ?? (brightness === undefined ? undefined : true);
  yield same(lit, state.on);
  if (lit === false) return;
  yield near(brightness, state.brightness, BRIGHTNESS);
  if (effect !== undefined) yield (state.effect ?? null) === effect;
  // The colours of an effect move.
  if (typeof effect === 'string') return;
  if (color !== undefined) yield state.color === undefined ? isOther(state.color_temp) : sameColor(color, state.color);
  if (color_temp !== undefined) {
    yield state.color_temp === undefined ? isOther(state.color) : near(color_temp, state.color_temp, color_temp * WHITE_SHARE);
  }
}

function* settingVerdicts({ set = {} }: Command, { readings = {} }: DeviceState, features: readonly Feature[]): Generator<boolean | null> {
  for (const [key, wanted] of Object.entries(set)) {
    const feature = features.find((one) => one.key === key);
    const value = readings[key] ?? null;
    if (feature?.kind === 'cover') yield coverShows(wanted, value, readings[positionKey(key)] ?? null);
    else if (feature?.kind === 'number') yield numberShows(wanted, value, feature.step);
    else if (feature !== undefined && feature.kind !== 'button') yield value === null ? null : value === wanted;
  }
}

function coverShows(wanted: FeatureValue, word: FeatureValue | null, position: FeatureValue | null): boolean | null {
  if (typeof wanted === 'number') return typeof position === 'number' ? Math.abs(wanted - position) <= POSITION : null;
  if (wanted === 'stop' || word === null) return null;
  return word === (wanted === 'open' ? 'open' : 'closed');
}

function numberShows(wanted: FeatureValue, value: FeatureValue | null, step: number): boolean | null {
  return typeof wanted === 'number' && typeof value === 'number' ? Math.abs(wanted - value) <= step / 2 : null;
}

function sameColor(a: Rgb, b: Rgb): boolean {
  return (['r', 'g', 'b'] as const).every((channel) => Math.abs(a[channel] - b[channel]) <= CHANNEL);
}

/** A light that tells the other kind of colour shows that one; one that tells none may show either. */
function isOther(sibling: unknown): boolean | null {
  return sibling === undefined ? null : false;
}

function same<T>(wanted: T | undefined, told: T | undefined): boolean | null {
  return wanted === undefined || told === undefined ? null : wanted === told;
}

function near(wanted: number | undefined, told: number | undefined, tolerance: number): boolean | null {
  return wanted === undefined || told === undefined ? null : Math.abs(wanted - told) <= tolerance;
}
