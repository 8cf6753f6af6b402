import type { Device, SceneDevice } from '@lightkeeper/plugin-sdk/wire';

type Command = SceneDevice['command'];

/** What a light shows: one of the three at a time. */
export type Shade = 'color' | 'white' | 'effect';

/** Which of the three a part asks for; null where it asks for none. */
export function shadeOf({ color, color_temp, effect }: Command): Shade | null {
  if (typeof effect === 'string') return 'effect';
  if (color !== undefined) return 'color';
  return color_temp === undefined ? null : 'white';
}

/** The same part with another of the three, whose value is what the light shows now, or a good one to begin with. */
export function withShade(
  { color: _color, color_temp: _white, effect: _effect, ...rest }: Command,
  shade: Shade,
  { state, effects, capabilities }: Pick<Device, 'state' | 'effects' | 'capabilities'>,
): Command {
  // A plain colour ends the effect that may be shown.
  const plain = capabilities.includes('effect') ? { effect: null } : {};
  if (shade === 'color') return { ...rest, ...plain, color: state?.color ?? { r: 255, g: 168, b: 92 } };
  if (shade === 'white') return { ...rest, ...plain, color_temp: state?.color_temp ?? 2_700 };
  return { ...rest, effect: state?.effect ?? effects[0] ?? null };
}
