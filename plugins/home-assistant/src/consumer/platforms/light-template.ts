import { z } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, DeviceState } from '@lightkeeper/plugin-sdk';
import { rgbToHs } from '../color.js';
import type { Entity, Input } from '../entity.js';
import type { Message } from '../message.js';
import { check, publication, template, toNumber } from '../options.js';
import type { EntityContext } from '../options.js';
import { brightnessScale, capabilitiesOf, colorFrom, compact, Effects, lightBase, temperature } from './light.js';
import type { ColorMode } from './light.js';
import { assumedOf, effectWord } from './light-json.js';
import { isAssumed } from './settable.js';

const schema = z.object({
  ...lightBase,
  command_on_template: z.string(),
  command_off_template: z.string(),
  state_template: template,
  brightness_template: template,
  color_temp_template: template,
  red_template: template,
  green_template: template,
  blue_template: template,
  effect_template: template,
});

/** A light by the template schema: two templates write what is sent, several read what comes (MQTT light, "Template schema"). */
export function templateLight(context: EntityContext): Entity {
  const options = check(schema, context.options);
  const { rendering } = context;
  const scale = brightnessScale(255);
  const kelvin = temperature(options);
  const effects = new Effects(options.effect_list);
  const colored = isSet(options.red_template) && isSet(options.green_template) && isSet(options.blue_template);
  const modes = new Set<ColorMode>([
    ...(isSet(options.brightness_template) ? (['brightness'] as const) : []),
    ...(isSet(options.color_temp_template) ? (['color_temp'] as const) : []),
    ...(colored ? (['rgb'] as const) : []),
  ]);
  const switch_on = rendering.command(options.command_on_template);
  const switch_off = rendering.command(options.command_off_template);

  function variables({ brightness, color, color_temp, effect, transition_ms }: DeviceCommand): Record<string, unknown> {
    const { h: hue, s: sat } = color === undefined ? { h: undefined, s: undefined } : rgbToHs(color);
    const all = {
      brightness: brightness === undefined ? undefined : scale.toDevice(brightness),
      color_temp: color_temp === undefined ? undefined : kelvin.toDevice(color_temp),
      red: color?.r,
      green: color?.g,
      blue: color?.b,
      hue,
      sat,
      effect: effect === undefined ? undefined : effectWord(effects, effect),
      transition: transition_ms === undefined ? undefined : transition_ms / 1_000,
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }

  // A colour alone goes by the template that switches on: there is no other.
  const write = (wish: DeviceCommand): string => {
    const state = wish.on === false ? 'off' : 'on';
    return (state === 'off' ? switch_off : switch_on)(state, { state, ...variables(wish) });
  };

  return {
    features: [],
    light: {
      capabilities: capabilitiesOf(modes, effects),
      effects: effects.list,
      order: (wish) => ({
        publications: [publication(options.command_topic, write(wish), options)],
        assumed: isAssumed(options) ? assumedOf(wish) : null,
      }),
    },
    inputs: inputsOf(),
  };

  function inputsOf(): Input[] {
    if (!isSet(options.state_topic)) return [];
    const reader = (source: string | null | undefined): ((message: Message) => string | null) =>
      isSet(source) ? rendering.value(source) : () => null;
    const readers = {
      state: reader(options.state_template),
      brightness: reader(options.brightness_template),
      color_temp: reader(options.color_temp_template),
      red: reader(options.red_template),
      green: reader(options.green_template),
      blue: reader(options.blue_template),
      effect: reader(options.effect_template),
    };
    const numberOf = (said: string | null): number | null => (said === null ? null : toNumber(said));
    const read = (message: Message): DeviceState => {
      const state = readers.state(message);
      const [r, g, b] = [readers.red, readers.green, readers.blue].map((one) => numberOf(one(message)));
      const effect = readers.effect(message);
      return compact({
        on: state === 'on' ? true : state === 'off' ? false : undefined,
        brightness: scale.fromDevice(numberOf(readers.brightness(message))),
        color_temp: kelvin.fromDevice(numberOf(readers.color_temp(message))),
        color: colorFrom({ r, g, b }),
        effect: effect === null || effects.list.length === 0 ? undefined : effects.fromDevice(effect),
      });
    };
    return [{ filter: options.state_topic, read: (message) => ({ state: read(message) }) }];
  }
}

function isSet(value: string | null | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
