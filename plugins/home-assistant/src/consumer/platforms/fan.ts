import { z } from '@lightkeeper/plugin-sdk';
import type { Entity } from '../entity.js';
import { check, filter, number, template, text, toNumber, topic, UNKNOWN, words } from '../options.js';
import type { EntityContext } from '../options.js';
import { settable, switchFeature } from './settable.js';

const schema = z.object({
  qos: number.pipe(z.number().int().min(0).max(2)).default(0),
  retain: z.boolean().default(false),
  state_value_template: template,
  percentage_command_topic: topic.nullish(),
  percentage_command_template: template,
  percentage_state_topic: filter.nullish(),
  percentage_value_template: template,
  speed_range_min: number.default(1),
  speed_range_max: number.default(100),
  preset_mode_command_topic: topic.nullish(),
  preset_mode_command_template: template,
  preset_mode_state_topic: filter.nullish(),
  preset_mode_value_template: template,
  preset_modes: words.nullish(),
  payload_reset_percentage: text.default(UNKNOWN),
});

/** A fan is a switch, with its speed as a number and its modes as a choice beside it, by the device's own measure. */
export function fan(context: EntityContext): Entity {
  const options = check(schema, context.options);
  const { qos, retain, speed_range_min: min, speed_range_max: max, preset_modes } = options;
  const parts: Entity[] = [
    switchFeature({
      ...context,
      options: { ...context.options, value_template: options.state_value_template ?? context.options.value_template },
    }),
  ];
  if (typeof options.percentage_command_topic === 'string' && min < max) {
    const key = `${context.key}_speed`;
    parts.push({
      features: [{ key, kind: 'number', name: `${context.name} speed`, min: 0, max, step: 1 }],
      ...settable(
        { ...context, key },
        {
          command_topic: options.percentage_command_topic,
          command_template: options.percentage_command_template,
          state_topic: options.percentage_state_topic,
          value_template: options.percentage_value_template,
          read(said) {
            if (said === options.payload_reset_percentage) return null;
            const speed = toNumber(said);
            return speed === null || speed < 0 || speed > max ? undefined : speed;
          },
          qos,
          retain,
        },
      ),
    });
  }
  if (
    typeof options.preset_mode_command_topic === 'string' &&
    preset_modes !== null &&
    preset_modes !== undefined &&
    preset_modes.length > 0
  ) {
    const key = `${context.key}_mode`;
    parts.push({
      features: [{ key, kind: 'select', name: `${context.name} mode`, options: preset_modes }],
      ...settable(
        { ...context, key },
        {
          command_topic: options.preset_mode_command_topic,
          command_template: options.preset_mode_command_template,
          state_topic: options.preset_mode_state_topic,
          value_template: options.preset_mode_value_template,
          read: (said) => (preset_modes.includes(said) ? said : said === UNKNOWN ? null : undefined),
          qos,
          retain,
        },
      ),
    });
  }
  return together(parts);
}

/** Several entities of one component as one. */
function together(parts: readonly Entity[]): Entity {
  return {
    features: parts.flatMap(({ features }) => features),
    light: null,
    inputs: parts.flatMap(({ inputs }) => inputs),
    set(key, value) {
      const part = parts.find(({ features }) => features.some((feature) => feature.key === key));
      return part?.set?.(key, value) ?? { publications: [], assumed: null };
    },
  };
}
