import { z } from '@lightkeeper/plugin-sdk';
import { expand } from './expand.js';
import { isObject, parseObject } from './json.js';
import type { JsonObject } from './json.js';
import type { ConfigTopic } from './topic.js';

/** One entity of a device, as it was announced. Its options are checked when somebody adds the device. */
export interface Component {
  platform: string;
  /** Its object id, or its component id in the device form: names it within its device. */
  id: string;
  unique_id: string | null;
  options: JsonObject;
}

/** What a config tells of the device itself. */
export interface DeviceFacts {
  /** What names the device: its identifiers and its connections as `type:id`; the first one names it here. */
  aliases: readonly string[];
  name: string | null;
  facts: Readonly<Record<string, string>>;
}

/** The program that announced it. */
export interface OriginFacts {
  name: string;
  sw_version: string | null;
}

export interface DiscoveryConfig {
  device: DeviceFacts | null;
  origin: OriginFacts | null;
  components: readonly Component[];
}

const MAX_COMPONENTS = 200;
/** Options that the components of a device share (MQTT integration, "Device discovery payload"). */
const SHARED = [
  'availability',
  'availability_mode',
  'availability_template',
  'availability_topic',
  'command_topic',
  'encoding',
  'payload_available',
  'payload_not_available',
  'qos',
  'state_topic',
] as const;

const word = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(256));
const words = z.union([word.transform((one) => [one]), z.array(word).max(16)]);
const fact = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const deviceSchema = z.object({
  identifiers: words.default([]),
  connections: z
    .array(z.tuple([word, word]))
    .max(16)
    .default([]),
  name: z.string().nullish(),
});
const originSchema = z.object({ name: z.string(), sw_version: fact.nullish() });

const FACTS = [
  'manufacturer',
  'model',
  'model_id',
  'sw_version',
  'hw_version',
  'serial_number',
  'suggested_area',
  'configuration_url',
  'via_device',
] as const;

/** Reads a config. Throws an Error with a sentence when nothing can be made of it. */
export function parseConfig(topic: ConfigTopic, text: string): DiscoveryConfig {
  const config = expand(parseObject(text));
  const device = readDevice(config.device);
  const origin = readOrigin(config.origin);
  if (topic.component !== 'device') return { device, origin, components: [component(topic.component, topic.object_id, config)] };
  if (device === null) throw new Error('It has no device.');
  return { device, origin, components: readComponents(config) };
}

function readComponents(config: JsonObject): Component[] {
  const given = config.components;
  if (!isObject(given)) throw new Error('It has no components.');
  const entries = Object.entries(given);
  if (entries.length > MAX_COMPONENTS) throw new Error(`It has more than ${MAX_COMPONENTS} components.`);
  const shared = Object.fromEntries(SHARED.filter((key) => config[key] !== undefined).map((key) => [key, config[key]]));
  return entries.flatMap(([id, options]) => {
    if (!isObject(options) || typeof options.platform !== 'string') throw new Error(`The component ${id.slice(0, 64)} has no platform.`);
    // A component that is reduced to its platform is being removed ("Device discovery payload").
    if (Object.keys(options).length === 1) return [];
    return [component(options.platform, id, { ...(own(options) ? without(shared) : shared), ...options })];
  });
}

/** A component that says itself where its availability is has nothing of the shared one. */
function own(options: JsonObject): boolean {
  return options.availability !== undefined || options.availability_topic !== undefined;
}

function without(shared: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(shared).filter(([key]) => key !== 'availability' && !key.startsWith('availability_')));
}

function component(platform: string, id: string, options: JsonObject): Component {
  const { device: _device, origin: _origin, ...rest } = options;
  const { unique_id } = rest;
  return {
    platform: platform.slice(0, 64),
    id: id.slice(0, 128),
    unique_id: typeof unique_id === 'string' ? unique_id : null,
    options: rest,
  };
}

function readDevice(given: unknown): DeviceFacts | null {
  if (given === undefined || given === null) return null;
  if (!isObject(given)) throw new Error('Its device is no object.');
  const parsed = deviceSchema.safeParse(given);
  if (!parsed.success) throw new Error(`Its device is not valid: ${parsed.error.issues[0]?.path.join('.') ?? 'its form'}.`);
  const { identifiers, connections, name } = parsed.data;
  const aliases = [...identifiers, ...connections.map(([type, id]) => `${type}:${id}`.slice(0, 256))];
  if (aliases.length === 0) throw new Error('Its device has neither identifiers nor connections.');
  const facts = FACTS.flatMap((key) => {
    const value = fact.safeParse(given[key]);
    return value.success && value.data !== '' ? [[key, value.data.slice(0, 256)]] : [];
  });
  return {
    aliases,
    name: name === null || name === undefined || name === '' ? null : name.slice(0, 256),
    facts: Object.fromEntries(facts) as Record<string, string>,
  };
}

function readOrigin(given: unknown): OriginFacts | null {
  const parsed = originSchema.safeParse(given);
  if (!parsed.success) return null;
  const { name, sw_version } = parsed.data;
  return { name: name.slice(0, 64), sw_version: sw_version?.slice(0, 64) ?? null };
}
