import { z } from '@lightkeeper/plugin-sdk';

/** How the hub and Home Assistant find each other by way of the broker. */
export const settingsSchema = z.object({
  prefix: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/, 'must be words of letters, digits, - and _ with single slashes between them')
    .default('homeassistant')
    .meta({ title: 'Discovery prefix', description: 'The topic that Home Assistant and its devices meet below.' }),
  publish: z
    .boolean()
    .default(true)
    .meta({ title: 'Show this hub in Home Assistant', description: 'Its devices, its log and its health appear there by themselves.' }),
  publish_log: z.boolean().default(true).meta({
    title: 'Show the log in Home Assistant',
    description: 'Each entry as an event and the latest as a text, for all who may read there. Needs the setting above.',
  }),
  publish_found: z.boolean().default(false).meta({
    title: 'Show found devices there a second time',
    description: 'Devices that announce themselves for Home Assistant are there anyway; this adds the hub’s own view of them.',
  }),
  consume: z.boolean().default(true).meta({
    title: 'Find devices that announce themselves for Home Assistant',
    description: 'Zigbee2MQTT, ESPHome, Tasmota and others. They wait among the found things until somebody adds them.',
  }),
});
export type HomeAssistantSettings = z.output<typeof settingsSchema>;
