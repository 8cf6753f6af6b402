import type { EffectNames, Presets, WledNames } from './names.js';
import { LIGHT_RGB } from './wire.js';
import type { WledInfo, WledSegment, WledState } from './wire.js';

/** The names that a WLED has for its numbers. */
export interface WledVocabulary extends Presets {
  effects: EffectNames;
  palettes: WledNames;
}

/** All that is known of a WLED at one moment. */
export interface WledView {
  state: WledState;
  info: WledInfo;
  names: WledVocabulary;
  /** The one segment that the device stands for; null when it stands for the strip as a whole. */
  only: number | null;
}

/** What is written to `/json/state`. */
export interface WledPatch {
  seg?: ({ id: number } & Record<string, unknown>)[];
  [key: string]: unknown;
}

/** The id of each segment; those of before 0.10 have their place for it. */
export function segmentId({ id }: WledSegment, place: number): number {
  return id ?? place;
}

/** The segment whose colour and effect the device shows: the main one of a strip. */
export function shownSegment({
  state,
  only,
}: Pick<WledView, 'state' | 'only'>): { id: number; place: number; segment: WledSegment } | null {
  const wanted = only ?? state.mainseg;
  const found = state.seg.findIndex((segment, place) => segmentId(segment, place) === wanted);
  const place = found === -1 && only === null ? 0 : found;
  const segment = state.seg[place];
  return segment === undefined ? null : { id: segmentId(segment, place), place, segment };
}

/** What the LEDs of the device can do, as bits of `leds.lc`. */
export function lightBits({ info: { leds }, ...view }: Pick<WledView, 'state' | 'info' | 'only'>): number {
  const shown = view.only === null ? null : shownSegment(view);
  return (shown !== null ? leds.seglc?.[shown.place] : undefined) ?? leds.lc ?? LIGHT_RGB;
}

/** Lays patches over each other; parts of the same segment, and of the same object such as `nl`, become one. */
export function mergePatches(patches: readonly WledPatch[]): WledPatch {
  const merged: WledPatch = {};
  for (const { seg: _seg, ...patch } of patches) {
    for (const [key, value] of Object.entries(patch)) merged[key] = isObject(value) ? { ...(merged[key] as object), ...value } : value;
  }
  const segments = new Map<number, { id: number } & Record<string, unknown>>();
  for (const { seg = [] } of patches) for (const part of seg) segments.set(part.id, { ...segments.get(part.id), ...part });
  return segments.size === 0 ? merged : { ...merged, seg: [...segments.values()] };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
