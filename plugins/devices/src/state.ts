import { CAPABILITIES, FEATURE_KINDS, positionKey, safeText, z } from '@lightkeeper/plugin-sdk';
import type { Capability, DeviceDescription, DeviceState, Feature, StreamFormat } from '@lightkeeper/plugin-sdk';
import { cleanFeatures } from './features.js';

/** What a device tells of itself is held within these, whatever the driver lets through. */
const MAX_EFFECTS = 512;
const MAX_INFO = 48;
const MAX_READINGS = 128;
const MAX_ATTRIBUTES = 16;

const channel = z.number().int().min(0).max(255);
const FIELDS = {
  on: z.boolean(),
  brightness: z.number().int().min(1).max(255),
  color: z.object({ r: channel, g: channel, b: channel }),
  color_temp: z.number().int().min(1000).max(20_000),
  effect: z.string().max(64).nullable(),
} as const;

type Scalar = string | number | boolean | null;

function scalars(record: Readonly<Record<string, Scalar>>, max: number): Record<string, Scalar> {
  const entries = Object.entries(record).slice(0, max);
  return Object.fromEntries(entries.map(([key, value]) => [safeText(key, 64), scalar(value)]));
}

function scalar(value: Scalar): Scalar {
  if (typeof value === 'string') return safeText(value, 256);
  return typeof value === 'boolean' || Number.isFinite(value) ? value : null;
}

/** The fields of a reported state that are what they should be; the others are left out. */
export function cleanState(reported: DeviceState): DeviceState {
  const state: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(FIELDS)) {
    const given = reported[key as keyof typeof FIELDS];
    // Asked first, since a refusal costs far more than what is let through.
    if (given === undefined) continue;
    const parsed = schema.safeParse(given);
    if (parsed.success) state[key] = typeof parsed.data === 'string' ? safeText(parsed.data, 64) : parsed.data;
  }
  if (reported.readings !== undefined) state.readings = scalars(reported.readings, MAX_READINGS);
  return state;
}

/** What an event tells beside its type, held within bounds. */
export function cleanAttributes(given: Readonly<Record<string, Scalar>>): Record<string, Scalar> {
  return scalars(given, MAX_ATTRIBUTES);
}

/**
 * The known state with a report laid over it, or over what of it still holds; the very same object when nothing is new, so that it causes
 * nothing.
 */
export function mergeState(known: DeviceState | null, reported: DeviceState, holds: DeviceState | null = known): DeviceState {
  const { readings: reported_readings, ...light } = cleanState(reported);
  const readings = Object.entries({ ...holds?.readings, ...reported_readings }).slice(0, MAX_READINGS);
  const next: DeviceState = {
    ...holds,
    ...light,
    ...((holds?.readings ?? reported_readings) !== undefined && { readings: Object.fromEntries(readings) }),
  };
  return known !== null && same(next, known) ? known : next;
}

/** Whether two values say the same, in whatever order their fields came. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

const NEEDS: Readonly<Record<keyof typeof FIELDS, Capability>> = {
  on: 'on_off',
  brightness: 'brightness',
  color: 'color_rgb',
  color_temp: 'color_temp',
  effect: 'effect',
};

/** What of a state a device with these abilities can have: the rest was another unit's. */
export function fittingState({ readings, ...light }: DeviceState, { capabilities, features }: KnownDescription): DeviceState {
  const keys = new Set(features.flatMap(({ key, kind }) => (kind === 'cover' ? [key, positionKey(key)] : [key])));
  const entries = Object.entries(light).filter(([key]) => capabilities.includes(NEEDS[key as keyof typeof FIELDS]));
  const values = Object.entries(readings ?? {}).filter(([key]) => keys.has(key));
  return { ...Object.fromEntries(entries), ...(values.length > 0 && { readings: Object.fromEntries(values) }) };
}

/** What is known of a device beside its state. */
export interface KnownDescription {
  capabilities: Capability[];
  effects: string[];
  features: Feature[];
  stream: StreamFormat | null;
  info: Record<string, Scalar>;
}

/** A description with the parts that a driver gave laid over the known ones, cut to size. */
export function mergeDescription(known: KnownDescription, given: Partial<DeviceDescription>): KnownDescription {
  const features = given.features === undefined ? known.features : cleanFeatures(given.features);
  const stream = given.stream === undefined ? known.stream : cleanStream(given.stream);
  const can = new Set<Capability>([
    ...(given.capabilities ?? known.capabilities.filter((word) => !isImplied(word))),
    ...features.map(({ kind }) => kind),
    ...(stream === null ? [] : (['stream'] as const)),
  ]);
  return {
    capabilities: CAPABILITIES.filter((word) => can.has(word)),
    features,
    stream,
    effects: given.effects === undefined ? known.effects : given.effects.slice(0, MAX_EFFECTS).map((name) => safeText(name, 64)),
    info: given.info === undefined ? known.info : scalars(given.info, MAX_INFO),
  };
}

const streamFormat = z.object({
  leds: z.number().int().min(1).max(65_535),
  channels: z.union([z.literal(3), z.literal(4)]),
  max_fps: z.number().min(1).max(1_000),
});

function cleanStream(given: StreamFormat): StreamFormat | null {
  return streamFormat.safeParse(given).data ?? null;
}

/** Whether a capability follows from something else that the driver described. */
function isImplied(word: Capability): boolean {
  return word === 'stream' || (FEATURE_KINDS as readonly string[]).includes(word);
}

export const NOTHING_KNOWN: KnownDescription = { capabilities: [], effects: [], features: [], stream: null, info: {} };
