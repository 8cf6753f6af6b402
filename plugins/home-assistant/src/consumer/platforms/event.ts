import { z } from '@lightkeeper/plugin-sdk';
import type { FeatureValue } from '@lightkeeper/plugin-sdk';
import type { Entity } from '../entity.js';
import { isObject } from '../json.js';
import { Message } from '../message.js';
import { base, check, common, filter, text } from '../options.js';
import type { EntityContext } from '../options.js';

const MAX_ATTRIBUTES = 16;
const MAX_TYPES = 128;

const schema = z.object({ ...base, state_topic: filter, event_types: z.array(text).min(1).max(MAX_TYPES) });

/** Something that happens. What the broker has kept happened before, and is passed over, as Home Assistant does. */
export function event(context: EntityContext): Entity {
  const options = check(schema, context.options);
  const { key } = context;
  const types = [...new Set(options.event_types)];
  const value = context.rendering.value(options.value_template);
  return {
    features: [{ ...common(context, options), kind: 'event', types }],
    light: null,
    inputs: [
      {
        filter: options.state_topic,
        read(message) {
          if (message.retained) return null;
          const said = Message.of(value(message) ?? '').json?.value;
          if (!isObject(said) || typeof said.event_type !== 'string' || !types.includes(said.event_type)) return null;
          const { event_type, event_types: _reserved, ...attributes } = said;
          return { event: { key, type: event_type, attributes: scalars(attributes) } };
        },
      },
    ],
  };
}

function scalars(attributes: Record<string, unknown>): Record<string, FeatureValue | null> {
  const kept: Record<string, FeatureValue | null> = {};
  for (const [name, value] of Object.entries(attributes).slice(0, MAX_ATTRIBUTES)) {
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' || value === null) kept[name] = value;
  }
  return kept;
}
