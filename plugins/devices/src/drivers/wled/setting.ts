import type { Feature, FeatureValue, NumberFeature } from '@lightkeeper/plugin-sdk';
import type { WledNames } from './names.js';
import type { WledPatch } from './view.js';

/** One of the things that can be set beside the light. */
export interface Setting {
  feature: Feature;
  value: FeatureValue | null;
  /** What to write for a value, which the hub has checked against the feature. */
  write: (value: FeatureValue) => WledPatch;
}

export function choice(
  key: string,
  name: string,
  names: WledNames,
  number: number | undefined,
  write: (number: number) => WledPatch,
): Setting[] {
  const options = names.list;
  if (options.length === 0) return [];
  return [
    {
      feature: { key, kind: 'select', name, options },
      value: names.name(number),
      write: (value) => {
        const chosen = names.number(String(value));
        return chosen === undefined ? {} : write(chosen);
      },
    },
  ];
}

export function level(
  key: string,
  name: string,
  value: number | undefined,
  write: (value: number) => WledPatch,
  more: Partial<NumberFeature> = {},
): Setting[] {
  if (value === undefined) return [];
  const feature: NumberFeature = { key, kind: 'number', name, min: 0, max: 255, step: 1, ...more };
  return [{ feature, value, write: (given) => write(Math.round(Number(given))) }];
}

export function toggle(
  key: string,
  name: string,
  value: boolean | undefined,
  write: (on: boolean) => WledPatch,
  category?: NonNullable<Feature['category']>,
): Setting[] {
  if (value === undefined) return [];
  return [{ feature: { key, kind: 'switch', name, ...(category && { category }) }, value, write: (given) => write(given === true) }];
}
