import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, DeviceState } from '@lightkeeper/plugin-sdk';
import type { Entity, Input } from '../entity.js';
import { isObject } from '../json.js';
import { check, flag, number, publication } from '../options.js';
import type { EntityContext } from '../options.js';
import {
  brightnessScale,
  capabilitiesOf,
  COLOR_MODES,
  COLORS,
  colorFrom,
  colorTo,
  compact,
  Effects,
  lightBase,
  temperature,
} from './light.js';
import type { BrightnessScale, ColorMode, Temperature } from './light.js';
import { isAssumed } from './settable.js';

const schema = z.object({
  ...lightBase,
  brightness: flag.default(false),
  brightness_scale: number.pipe(z.number().min(1).max(65_535)).default(255),
  supported_color_modes: z.array(z.string()).max(16).nullish(),
  transition: flag.default(true),
  effect: flag.default(false),
  // Before 2025.3 the modes were flags.
  color_temp: flag.nullish(),
  hs: flag.nullish(),
  rgb: flag.nullish(),
  xy: flag.nullish(),
});
type Options = z.output<typeof schema>;

interface Parts {
  modes: ReadonlySet<ColorMode>;
  scale: BrightnessScale;
  kelvin: Temperature;
  effects: Effects;
}

/** A light by the JSON schema (MQTT light, "JSON schema"). */
export function jsonLight(context: EntityContext): Entity {
  const options = check(schema, context.options);
  const parts: Parts = {
    modes: modesOf(options),
    scale: brightnessScale(options.brightness_scale),
    kelvin: temperature(options),
    effects: new Effects(options.effect_list),
  };
  const inputs: Input[] =
    typeof options.state_topic === 'string'
      ? [
          {
            filter: options.state_topic,
            read({ json }) {
              return isObject(json?.value) ? { state: readState(json.value, parts) } : null;
            },
          },
        ]
      : [];
  return {
    features: [],
    light: {
      capabilities: capabilitiesOf(parts.modes, parts.effects),
      effects: parts.effects.list,
      order: (command, known) => ({
        publications: [publication(options.command_topic, JSON.stringify(writeCommand(command, known, parts, options)), options)],
        assumed: isAssumed(options) ? assumedOf(command) : null,
      }),
    },
    inputs,
  };
}

function modesOf({ supported_color_modes, brightness, color_temp, hs, rgb, xy }: Options): ReadonlySet<ColorMode> {
  const declared = COLOR_MODES.filter((mode) => supported_color_modes?.includes(mode) === true);
  if (declared.length > 0) return new Set(declared);
  const flags = Object.entries({ brightness, color_temp, hs, rgb, xy }).filter(([, set]) => set === true);
  return new Set(flags.map(([mode]) => mode as ColorMode));
}

function readState(said: Readonly<Record<string, unknown>>, { modes, scale, kelvin, effects }: Parts): DeviceState {
  const mode = said.color_mode;
  // A device that says its mode may tell stale values of the other one beside it.
  const colored = mode === undefined || COLORS.some((form) => form === mode);
  const color = colored && isObject(said.color) && COLORS.some((form) => modes.has(form)) ? colorFrom(said.color) : undefined;
  const tempered = modes.has('color_temp') && (mode === undefined ? color === undefined : mode === 'color_temp');
  return compact({
    on: said.state === 'ON' ? true : said.state === 'OFF' ? false : undefined,
    brightness: scale.fromDevice(said.brightness),
    color,
    color_temp: tempered ? kelvin.fromDevice(said.color_temp) : undefined,
    effect: effects.list.length > 0 ? effects.fromDevice(said.effect) : undefined,
  });
}

function writeCommand(
  { on, brightness, color, color_temp, effect, transition_ms }: DeviceCommand,
  known: DeviceState,
  { modes, scale, kelvin, effects }: Parts,
  options: Options,
): Record<string, unknown> {
  // Home Assistant names the state in every command, and some devices insist on it; a light that is off is not switched on by a colour.
  const switched = on ?? known.on;
  const said: Record<string, unknown> = switched === undefined || (on === undefined && !switched) ? {} : { state: switched ? 'ON' : 'OFF' };
  const form = COLORS.find((one) => modes.has(one));
  if (brightness !== undefined) said.brightness = scale.toDevice(brightness);
  if (color !== undefined && form !== undefined) said.color = colorTo(form, color);
  if (color_temp !== undefined) said.color_temp = kelvin.toDevice(color_temp);
  if (effect !== undefined) said.effect = effectWord(effects, effect);
  if (transition_ms !== undefined && options.transition) said.transition = transition_ms / 1_000;
  return said;
}

/** Rejects where the device has no word for showing no effect. */
export function effectWord(effects: Effects, effect: string | null): string {
  const word = effects.toDevice(effect);
  if (word === undefined) throw new HubError('LK_DEVICE_FAILED', 'It has no way to end an effect; give it a colour.');
  return word;
}

/** What is presumed of a light that does not tell. */
export function assumedOf({ on, brightness, color, color_temp, effect }: DeviceCommand): DeviceState {
  return compact({ on, brightness, color, color_temp, effect });
}
