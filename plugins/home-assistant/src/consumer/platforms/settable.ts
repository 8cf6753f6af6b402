import { z } from '@lightkeeper/plugin-sdk';
import type { DeviceState, FeatureValue } from '@lightkeeper/plugin-sdk';
import type { Entity, Input, Order } from '../entity.js';
import { base, check, common, number, publication, reading, text, toNumber, topic, UNKNOWN, words } from '../options.js';
import type { EntityContext } from '../options.js';

/** Where nothing tells how it stands, a wish that was taken counts as fulfilled. */
export function isAssumed({
  optimistic,
  state_topic,
}: {
  optimistic?: boolean | null | undefined;
  state_topic?: string | null | undefined;
}): boolean {
  return optimistic === true || state_topic === undefined || state_topic === null;
}

export const switchSchema = z.object({
  ...base,
  command_topic: topic,
  payload_on: text.default('ON'),
  payload_off: text.default('OFF'),
  state_on: text.nullish(),
  state_off: text.nullish(),
});

/** What a switch hears and says, whatever stands for it in the device. */
export function switchParts(
  context: EntityContext,
  state: (on: boolean | null) => DeviceState,
): { options: z.output<typeof switchSchema>; inputs: Input[]; order: (on: boolean) => Order } {
  const options = check(switchSchema, context.options);
  const value = context.rendering.value(options.value_template);
  const command = context.rendering.command(options.command_template);
  const meanings = new Map<string, boolean | null>([
    [UNKNOWN, null],
    [options.state_off ?? options.payload_off, false],
    [options.state_on ?? options.payload_on, true],
  ]);
  const inputs: Input[] =
    typeof options.state_topic === 'string'
      ? [
          {
            filter: options.state_topic,
            read(message) {
              const meaning = meanings.get(value(message) ?? '');
              return meaning === undefined ? null : { state: state(meaning) };
            },
          },
        ]
      : [];
  return {
    options,
    inputs,
    order: (on) => ({
      publications: [publication(options.command_topic, command(on ? options.payload_on : options.payload_off), options)],
      assumed: isAssumed(options) ? state(on) : null,
    }),
  };
}

/** A switch beside the device's light. */
export function switchFeature(context: EntityContext): Entity {
  const { key } = context;
  const { options, inputs, order } = switchParts(context, (on) => reading(key, on).state);
  return {
    features: [{ ...common(context, options), kind: 'switch' }],
    light: null,
    inputs,
    set: (_key, value) => order(value === true),
  };
}

/** The switch that the device is: a plug. */
export function mainSwitch(context: EntityContext): Entity {
  const { inputs, order } = switchParts(context, (on) => (on === null ? {} : { on }));
  return {
    features: [],
    light: {
      capabilities: ['on_off'],
      effects: [],
      order: ({ on }) => (on === undefined ? { publications: [], assumed: null } : order(on)),
    },
    inputs,
  };
}

const buttonSchema = z.object({ ...base, command_topic: topic, payload_press: text.default('PRESS') });

export function button(context: EntityContext): Entity {
  const options = check(buttonSchema, context.options);
  const command = context.rendering.command(options.command_template);
  return {
    features: [{ ...common(context, options), kind: 'button' }],
    light: null,
    inputs: [],
    set: () => ({ publications: [publication(options.command_topic, command(options.payload_press), options)], assumed: null }),
  };
}

/** A scene of the device is pressed as a button is. */
export function scene(context: EntityContext): Entity {
  const { payload_on = 'ON' } = context.options;
  return button({ ...context, options: { ...context.options, payload_press: payload_on } });
}

const numberSchema = z
  .object({
    ...base,
    command_topic: topic,
    min: number.default(1),
    max: number.default(100),
    step: number.pipe(z.number().min(0.001)).default(1),
    unit_of_measurement: text.nullish(),
    payload_reset: text.default(UNKNOWN),
  })
  .refine(({ min, max }) => min < max, { path: ['max'] });

export function numberFeature(context: EntityContext): Entity {
  const options = check(numberSchema, context.options);
  const { min, max, step, unit_of_measurement: unit } = options;
  const read = (said: string): FeatureValue | null | undefined => {
    if (said === options.payload_reset) return null;
    const value = toNumber(said);
    return value === null || value < min || value > max ? undefined : value;
  };
  return {
    features: [{ ...common(context, options), kind: 'number', min, max, step, ...(typeof unit === 'string' && unit !== '' && { unit }) }],
    ...settable(context, { ...options, read }),
  };
}

const selectSchema = z.object({ ...base, command_topic: topic, options: words.min(1) });

export function select(context: EntityContext): Entity {
  const options = check(selectSchema, context.options);
  const choices = [...new Set(options.options)];
  return {
    features: [{ ...common(context, options), kind: 'select', options: choices }],
    ...settable(context, {
      ...options,
      read: (said) => (choices.includes(said) ? said : said === UNKNOWN ? null : undefined),
    }),
  };
}

interface Settable {
  command_topic: string;
  command_template?: string | null | undefined;
  state_topic?: string | null | undefined;
  value_template?: string | null | undefined;
  optimistic?: boolean | null | undefined;
  qos: number;
  retain: boolean;
  /** Undefined for what says nothing valid. */
  read(said: string): FeatureValue | null | undefined;
}

/** The inputs and the command of a value that is sent as it is read. */
export function settable({ key, rendering }: Pick<EntityContext, 'key' | 'rendering'>, options: Settable): Omit<Entity, 'features'> {
  const value = rendering.value(options.value_template);
  const command = rendering.command(options.command_template);
  const inputs: Input[] =
    typeof options.state_topic === 'string'
      ? [
          {
            filter: options.state_topic,
            read(message) {
              const said = value(message);
              const meaning = said === null ? undefined : options.read(said);
              return meaning === undefined ? null : reading(key, meaning);
            },
          },
        ]
      : [];
  return {
    light: null,
    inputs,
    set: (_key, wished) => ({
      publications: [publication(options.command_topic, command(wished), options)],
      assumed: isAssumed(options) ? reading(key, wished).state : null,
    }),
  };
}
