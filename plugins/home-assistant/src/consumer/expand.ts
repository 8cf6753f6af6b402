import { DEVICE_NAMES, OPTION_NAMES, ORIGIN_NAMES } from './abbreviations.js';
import { isObject } from './json.js';
import type { JsonObject } from './json.js';

// A base stands in every topic, so that a long one would make a small config large.
const MAX_BASE = 256;

/**
 * Writes the short names of a config out, in its device, origin, availability and components too, and puts the base topic in place of `~`.
 * A long name that is there beside its short one counts.
 */
export function expand(config: JsonObject): Record<string, unknown> {
  const long = expandOptions(config);
  if (isObject(long.device)) long.device = rename(long.device, DEVICE_NAMES);
  if (isObject(long.origin)) long.origin = rename(long.origin, ORIGIN_NAMES);
  if (isObject(long.components)) {
    long.components = Object.fromEntries(
      Object.entries(long.components).map(([id, component]) => [id, isObject(component) ? expandOptions(component) : component]),
    );
  }
  return long;
}

function expandOptions(config: JsonObject): Record<string, unknown> {
  const long = rename(config, OPTION_NAMES);
  if (isObject(long.availability)) long.availability = [long.availability];
  if (Array.isArray(long.availability)) {
    long.availability = long.availability.map((item: unknown) => (isObject(item) ? rename(item, OPTION_NAMES) : item));
  }
  const base = long['~'];
  delete long['~'];
  if (typeof base === 'string' && base.length <= MAX_BASE) resolve(long, base);
  return long;
}

function rename(given: JsonObject, names: ReadonlyMap<string, string>): Record<string, unknown> {
  const long: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const name = names.get(key) ?? key;
    if (name === key || !Object.hasOwn(given, name)) long[name] = value;
  }
  return long;
}

/** Only in topics, and only at the start or the end (MQTT integration, "Using abbreviations and base topic"). */
function resolve(config: Record<string, unknown>, base: string): void {
  for (const [key, value] of Object.entries(config)) {
    if (typeof value === 'string' && key.endsWith('topic')) config[key] = withBase(value, base);
  }
  if (!Array.isArray(config.availability)) return;
  for (const item of config.availability as unknown[]) {
    if (isObject(item) && typeof item.topic === 'string') (item as Record<string, unknown>).topic = withBase(item.topic, base);
  }
}

function withBase(topic: string, base: string): string {
  if (topic.startsWith('~')) return base + topic.slice(1);
  return topic.endsWith('~') ? topic.slice(0, -1) + base : topic;
}
