import { LOG_LEVELS } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';

const BOOLEAN_WORDS: Readonly<Record<string, boolean>> = {
  '1': true,
  true: true,
  on: true,
  yes: true,
  '0': false,
  false: false,
  off: false,
  no: false,
};

function text(max: number): z.ZodString {
  return z.string({ error: 'must be text' }).min(1, 'must not be empty').max(max, `must be at most ${max} characters`);
}

/** An MQTT broker's address: `mqtt://user:password@host:1883`, also `mqtts`, `ws` and `wss`. */
export const mqttUrlSchema = text(2_000).refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url !== null && ['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(url.protocol) && url.hostname !== '';
}, 'must be an address such as mqtt://192.168.1.5:1883 (mqtt, mqtts, ws or wss)');

/** What a value must be, once for every source. Text from flags and environment is turned into the right type first. */
export const settingSchemas = {
  host: text(255).regex(/^[0-9A-Za-z.:_-]+$/, 'must be an address or a host name, such as 0.0.0.0 or 127.0.0.1'),
  port: z.int('must be a whole number from 0 to 65535').min(0, 'must be 0 or more').max(65_535, 'must be at most 65535'),
  data_dir: text(4_000),
  mqtt_url: mqttUrlSchema,
  demo: z.boolean('must be true or false'),
  safe_mode: z.boolean('must be true or false'),
  allow_loopback_discovery: z.boolean('must be true or false'),
  mdns: z.boolean('must be true or false'),
  log_level: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`),
  trusted_proxies: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'must be addresses or networks, such as 192.168.1.2 or 10.0.0.0/8'))
    .max(32),
  secure_cookies: z.boolean('must be true or false'),
  plugin_dirs: z.array(text(4_000)).max(32),
} as const;

export type SettingName = keyof typeof settingSchemas;
export type SettingValues = { [K in SettingName]?: z.output<(typeof settingSchemas)[K]> };

export const SETTING_NAMES = Object.keys(settingSchemas) as SettingName[];

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingSchemas, name);
}

/** The environment's twin of a setting: `LIGHTKEEPER_DATA_DIR`. */
export function environmentName(name: SettingName | 'config'): string {
  return `LIGHTKEEPER_${name.toUpperCase()}`;
}

/** The command line's twin of a setting: `--data-dir`. */
export function flagName(name: SettingName | 'config'): string {
  return `--${name.replaceAll('_', '-')}`;
}

/** Turns text into what the setting's schema expects. What does not fit stays text, and the schema refuses it in its own words. */
export function fromText(name: SettingName, value: string): unknown {
  const schema: z.ZodType = settingSchemas[name];
  if (schema instanceof z.ZodBoolean) return BOOLEAN_WORDS[value.trim().toLowerCase()] ?? value;
  if (schema instanceof z.ZodNumber) return /^\d{1,9}$/.test(value.trim()) ? Number(value) : value;
  if (schema instanceof z.ZodArray)
    return value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  return value;
}
