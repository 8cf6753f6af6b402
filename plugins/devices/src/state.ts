import { CAPABILITIES, safeText, z } from '@lightkeeper/plugin-sdk';
import type { Capability, DeviceDescription, DeviceState } from '@lightkeeper/plugin-sdk';

/** What a device tells of itself is held within these, whatever the driver lets through. */
const MAX_EFFECTS = 512;
const MAX_INFO = 48;
const MAX_READINGS = 64;

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
  return Object.fromEntries(
    entries.map(([key, value]) => [
      safeText(key, 64),
      typeof value === 'string' ? safeText(value, 256) : Number.isNaN(value) ? null : value,
    ]),
  );
}

/** The fields of a reported state that are what they should be; the others are left out. */
export function cleanState(reported: DeviceState): DeviceState {
  const state: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(FIELDS)) {
    const parsed = schema.safeParse(reported[key as keyof typeof FIELDS]);
    if (parsed.success) state[key] = typeof parsed.data === 'string' ? safeText(parsed.data, 64) : parsed.data;
  }
  if (reported.readings !== undefined) state.readings = scalars(reported.readings, MAX_READINGS);
  return state;
}

/** The known state with a report laid over it; the very same object when nothing is new, so that it causes nothing. */
export function mergeState(known: DeviceState | null, reported: DeviceState): DeviceState {
  const clean = cleanState(reported);
  const next: DeviceState = {
    ...known,
    ...clean,
    ...(clean.readings && { readings: { ...known?.readings, ...clean.readings } }),
  };
  return known !== null && textOf(next) === textOf(known) ? known : next;
}

/** Two states that say the same have the same text, in whatever order their fields came. */
function textOf({ readings, ...light }: DeviceState): string {
  const ordered = (record: object): unknown[] => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([ordered(light), ordered(readings ?? {})]);
}

/** What is known of a device beside its state. */
export interface KnownDescription {
  capabilities: Capability[];
  effects: string[];
  info: Record<string, Scalar>;
}

/** A description with the parts that a driver gave laid over the known ones, cut to size. */
export function mergeDescription(known: KnownDescription, given: Partial<DeviceDescription>): KnownDescription {
  return {
    capabilities: given.capabilities === undefined ? known.capabilities : CAPABILITIES.filter((word) => given.capabilities?.includes(word)),
    effects: given.effects === undefined ? known.effects : given.effects.slice(0, MAX_EFFECTS).map((name) => safeText(name, 64)),
    info: given.info === undefined ? known.info : scalars(given.info, MAX_INFO),
  };
}

export const NOTHING_KNOWN: KnownDescription = { capabilities: [], effects: [], info: {} };
