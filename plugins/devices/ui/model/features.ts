import type { DeviceState, Feature, FeatureValue } from '@lightkeeper/plugin-sdk/wire';

/** A feature that commands can set. */
export type Settable = Extract<Feature, { kind: 'number' | 'select' | 'switch' | 'button' | 'cover' }>;

export function isSettable(feature: Feature): feature is Settable {
  return ['number', 'select', 'switch', 'button', 'cover'].includes(feature.kind);
}

/** The features that a device is there for, those that set it up, and those that tell of the device itself. */
export interface FeatureParts {
  main: Feature[];
  config: Feature[];
  diagnostic: Feature[];
}

export function partsOf(features: readonly Feature[]): FeatureParts {
  return {
    main: features.filter(({ category }) => category === undefined),
    config: features.filter(({ category }) => category === 'config'),
    diagnostic: features.filter(({ category }) => category === 'diagnostic'),
  };
}

/** What a device is there for that can be set, of one kind. */
export function mainOf<K extends Settable['kind']>(features: readonly Feature[], kind: K): Extract<Settable, { kind: K }>[] {
  return features.filter((feature): feature is Extract<Settable, { kind: K }> => feature.category === undefined && feature.kind === kind);
}

/** What stands in the state for a key; null while it is not known. */
export function valueOf(state: DeviceState | null, key: string): FeatureValue | null {
  const readings = state?.readings;
  return readings !== undefined && Object.hasOwn(readings, key) ? (readings[key] ?? null) : null;
}

export function numberOf(state: DeviceState | null, key: string): number | null {
  const value = valueOf(state, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** How many digits a step has behind its point: 0.25 has two. */
export function digitsOf(step: number): number {
  return Math.min(6, Math.max(0, (String(step).split('.')[1] ?? '').length));
}

/** The nearest value that a number can take. */
export function toStep({ min, max, step }: { min: number; max: number; step: number }, value: number): number {
  const stepped = min + Math.round((value - min) / step) * step;
  return Number(Math.min(max, Math.max(min, stepped)).toFixed(Math.max(digitsOf(step), digitsOf(min))));
}
