import type { CaptureLayout, CaptureZone } from '@lightkeeper/plugin-sdk/wire';

/** More lights than this no layout has. */
const MOST = 10_000;

/** What a text may be read as; `problem` says what is wrong with it. */
export type ReadLayout = { layout: CaptureLayout } | { problem: 'no-json' | 'unknown' | 'too-many' | 'bad-zone'; at?: number };

/** A layout as text, to be kept or given away. */
export function writeLayout(layout: CaptureLayout): string {
  return JSON.stringify({ lightkeeper_layout: 1, layout }, null, 2);
}

/** One light of Hyperion's `leds`: parts of the picture from the left (`h`) and from the top (`v`). */
interface HyperionLed {
  hmin: number;
  hmax: number;
  vmin: number;
  vmax: number;
}

/** The zones as the array `leds` of Hyperion's and HyperHDR's settings. */
export function writeHyperion(zones: readonly CaptureZone[]): string {
  const leds = zones.map(({ left, right, top, bottom }): HyperionLed => ({ hmin: left, hmax: right, vmin: top, vmax: bottom }));
  return JSON.stringify(leds, null, 2);
}

/** Reads a layout of ours, Hyperion's array `leds`, or settings that hold one. The hub checks a layout of ours again. */
export function readLayout(text: string): ReadLayout {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'no-json' };
  }
  if (isRecord(value) && isRecord(value['layout']) && isLayout(value['layout'])) return { layout: value['layout'] };
  if (isLayout(value)) return { layout: value };
  const leds = isRecord(value) ? value['leds'] : value;
  return Array.isArray(leds) ? fromHyperion(leds) : { problem: 'unknown' };
}

function fromHyperion(leds: readonly unknown[]): ReadLayout {
  if (leds.length === 0) return { problem: 'unknown' };
  if (leds.length > MOST) return { problem: 'too-many' };
  const zones: CaptureZone[] = [];
  for (const [at, led] of leds.entries()) {
    const zone = zoneOf(led);
    if (zone === null) return { problem: 'bad-zone', at };
    zones.push(zone);
  }
  return { layout: { kind: 'zones', zones } };
}

function zoneOf(led: unknown): CaptureZone | null {
  if (!isRecord(led)) return null;
  const { hmin, hmax, vmin, vmax } = led;
  const sides = [hmin, hmax, vmin, vmax];
  if (!sides.every((side): side is number => typeof side === 'number' && Number.isFinite(side))) return null;
  // Some editors leave a hair beyond the edge, and some give the two in the other order.
  const [h1 = 0, h2 = 0, v1 = 0, v2 = 0] = sides.map((side) => Math.min(1, Math.max(0, side)));
  return { left: Math.min(h1, h2), right: Math.max(h1, h2), top: Math.min(v1, v2), bottom: Math.max(v1, v2) };
}

function isLayout(value: unknown): value is CaptureLayout {
  if (!isRecord(value)) return false;
  if (value['kind'] === 'zones') return Array.isArray(value['zones']);
  return value['kind'] === 'border' || value['kind'] === 'matrix';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
