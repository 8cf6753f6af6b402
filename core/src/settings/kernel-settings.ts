import { nameSchema } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import { mqttUrlSchema } from '../config/index.js';

/** The hub's own settings. */
export const hubSettings = z.object({
  home_name: nameSchema.default('Lightkeeper').meta({ title: 'Name of the home', description: 'Stands in the title of every page.' }),
  time_zone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'must be a name of the IANA time zone database, such as Europe/Berlin')
    .default(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
    .meta({ title: 'Time zone', description: 'By it go all times of day.', ui: { placeholder: 'Europe/Berlin' } }),
  latitude: z
    .number()
    .min(-90)
    .max(90)
    .nullable()
    .default(null)
    .meta({ title: 'Latitude', description: 'Degrees north. With it the hub knows when the sun rises and sets.', ui: { unit: '°' } }),
  longitude: z
    .number()
    .min(-180)
    .max(180)
    .nullable()
    .default(null)
    .meta({ title: 'Longitude', description: 'Degrees east.', ui: { unit: '°' } }),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

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
