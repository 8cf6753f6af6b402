import { z } from '@lightkeeper/plugin-sdk';
import type { Clock, FeatureValue } from '@lightkeeper/plugin-sdk';
import { NotShown } from './entity.js';
import type { Publication } from './entity.js';
import type { JsonObject } from './json.js';
import type { Rendering } from './rendering.js';

const MAX_TOPIC = 1_024;
const MAX_TEMPLATE = 16_384;

/** Text as senders write it: numbers and booleans count as their text, and `True` is how Home Assistant's YAML would have read `true`. */
export const text = z.union([
  z.string().max(4_096),
  z.number().transform(String),
  z.boolean().transform((value) => (value ? 'True' : 'False')),
]);
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);
export const number = z.union([z.number(), z.string().max(40).transform(Number)]).pipe(z.number().refine(Number.isFinite));
export const template = z.string().max(MAX_TEMPLATE).nullish();
/** A topic that is listened to: it may hold wildcards (MQTT 3.1.1 §4.7.1). */
export const filter = z.string().min(1).max(MAX_TOPIC).refine(isFilter, 'is no topic filter');
/** A topic that is published to. */
export const topic = z
  .string()
  .min(1)
  .max(MAX_TOPIC)
  .refine((value) => !/[+#\0]/.test(value) && !value.startsWith('$'), 'is no topic');
export const words = z.array(text).max(512);
export const seconds = number.pipe(z.number().min(0).max(31_536_000));

/** What most platforms have. */
export const base = {
  device_class: z.string().max(64).nullish(),
  entity_category: z.string().max(64).nullish(),
  qos: number.pipe(z.number().int().min(0).max(2)).default(0),
  retain: flag.default(false),
  optimistic: flag.nullish(),
  state_topic: filter.nullish(),
  value_template: template,
  command_topic: topic.nullish(),
  command_template: template,
};

function isFilter(value: string): boolean {
  if (value.includes('\0') || value.startsWith('$')) return false;
  const levels = value.split('/');
  return levels.every((level, index) => level === '+' || (level === '#' && index === levels.length - 1) || !/[+#]/.test(level));
}

/** What a platform needs to make an entity of a component. */
export interface EntityContext {
  /** Names its feature. */
  key: string;
  name: string;
  options: JsonObject;
  rendering: Rendering;
  clock: Clock;
}

/** Checks the options of a component; throws {@link NotShown} naming the first that is wrong. */
export function check<S extends z.ZodType>(schema: S, options: JsonObject): z.output<S> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new NotShown(field === '' ? 'its config is not valid' : `its ${field} is missing or not valid`);
}

/** The parts of a feature that every kind has. */
export function common(
  { key, name }: EntityContext,
  { device_class, entity_category }: { device_class?: string | null | undefined; entity_category?: string | null | undefined },
): { key: string; name: string; device_class?: string; category?: 'config' | 'diagnostic' } {
  return {
    key,
    name,
    ...(typeof device_class === 'string' && device_class !== '' && { device_class }),
    ...((entity_category === 'config' || entity_category === 'diagnostic') && { category: entity_category }),
  };
}

/** A message to the device, kept by the broker only where the config asks for it. QoS 2 is sent as 1. */
export function publication(to: string, payload: string, { qos, retain }: { qos: number; retain: boolean }): Publication {
  return { topic: to, payload, qos: qos > 0 ? 1 : 0, retain };
}

/** A finite number; null for what is none. */
export function toNumber(value: string): number | null {
  if (value.trim() === '') return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}

/** The text by which a device says that it does not know (MQTT integration, "None"). */
export const UNKNOWN = 'None';

export function reading(key: string, value: FeatureValue | null): { state: { readings: Record<string, FeatureValue | null> } } {
  return { state: { readings: { [key]: value } } };
}
