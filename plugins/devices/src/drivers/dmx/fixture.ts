import { z } from '@lightkeeper/plugin-sdk';
import type { DeviceState, LightCapability, StreamFormat } from '@lightkeeper/plugin-sdk';

/** Slots of a universe (ANSI E1.11, 8.4). */
export const UNIVERSE_SLOTS = 512;

/** White of the warm and of the cool LEDs, in kelvin: the ends between which a `cct` fixture mixes. */
const WARM = 2700;
const COOL = 6500;

/** The channels of one pixel, in order. The pixels of a strip are lights of their own, those of the others show the same. */
export const LAYOUTS = ['dimmer', 'rgb', 'rgbw', 'cct', 'strip_rgb', 'strip_rgbw'] as const;
export type Layout = (typeof LAYOUTS)[number];

interface Abilities {
  channels: number;
  strip: boolean;
  capabilities: LightCapability[];
  state: DeviceState;
}

const COLOR: Omit<Abilities, 'channels' | 'strip'> = {
  capabilities: ['on_off', 'brightness', 'color_rgb'],
  state: { on: false, brightness: 255, color: { r: 255, g: 255, b: 255 } },
};

const ABILITIES: Record<Layout, Abilities> = {
  dimmer: { channels: 1, strip: false, capabilities: ['on_off', 'brightness'], state: { on: false, brightness: 255 } },
  rgb: { channels: 3, strip: false, ...COLOR },
  rgbw: { channels: 4, strip: false, ...COLOR },
  cct: {
    channels: 2,
    strip: false,
    capabilities: ['on_off', 'brightness', 'color_temp'],
    state: { on: false, brightness: 255, color_temp: WARM },
  },
  strip_rgb: { channels: 3, strip: true, ...COLOR },
  strip_rgbw: { channels: 4, strip: true, ...COLOR },
};

/** Most pixels that show the same: an RGB fixture that fills its universe. */
const MAX_EQUAL_PIXELS = 170;
/** Most pixels of a strip: 49 universes of RGB. */
const MAX_PIXELS = 8_192;

/** Where a fixture lies: in one universe, or from one on where it is a strip. */
export interface Fixture {
  /** First slot, 1 to 512. */
  start: number;
  layout: Layout;
  /** Pixels that follow each other. */
  count: number;
}

/** The fields that describe a fixture, for a driver's config. */
export const fixtureFields = {
  start: z.number().int().min(1).max(UNIVERSE_SLOTS).default(1).meta({
    title: 'First channel',
    description: 'The DMX address of the fixture, 1 to 512.',
  }),
  layout: z
    .enum(LAYOUTS)
    .default('rgb')
    .meta({
      title: 'Channels',
      description:
        'Dimmer: one channel. RGB: red, green, blue. RGBW: with white, which takes what the colours have in common. CCT: warm, cool. ' +
        'Strip: lights of their own, which can show pictures.',
    }),
  count: z.number().int().min(1).max(MAX_PIXELS).default(1).meta({
    title: 'Pixels',
    description: 'How many of them follow each other. A strip goes on in the universes that follow, and no light lies in two of them.',
  }),
};

export function capabilitiesOf({ layout }: Fixture): LightCapability[] {
  return [...ABILITIES[layout].capabilities];
}

/** What it shows before its first command: nothing. */
export function initialState({ layout }: Fixture): DeviceState {
  return { ...ABILITIES[layout].state };
}

/** What of a fixture lies within one universe. */
export interface FixturePart {
  /** Counted from the fixture's own universe, which is 0. */
  universe: number;
  /** First slot, 1 to 512. */
  start: number;
  /** How many slots. */
  length: number;
}

/** A strip goes on at the first slot of the next universe, and no light lies in two: from the first slot on, 170 of RGB or 128 of RGBW. */
export function partsOf({ start, layout, count }: Fixture): FixturePart[] {
  const { channels, strip } = ABILITIES[layout];
  if (!strip) return [{ universe: 0, start, length: channels * count }];
  const parts: FixturePart[] = [];
  for (let left = count, universe = 0, at = start; left > 0; universe += 1, at = 1) {
    const lights = Math.min(left, Math.floor((UNIVERSE_SLOTS + 1 - at) / channels));
    if (lights > 0) parts.push({ universe, start: at, length: lights * channels });
    left -= lights;
  }
  return parts;
}

/** The pictures that a strip takes; undefined for what is none. */
export function pictureFormat({ layout, count }: Fixture): Omit<StreamFormat, 'max_fps'> | undefined {
  const { strip, channels } = ABILITIES[layout];
  return strip ? { leds: count, channels: channels === 4 ? 4 : 3 } : undefined;
}

/** The slots that it takes, for reading: `4–6`, `1–512 of 3 universes`. */
export function channelsText(fixture: Fixture): string {
  const parts = partsOf(fixture);
  const last = parts.at(-1);
  const end = last === undefined ? fixture.start : last.start + last.length - 1;
  return parts.length < 2 ? `${parts[0]?.start ?? fixture.start}–${end}` : `${parts.length} universes, the last one up to ${end}`;
}

/** Refuses a fixture that reaches beyond the end of its universe, and a strip that reaches beyond the last one. */
export function checkFits(fixture: Fixture & { universe: number }, issues: z.core.$RefinementCtx, last_universe: number): void {
  const message = misfit(fixture, last_universe);
  if (message !== null) issues.addIssue({ code: 'custom', path: ['count'], message });
}

function misfit({ universe, ...fixture }: Fixture & { universe: number }, last_universe: number): string | null {
  const parts = partsOf(fixture);
  const end = (parts[0]?.start ?? 1) + (parts[0]?.length ?? 0) - 1;
  if (end > UNIVERSE_SLOTS) {
    return `must fit into the universe: from channel ${fixture.start} it would reach channel ${end}, and the last one is ${UNIVERSE_SLOTS}`;
  }
  if (!ABILITIES[fixture.layout].strip && fixture.count > MAX_EQUAL_PIXELS)
    return `must be at most ${MAX_EQUAL_PIXELS}, or the pixels of a strip`;
  const last = universe + (parts.at(-1)?.universe ?? 0);
  // A universe that is wrong by itself is told of by itself.
  const beyond = last > last_universe && universe <= last_universe;
  return beyond ? `must fit: it would reach universe ${last}, and the last one is ${last_universe}` : null;
}

/** The slots that show a state. */
export function render(fixture: Fixture, state: DeviceState): Uint8Array {
  const pixel = levels(fixture.layout, state);
  const slots = new Uint8Array(pixel.length * fixture.count);
  for (let offset = 0; offset < slots.length; offset += pixel.length) slots.set(pixel, offset);
  return slots;
}

function levels(layout: Layout, state: DeviceState): number[] {
  const brightness = state.on === true ? (state.brightness ?? 255) : 0;
  const scaled = (level: number): number => Math.round((level * brightness) / 255);
  if (layout === 'dimmer') return [brightness];
  if (layout === 'cct') {
    const cool = scaled(255 * coolShare(state.color_temp ?? WARM));
    return [brightness - cool, cool];
  }
  const { r, g, b } = state.color ?? { r: 255, g: 255, b: 255 };
  if (ABILITIES[layout].channels === 3) return [r, g, b].map(scaled);
  const white = Math.min(r, g, b);
  return [r - white, g - white, b - white, white].map(scaled);
}

/** How much of the light the cool LEDs give. Mixed light moves evenly along the reciprocal of its temperature. */
function coolShare(kelvin: number): number {
  const at = Math.min(COOL, Math.max(WARM, kelvin));
  return (1 / WARM - 1 / at) / (1 / WARM - 1 / COOL);
}
