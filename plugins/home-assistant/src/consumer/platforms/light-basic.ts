import { z } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, DeviceState } from '@lightkeeper/plugin-sdk';
import type { Entity, Input, Publication } from '../entity.js';
import { check, filter, number, publication, template, text, toNumber, topic, UNKNOWN } from '../options.js';
import type { EntityContext } from '../options.js';
import type { ReadValue, WriteCommand } from '../rendering.js';
import { brightnessScale, capabilitiesOf, COLORS, colorFrom, colorTo, compact, Effects, lightBase, temperature } from './light.js';
import type { ColorForm, ColorMode } from './light.js';
import { effectWord } from './light-json.js';

/** The options of one of the light's values, each of which has topics of its own. */
function valueOptions<N extends string>(name: N) {
  return {
    [`${name}_command_topic`]: topic.nullish(),
    [`${name}_command_template`]: template,
    [`${name}_state_topic`]: filter.nullish(),
    [`${name}_value_template`]: template,
  } as {
    [K in `${N}_command_topic` | `${N}_state_topic` | `${N}_command_template` | `${N}_value_template`]: z.ZodOptional<
      z.ZodNullable<z.ZodString>
    >;
  };
}

const schema = z.object({
  ...lightBase,
  state_value_template: template,
  payload_on: text.default('ON'),
  payload_off: text.default('OFF'),
  brightness_scale: number.pipe(z.number().min(1).max(65_535)).default(255),
  on_command_type: z.enum(['last', 'first', 'brightness']).default('last'),
  ...valueOptions('brightness'),
  ...valueOptions('color_temp'),
  ...valueOptions('effect'),
  ...valueOptions('rgb'),
  ...valueOptions('rgbw'),
  ...valueOptions('rgbww'),
  ...valueOptions('hs'),
  ...valueOptions('xy'),
});
type Options = z.output<typeof schema>;
type ValueName = 'brightness' | 'color_temp' | 'effect' | ColorForm;

/** The numbers of a colour in the order in which they are written with commas between them (MQTT light, "Default schema"). */
const ORDER: Record<ColorForm, readonly string[]> = {
  rgb: ['r', 'g', 'b'],
  rgbw: ['r', 'g', 'b', 'w'],
  rgbww: ['r', 'g', 'b', 'c', 'w'],
  hs: ['h', 's'],
  xy: ['x', 'y'],
};
/** What a command template calls them. */
const TEMPLATE_NAMES: Readonly<Record<string, string>> = {
  r: 'red',
  g: 'green',
  b: 'blue',
  w: 'white',
  c: 'cold_white',
  h: 'hue',
  s: 'sat',
  x: 'x',
  y: 'y',
};

/** A light by the default schema, where each value has topics of its own (MQTT light, "Default schema"). */
export function basicLight(context: EntityContext): Entity {
  const options = check(schema, context.options);
  const scale = brightnessScale(options.brightness_scale);
  const kelvin = temperature(options);
  const effects = new Effects(has(options, 'effect') ? options.effect_list : []);
  const form = COLORS.find((one) => has(options, one));
  const modes = new Set<ColorMode>([
    ...(has(options, 'brightness') ? (['brightness'] as const) : []),
    ...(has(options, 'color_temp') ? (['color_temp'] as const) : []),
    ...(form === undefined ? [] : [form]),
  ]);
  const command = context.rendering.command(options.command_template);
  const writers = new Map<ValueName, WriteCommand>(
    VALUE_NAMES.map((name) => [name, context.rendering.command(options[`${name}_command_template`])]),
  );

  function send(name: ValueName, value: unknown, variables: Record<string, unknown> = {}): Publication[] {
    const to = options[`${name}_command_topic`];
    return typeof to === 'string' ? [publication(to, writers.get(name)?.(value, variables) ?? String(value), options)] : [];
  }

  function sendColor(color: NonNullable<DeviceCommand['color']>): Publication[] {
    if (form === undefined) return [];
    const values = colorTo(form, color);
    const names = ORDER[form];
    const variables = Object.fromEntries(names.map((name) => [TEMPLATE_NAMES[name] ?? name, values[name] ?? 0]));
    return send(form, names.map((name) => values[name] ?? 0).join(','), variables);
  }

  function order(wish: DeviceCommand): Publication[] {
    const { on, brightness, color, color_temp, effect } = wish;
    const styles = [
      ...(brightness === undefined ? [] : send('brightness', scale.toDevice(brightness))),
      ...(color === undefined ? [] : sendColor(color)),
      ...(color_temp === undefined ? [] : send('color_temp', kelvin.toDevice(color_temp))),
      ...(effect === undefined ? [] : send('effect', effectWord(effects, effect))),
    ];
    const dimmed_on = options.on_command_type === 'brightness' && on === true && modes.has('brightness');
    // The brightness switches it on, so that a command without one sends the full one.
    if (dimmed_on) return brightness === undefined ? [...send('brightness', scale.toDevice(255)), ...styles] : styles;
    const switched =
      on === undefined ? [] : [publication(options.command_topic, command(on ? options.payload_on : options.payload_off), options)];
    return options.on_command_type === 'first' ? [...switched, ...styles] : [...styles, ...switched];
  }

  return {
    features: [],
    light: {
      capabilities: capabilitiesOf(modes, effects),
      effects: effects.list,
      order: (wish) => ({ publications: order(wish), assumed: unheard(options, form, wish) }),
    },
    inputs: inputsOf(context, options, { scale, kelvin, effects, form }),
  };
}

const VALUE_NAMES: readonly ValueName[] = ['brightness', 'color_temp', 'effect', ...COLORS];

/** Whether the light can be told this value. */
function has(options: Options, name: ValueName): boolean {
  return typeof options[`${name}_command_topic`] === 'string';
}

/** The part of a wish that the device tells nothing of afterwards. */
function unheard(options: Options, form: ColorForm | undefined, wish: DeviceCommand): DeviceState | null {
  const everything = options.optimistic === true;
  const silent = (name: ValueName | undefined): boolean =>
    everything || (name !== undefined && typeof options[`${name}_state_topic`] !== 'string');
  const assumed = compact({
    on: everything || typeof options.state_topic !== 'string' ? wish.on : undefined,
    brightness: silent('brightness') ? wish.brightness : undefined,
    color: silent(form) ? wish.color : undefined,
    color_temp: silent('color_temp') ? wish.color_temp : undefined,
    effect: silent('effect') ? wish.effect : undefined,
  });
  return Object.keys(assumed).length === 0 ? null : assumed;
}

interface Readers {
  scale: ReturnType<typeof brightnessScale>;
  kelvin: ReturnType<typeof temperature>;
  effects: Effects;
  form: ColorForm | undefined;
}

function inputsOf({ rendering }: EntityContext, options: Options, { scale, kelvin, effects, form }: Readers): Input[] {
  const input = (from: string | null | undefined, source: string | null | undefined, read: (said: string) => DeviceState): Input[] => {
    if (typeof from !== 'string') return [];
    const value: ReadValue = rendering.value(source);
    return [
      {
        filter: from,
        read(message) {
          const said = value(message);
          return said === null || said === '' ? null : { state: read(said) };
        },
      },
    ];
  };
  const state = (said: string): DeviceState =>
    compact({ on: said === options.payload_on ? true : said === options.payload_off ? false : undefined });
  const color = (said: string): DeviceState => (form === undefined ? {} : compact({ color: readColor(form, said) }));
  return [
    ...input(options.state_topic, options.state_value_template ?? options.value_template, state),
    ...input(options.brightness_state_topic, options.brightness_value_template, (said) =>
      compact({ brightness: scale.fromDevice(toNumber(said)) }),
    ),
    ...input(options.color_temp_state_topic, options.color_temp_value_template, (said) =>
      compact({ color_temp: said === UNKNOWN ? undefined : kelvin.fromDevice(toNumber(said)) }),
    ),
    ...input(options.effect_state_topic, options.effect_value_template, (said) => compact({ effect: effects.fromDevice(said) })),
    ...(form === undefined ? [] : input(options[`${form}_state_topic`], options[`${form}_value_template`], color)),
  ];
}

function readColor(form: ColorForm, said: string): DeviceState['color'] {
  const numbers = said.split(',', 8).map((part) => toNumber(part));
  const names = ORDER[form];
  if (numbers.length !== names.length) return undefined;
  return colorFrom(Object.fromEntries(names.map((name, index) => [name, numbers[index]])));
}
