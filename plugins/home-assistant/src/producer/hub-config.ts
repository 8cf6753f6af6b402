import type { HubFacts } from './device-config.js';
import { ORIGIN } from './payload.js';
import type { Component, DevicePayload } from './payload.js';

/** Where the hub tells Home Assistant of itself, below the base topic. */
export const HUB_TOPICS = {
  status: 'status',
  activity: 'ha/activity',
  last_activity: 'ha/last_activity',
  last_activity_facts: 'ha/last_activity/attributes',
  counters: 'ha/counters',
} as const;

/**
 * The hub as a device of its own: whether it is there, its log, and how it fares. `event_types` are the words of the log, null leaves it
 * out; `exposed` is what other plugins add.
 */
export function hubConfig(
  { names, base_topic, version }: HubFacts,
  event_types: readonly string[] | null,
  exposed: Record<string, Component>,
): DevicePayload {
  const at = (topic: keyof typeof HUB_TOPICS): string => `${base_topic}/${HUB_TOPICS[topic]}`;
  const available = { availability: [{ topic: at('status') }] };
  const own = (id: string, label: string): Pick<Component, 'unique_id' | 'name' | 'entity_category'> => ({
    unique_id: `${names.hub}_${id}`,
    name: label,
    entity_category: 'diagnostic',
  });
  const counter = (id: string, label: string, icon: string): Component => ({
    platform: 'sensor',
    ...own(id, label),
    ...available,
    icon,
    state_topic: at('counters'),
    value_template: `{{ value_json.${id} }}`,
    state_class: 'measurement',
  });
  const logComponents = (types: readonly string[]): Record<string, Component> => ({
    activity: {
      platform: 'event',
      ...own('activity', 'Activity'),
      ...available,
      icon: 'mdi:notebook-outline',
      state_topic: at('activity'),
      event_types: [...types],
    },
    last_activity: {
      platform: 'sensor',
      ...own('last_activity', 'Last activity'),
      ...available,
      icon: 'mdi:notebook-outline',
      state_topic: at('last_activity'),
      json_attributes_topic: at('last_activity_facts'),
    },
  });
  return {
    device: { identifiers: [names.hub], name: ORIGIN, manufacturer: ORIGIN, model: 'Hub', sw_version: version },
    origin: { name: ORIGIN, sw_version: version },
    qos: 1,
    components: {
      // Tells that the hub is away, so it is there even then.
      connected: {
        platform: 'binary_sensor',
        ...own('connected', 'Connected'),
        device_class: 'connectivity',
        state_topic: at('status'),
        payload_on: 'online',
        payload_off: 'offline',
      },
      ...(event_types !== null && logComponents(event_types)),
      failed_logins: counter('failed_logins', 'Failed sign-ins in the last hour', 'mdi:account-lock'),
      errors: counter('errors', 'Errors today', 'mdi:alert-circle-outline'),
      warnings: counter('warnings', 'Warnings today', 'mdi:alert-outline'),
      locked_out: {
        platform: 'binary_sensor',
        ...own('locked_out', 'Sign-in locked'),
        ...available,
        device_class: 'problem',
        state_topic: at('counters'),
        value_template: '{{ value_json.locked_out }}',
        payload_on: 'True',
        payload_off: 'False',
      },
      ...exposed,
    },
  };
}
