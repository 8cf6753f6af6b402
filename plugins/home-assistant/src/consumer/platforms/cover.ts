import { positionKey, z } from '@lightkeeper/plugin-sdk';
import type { Feature, FeatureValue } from '@lightkeeper/plugin-sdk';
import type { Entity, Input, Order, Report } from '../entity.js';
import { isObject } from '../json.js';
import { Message } from '../message.js';
import { base, check, common, filter, number, publication, reading, template, text, toNumber, topic, UNKNOWN } from '../options.js';
import type { EntityContext } from '../options.js';
import { isAssumed } from './settable.js';

const schema = z.object({
  ...base,
  payload_open: text.nullable().default('OPEN'),
  payload_close: text.nullable().default('CLOSE'),
  payload_stop: text.nullable().default('STOP'),
  state_open: text.default('open'),
  state_opening: text.default('opening'),
  state_closed: text.default('closed'),
  state_closing: text.default('closing'),
  state_stopped: text.default('stopped'),
  position_topic: filter.nullish(),
  position_template: template,
  position_open: number.default(100),
  position_closed: number.default(0),
  set_position_topic: topic.nullish(),
  set_position_template: template,
  tilt_command_topic: topic.nullish(),
  tilt_command_template: template,
  tilt_status_topic: filter.nullish(),
  tilt_status_template: template,
  tilt_min: number.default(0),
  tilt_max: number.default(100),
});
type Options = z.output<typeof schema>;

/** A blind or a gate; its tilt, where it has one, is a number beside it. */
export function cover(context: EntityContext): Entity {
  const options = check(schema, context.options);
  const { key, rendering } = context;
  const settable = typeof options.set_position_topic === 'string';
  const tilts = typeof options.tilt_command_topic === 'string' && options.tilt_min < options.tilt_max;
  const tilt_key = `${key}_tilt`;
  const features: Feature[] = [
    { ...common(context, options), kind: 'cover', position: settable },
    ...(tilts
      ? [{ key: tilt_key, name: `${context.name} tilt`, kind: 'number' as const, min: options.tilt_min, max: options.tilt_max, step: 1 }]
      : []),
  ];
  const command = rendering.command(options.command_template);
  const position_command = rendering.command(options.set_position_template);
  const tilt_command = rendering.command(options.tilt_command_template);

  function move(value: FeatureValue): Order {
    if (typeof value === 'number' && typeof options.set_position_topic === 'string') {
      const position = Math.round(options.position_closed + (value / 100) * (options.position_open - options.position_closed));
      return {
        publications: [publication(options.set_position_topic, position_command(position, { position }), options)],
        assumed: typeof options.position_topic === 'string' ? null : reading(positionKey(key), value).state,
      };
    }
    const word = { open: options.payload_open, close: options.payload_close, stop: options.payload_stop }[String(value)];
    if (typeof word !== 'string' || typeof options.command_topic !== 'string') return { publications: [], assumed: null };
    const silent = isAssumed(options) && typeof options.position_topic !== 'string' && value !== 'stop';
    return {
      publications: [publication(options.command_topic, command(word), options)],
      assumed: silent ? reading(key, value === 'open' ? 'open' : 'closed').state : null,
    };
  }

  function tilt(value: FeatureValue): Order {
    if (typeof options.tilt_command_topic !== 'string') return { publications: [], assumed: null };
    return {
      publications: [publication(options.tilt_command_topic, tilt_command(value, { tilt_position: value }), options)],
      assumed: typeof options.tilt_status_topic === 'string' ? null : reading(tilt_key, value).state,
    };
  }

  return {
    features,
    light: null,
    inputs: inputsOf(context, options, tilts ? tilt_key : null),
    set: (which, value) => (which === tilt_key ? tilt(value) : move(value)),
  };
}

function inputsOf({ key, rendering }: EntityContext, options: Options, tilt_key: string | null): Input[] {
  const words = new Map<string, FeatureValue | null>([
    [UNKNOWN, null],
    [options.state_stopped, 'stopped'],
    [options.state_closing, 'closing'],
    [options.state_closed, 'closed'],
    [options.state_opening, 'opening'],
    [options.state_open, 'open'],
  ]);
  const inputs: Input[] = [];
  const add = (from: string | null | undefined, source: string | null | undefined, read: (said: string) => Report | null): void => {
    if (typeof from !== 'string') return;
    const value = rendering.value(source);
    inputs.push({
      filter: from,
      read(message) {
        const said = value(message);
        return said === null ? null : read(said);
      },
    });
  };
  add(options.state_topic, options.value_template, (said) => {
    const word = words.get(said);
    return word === undefined ? null : reading(key, word);
  });
  add(options.position_topic, options.position_template ?? options.value_template, (said) => {
    const position = positionOf(said, options);
    if (position === null) return null;
    const known = { [positionKey(key)]: position };
    // Without words of its own, a blind is closed at the end of its way and open anywhere else.
    return {
      state: { readings: typeof options.state_topic === 'string' ? known : { ...known, [key]: position === 0 ? 'closed' : 'open' } },
    };
  });
  if (tilt_key !== null) {
    add(options.tilt_status_topic, options.tilt_status_template, (said) => {
      const value = toNumber(said);
      return value === null ? null : reading(tilt_key, value);
    });
  }
  return inputs;
}

/** 0 (closed) to 100 (open); the template may also give an object that holds `position`. */
function positionOf(said: string, { position_open, position_closed }: Options): number | null {
  const object = said.startsWith('{') ? Message.of(said).json?.value : undefined;
  const value = isObject(object) ? Number(object.position) : toNumber(said);
  if (value === null || !Number.isFinite(value) || position_open === position_closed) return null;
  const share = (value - position_closed) / (position_open - position_closed);
  return Math.max(0, Math.min(100, Math.round(share * 100)));
}
