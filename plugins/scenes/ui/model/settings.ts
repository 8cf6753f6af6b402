import type { Feature, FeatureValue, SceneDevice } from '@lightkeeper/plugin-sdk/wire';

type Command = SceneDevice['command'];

/** What a feature is set to at first; null for one that cannot be set. */
export function startOf(feature: Feature): FeatureValue | null {
  switch (feature.kind) {
    case 'number':
      return feature.min;
    case 'select':
      return feature.options[0] ?? null;
    case 'switch':
      return true;
    case 'cover':
      return feature.position ? 0 : 'close';
    default:
      return null;
  }
}

/** A part that sets one feature to something else; undefined leaves it alone. */
export function withSetting({ set, ...rest }: Command, key: string, value: FeatureValue | undefined): Command {
  const next = Object.fromEntries(Object.entries({ ...set, [key]: value }).filter(([, one]) => one !== undefined)) as Record<
    string,
    FeatureValue
  >;
  return Object.keys(next).length === 0 ? rest : { ...rest, set: next };
}
