/** What a device has beside its light. Each kind of feature is a capability of the device as well. */
export const FEATURE_KINDS = ['sensor', 'binary_sensor', 'number', 'select', 'switch', 'button', 'cover', 'event'] as const;
export type FeatureKind = (typeof FEATURE_KINDS)[number];

/** A value as devices report it and commands set it. */
export type FeatureValue = number | string | boolean;

interface FeatureOf<K extends FeatureKind> {
  /**
   * Names the feature within its device for good: 1 to 64 of `a-z`, `0-9` and `_`, such as `temperature`. Its value stands in the state under
   * `readings[key]`, and commands name it in `set`.
   */
  key: string;
  kind: K;
  /** For people: `Temperature`. */
  name: string;
  /** What it is about, in the words of Home Assistant's device classes: `temperature`, `motion`, `shutter`. */
  device_class?: string;
  /** `config` for what is set up once, `diagnostic` for what tells of the device itself; neither for what it is there for. */
  category?: 'config' | 'diagnostic';
}

/** A measurement or a word; its value is a number, a text, or null while it is not known. */
export interface SensorFeature extends FeatureOf<'sensor'> {
  /** `°C`, `%`, `W`: with a unit the value is a number. */
  unit?: string;
  /** `total` only grows, as a meter does. */
  state_class?: 'measurement' | 'total' | 'total_increasing';
}
/** Yes or no: its value is a boolean. */
export type BinarySensorFeature = FeatureOf<'binary_sensor'>;
/** A number that can be set, from `min` to `max` in steps of `step`. */
export interface NumberFeature extends FeatureOf<'number'> {
  min: number;
  max: number;
  step: number;
  unit?: string;
}
/** One of several words, which can be chosen. */
export interface SelectFeature extends FeatureOf<'select'> {
  options: string[];
}
/** Something to switch beside the device itself: its value is a boolean. */
export type SwitchFeature = FeatureOf<'switch'>;
/** Something to press; it has no value. It is pressed by setting it to true. */
export type ButtonFeature = FeatureOf<'button'>;
/**
 * A blind or a gate. Its value is `open`, `opening`, `closed`, `closing` or `stopped`; with `position` there is also
 * `readings[key + "_position"]`, 0 (closed) to 100 (open). It is set by `open`, `close`, `stop`, or such a number.
 */
export interface CoverFeature extends FeatureOf<'cover'> {
  position: boolean;
}
/** Something that happens, such as a button on the wall; its value is the type that happened last. */
export interface EventFeature extends FeatureOf<'event'> {
  types: string[];
}

export type Feature =
  SensorFeature | BinarySensorFeature | NumberFeature | SelectFeature | SwitchFeature | ButtonFeature | CoverFeature | EventFeature;

export const COVER_WORDS = ['open', 'close', 'stop'] as const;
export type CoverWord = (typeof COVER_WORDS)[number];

/** Where in the readings the position of a cover stands. */
export function positionKey(cover_key: string): string {
  return `${cover_key}_position`;
}
