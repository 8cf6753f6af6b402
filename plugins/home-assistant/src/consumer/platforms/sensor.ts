import { z } from '@lightkeeper/plugin-sdk';
import type { Entity } from '../entity.js';
import { base, check, common, filter, flag, reading, seconds, text, toNumber, UNKNOWN } from '../options.js';
import type { EntityContext } from '../options.js';

const STATE_CLASSES = ['measurement', 'total', 'total_increasing'] as const;
const MAX_TEXT = 255;

const sensorSchema = z.object({
  ...base,
  state_topic: filter,
  unit_of_measurement: text.nullish(),
  state_class: z.string().nullish(),
  expire_after: seconds.nullish(),
});

/** A measurement where it has a unit or a state class, and a word otherwise. */
export function sensor(context: EntityContext): Entity {
  const options = check(sensorSchema, context.options);
  const { key } = context;
  const unit = options.unit_of_measurement ?? '';
  const state_class = STATE_CLASSES.find((one) => one === options.state_class);
  const numeric = unit !== '' || state_class !== undefined;
  const value = context.rendering.value(options.value_template);
  return {
    features: [
      { ...common(context, options), kind: 'sensor', ...(unit !== '' && { unit }), ...(state_class !== undefined && { state_class }) },
    ],
    light: null,
    inputs: [
      {
        filter: options.state_topic,
        read(message) {
          const said = value(message);
          if (said === null || said === '') return null;
          if (said === UNKNOWN) return reading(key, null);
          if (!numeric) return said.length > MAX_TEXT ? null : reading(key, said);
          const measured = toNumber(said);
          return measured === null ? null : reading(key, measured);
        },
      },
    ],
    ...(typeof options.expire_after === 'number' && options.expire_after > 0 && { expire_after_s: options.expire_after }),
  };
}

const binarySensorSchema = z.object({
  ...base,
  state_topic: filter,
  payload_on: text.default('ON'),
  payload_off: text.default('OFF'),
  off_delay: seconds.nullish(),
  expire_after: seconds.nullish(),
  force_update: flag.nullish(),
});

export function binarySensor(context: EntityContext): Entity {
  const options = check(binarySensorSchema, context.options);
  const { key } = context;
  const value = context.rendering.value(options.value_template);
  const meanings = new Map<string, boolean | null>([
    [UNKNOWN, null],
    [options.payload_off, false],
    [options.payload_on, true],
  ]);
  return {
    features: [{ ...common(context, options), kind: 'binary_sensor' }],
    light: null,
    inputs: [
      {
        filter: options.state_topic,
        read(message) {
          const meaning = meanings.get(value(message) ?? '');
          return meaning === undefined ? null : reading(key, meaning);
        },
      },
    ],
    ...(typeof options.expire_after === 'number' && options.expire_after > 0 && { expire_after_s: options.expire_after }),
    ...(typeof options.off_delay === 'number' && options.off_delay > 0 && { off_delay_s: options.off_delay }),
  };
}
