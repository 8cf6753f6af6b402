import { nameSchema } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import { mqttUrlSchema } from '../config/index.js';

/** The hub's own settings. */
export const hubSettings = z.object({
  home_name: nameSchema.default('Lightkeeper').meta({ title: 'Name of the home', description: 'Stands in the title of every page.' }),
});

export type HubSettings = z.output<typeof hubSettings>;

/** Where the broker is. `--mqtt-url` comes before what is stored here. */
export const mqttSettings = z.object({
  enabled: z.boolean().default(false).meta({ title: 'Connect to a broker' }),
  url: mqttUrlSchema
    .nullable()
    .default(null)
    .meta({
      title: 'Address',
      description: 'mqtt, mqtts, ws or wss.',
      ui: { placeholder: 'mqtt://192.168.1.5:1883', show_if: { field: 'enabled', equals: true } },
    }),
  username: z
    .string()
    .max(256)
    .nullable()
    .default(null)
    .meta({ title: 'User name', ui: { show_if: { field: 'enabled', equals: true } } }),
  password: z
    .string()
    .max(1_000)
    .nullable()
    .default(null)
    .meta({ title: 'Password', ui: { secret: true, show_if: { field: 'enabled', equals: true } } }),
  base_topic: z
    .string()
    .max(128)
    .default('lightkeeper')
    .meta({ title: 'Base topic', description: 'All that the hub sends stands below it.' }),
});
export type StoredMqttSettings = z.output<typeof mqttSettings>;
