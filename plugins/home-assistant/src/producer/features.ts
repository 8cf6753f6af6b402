import { positionKey } from '@lightkeeper/plugin-sdk';
import type { Feature, FeatureValue } from '@lightkeeper/plugin-sdk';
import { classOf, numericClassOf, stateClassOf } from './device-classes.js';
import type { Component, Platform } from './payload.js';

/** Where a device's features are told and set. */
export interface FeatureTopics {
  state: string;
  set: string;
  event: string;
}

/** The longest text that Home Assistant takes as a state. */
const MAX_TEXT = 255;
/** The finest step that Home Assistant takes for a number. */
const FINEST_STEP = 0.001;

// A state without the reading, or without any, is "not known" there, and no error in its log.
const reading = (key: string): string => `value_json.get('readings', {}).get('${key}')`;
const set = (key: string, value: FeatureValue): string => JSON.stringify({ set: { [key]: value } });
/** A command whose value the template fills in; the key has letters, digits and `_` only. */
const setBy = (key: string, expression: string): string => `{"set":{"${key}":{{ ${expression} }}}}`;

/** `True` and `False` are Python's words for what JSON calls true and false, and what a template makes of them; `None` means unknown there. */
const YES = 'True';
const NO = 'False';

/** The entity of a feature. Its id within the device holds the kind: a feature that becomes another kind is another entity. */
export function featureComponent(feature: Feature, topics: FeatureTopics, device: string): [id: string, component: Component] {
  const id = `${feature.kind}_${feature.key}`;
  const platform: Platform = feature.kind;
  const category = categoryOf(feature);
  return [
    id,
    {
      platform,
      unique_id: `${device}_${id}`,
      name: feature.name,
      ...(category !== undefined && { entity_category: category }),
      ...optionsOf(feature, topics),
    },
  ];
}

/** Home Assistant refuses `config` for what can only be read. */
function categoryOf({ kind, category }: Feature): string | undefined {
  const readable = kind === 'sensor' || kind === 'binary_sensor' || kind === 'event';
  return readable && category === 'config' ? 'diagnostic' : category;
}

function optionsOf(feature: Feature, topics: FeatureTopics): Record<string, unknown> {
  const { key } = feature;
  const told = { state_topic: topics.state };
  switch (feature.kind) {
    case 'sensor': {
      const device_class = numericClassOf(feature);
      const state_class = stateClassOf(feature, device_class);
      const numeric = device_class !== undefined || state_class !== undefined || feature.unit !== undefined;
      return {
        ...told,
        value_template: numeric ? numberTemplate(key) : textTemplate(key),
        ...(device_class !== undefined && { device_class }),
        ...(feature.unit !== undefined && { unit_of_measurement: feature.unit }),
        ...(state_class !== undefined && { state_class }),
      };
    }
    case 'binary_sensor':
      return { ...told, value_template: `{{ ${reading(key)} }}`, payload_on: YES, payload_off: NO, ...withClass(feature) };
    case 'number': {
      const device_class = numericClassOf(feature);
      return {
        ...told,
        command_topic: topics.set,
        value_template: numberTemplate(key),
        command_template: setBy(key, 'value'),
        min: feature.min,
        max: feature.max,
        step: Math.max(FINEST_STEP, feature.step),
        mode: 'auto',
        ...(device_class !== undefined && { device_class }),
        ...(feature.unit !== undefined && { unit_of_measurement: feature.unit }),
      };
    }
    case 'select':
      return {
        ...told,
        command_topic: topics.set,
        value_template: `{{ ${reading(key)} }}`,
        command_template: setBy(key, 'value | tojson'),
        options: [...new Set(feature.options)],
      };
    case 'switch':
      return {
        ...told,
        command_topic: topics.set,
        value_template: `{{ ${reading(key)} }}`,
        payload_on: set(key, true),
        payload_off: set(key, false),
        state_on: YES,
        state_off: NO,
        ...withClass(feature),
      };
    case 'button':
      return { command_topic: topics.set, payload_press: set(key, true), ...withClass(feature) };
    case 'cover':
      return {
        ...told,
        command_topic: topics.set,
        value_template: `{{ ${reading(key)} }}`,
        payload_open: set(key, 'open'),
        payload_close: set(key, 'close'),
        payload_stop: set(key, 'stop'),
        ...(feature.position && {
          position_topic: topics.state,
          // An empty text is passed over, where any other that is no number would be complained of.
          position_template: `{% set position = ${reading(positionKey(key))} %}{{ '' if position is none else position }}`,
          set_position_topic: topics.set,
          set_position_template: setBy(key, 'position'),
        }),
        ...withClass(feature),
      };
    case 'event':
      return {
        state_topic: topics.event,
        // All events of a device come on one topic; an empty text is passed over.
        value_template: `{% if value_json.key == '${key}' %}{{ dict(value_json.attributes, event_type=value_json.type) | tojson }}{% endif %}`,
        event_types: [...new Set(feature.types)],
        ...withClass(feature),
      };
  }
}

function withClass(feature: Parameters<typeof classOf>[0]): { device_class?: string } {
  const device_class = classOf(feature);
  return device_class === undefined ? {} : { device_class };
}

/** A device that tells a text where a number was promised is not known rather than an error. */
function numberTemplate(key: string): string {
  return `{% set reading = ${reading(key)} %}{{ reading if reading is number else none }}`;
}

function textTemplate(key: string): string {
  return `{% set text = ${reading(key)} %}{{ 'unknown' if text is none else (text | string)[:${MAX_TEXT}] }}`;
}
