import { positionKey } from '@lightkeeper/plugin-sdk';
import type { Capability, DeviceSnapshot, DeviceState, Feature, FeatureValue, SceneDevice } from '@lightkeeper/plugin-sdk';

type Command = SceneDevice['command'];
export type SeenDevice = Pick<DeviceSnapshot, 'status' | 'capabilities' | 'features' | 'state'>;

/** As many as a command may set. */
const MAX_SET = 16;

/**
 * The command by which a device shows again what it shows now; null where it shows nothing that could be asked of it. Of its features only
 * those in `keys`, by default all that are there for daily use.
 */
export function lookOf({ capabilities, features, state }: SeenDevice, keys?: ReadonlySet<string>): Command | null {
  if (state === null) return null;
  const set = settings(features, state.readings ?? {}, keys);
  const command = { ...light(state, capabilities), ...(Object.keys(set).length > 0 && { set }) };
  return Object.keys(command).length > 0 ? command : null;
}

function light({ on, brightness, color, color_temp, effect }: DeviceState, capabilities: readonly Capability[]): Command {
  const can = (word: Capability): boolean => capabilities.includes(word);
  // What a dark light would look like is not seen; and asked to, many would go on.
  if (on === false) return can('on_off') ? { on } : {};
  return {
    ...(on !== undefined && can('on_off') && { on }),
    ...(brightness !== undefined && can('brightness') && { brightness }),
    ...shade(),
  };

  // A light shows one of the three at a time, and its state may hold what it showed before.
  function shade(): Command {
    if (typeof effect === 'string' && can('effect')) return { effect, ...(color !== undefined && can('color_rgb') && { color }) };
    const plain = effect === null && can('effect') ? { effect } : {};
    if (color !== undefined && can('color_rgb')) return { color, ...plain };
    return { ...(color_temp !== undefined && can('color_temp') && { color_temp }), ...plain };
  }
}

function settings(
  features: readonly Feature[],
  readings: NonNullable<DeviceState['readings']>,
  keys: ReadonlySet<string> | undefined,
): Record<string, FeatureValue> {
  const chosen = features.filter(({ key, category }) => keys?.has(key) ?? category === undefined);
  const values = chosen.flatMap((feature): [string, FeatureValue][] => {
    const value = settingOf(feature, readings);
    return value === null ? [] : [[feature.key, value]];
  });
  return Object.fromEntries(values.slice(0, MAX_SET));
}

/** What a feature would be set to, to be as it is; null for one that cannot be set, or is not known. */
function settingOf(feature: Feature, readings: NonNullable<DeviceState['readings']>): FeatureValue | null {
  const value = readings[feature.key] ?? null;
  switch (feature.kind) {
    case 'number':
    case 'select':
    case 'switch':
      return value;
    case 'cover': {
      const position = readings[positionKey(feature.key)];
      if (feature.position && typeof position === 'number') return position;
      return value === 'open' || value === 'opening' ? 'open' : value === 'closed' || value === 'closing' ? 'close' : null;
    }
    case 'sensor':
    case 'binary_sensor':
    case 'button':
    case 'event':
      return null;
  }
}
