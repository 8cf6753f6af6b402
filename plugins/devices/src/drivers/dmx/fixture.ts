import { z } from '@lightkeeper/plugin-sdk';
import type { LightCapability, DeviceState } from '@lightkeeper/plugin-sdk';

/** Slots of a universe (ANSI E1.11, 8.4). */
export const UNIVERSE_SLOTS = 512;

/** White of the warm and of the cool LEDs, in kelvin: the ends between which a `cct` fixture mixes. */
const WARM = 2700;
const COOL = 6500;

/** The channels of one pixel, in order. */
export const LAYOUTS = ['dimmer', 'rgb', 'rgbw', 'cct'] as const;
export type Layout = (typeof LAYOUTS)[number];

const ABILITIES: Record<Layout, { channels: number; capabilities: LightCapability[]; state: DeviceState }> = {
  dimmer: { channels: 1, capabilities: ['on_off', 'brightness'], state: { on: false, brightness: 255 } },
  rgb: {
    channels: 3,
    capabilities: ['on_off', 'brightness', 'color_rgb'],
    state: { on: false, brightness: 255, color: { r: 255, g: 255, b: 255 } },
  },
  rgbw: {
    channels: 4,
    capabilities: ['on_off', 'brightness', 'color_rgb'],
    state: { on: false, brightness: 255, color: { r: 255, g: 255, b: 255 } },
  },
  cct: { channels: 2, capabilities: ['on_off', 'brightness', 'color_temp'], state: { on: false, brightness: 255, color_temp: WARM } },
};

/** Where a fixture lies in its universe. */
export interface Fixture {
  /** First slot, 1 to 512. */
  start: number;
  layout: Layout;
  /** Pixels that show the same. */
  count: number;
}

/** The fields that describe a fixture, for a driver's config. */
export const fixtureFields = {
  start: z.number().int().min(1).max(UNIVERSE_SLOTS).default(1).meta({
    title: 'First channel',
    description: 'The DMX address of the fixture, 1 to 512.',
  }),
  layout: z.enum(LAYOUTS).default('rgb').meta({
    title: 'Channels',
    description:
      'Dimmer: one channel. RGB: red, green, blue. RGBW: with white, which takes what the colours have in common. CCT: warm, cool.',
  }),
  count: z.number().int().min(1).max(170).default(1).meta({
    title: 'Pixels',
    description: 'How many of them follow each other; all show the same.',
  }),
};

export function capabilitiesOf({ layout }: Fixture): LightCapability[] {
  return [...ABILITIES[layout].capabilities];
}

/** What it shows before its first command: nothing. */
export function initialState({ layout }: Fixture): DeviceState {
  return { ...ABILITIES[layout].state };
}

/** The last slot that the fixture takes; more than 512 where it does not fit. */
export function lastSlot({ start, layout, count }: Fixture): number {
  return start + ABILITIES[layout].channels * count - 1;
}

/** Refuses a fixture that reaches beyond the end of its universe. */
export function checkFits(fixture: Fixture, issues: z.core.$RefinementCtx): void {
  const last = lastSlot(fixture);
  if (last <= UNIVERSE_SLOTS) return;
  issues.addIssue({
    code: 'custom',
    path: ['count'],
    message: `must fit into the universe: from channel ${fixture.start} it would reach channel ${last}, and the last one is ${UNIVERSE_SLOTS}`,
  });
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
  if (layout === 'rgb') return [r, g, b].map(scaled);
  const white = Math.min(r, g, b);
  return [r - white, g - white, b - white, white].map(scaled);
}

/** How much of the light the cool LEDs give. Mixed light moves evenly along the reciprocal of its temperature. */
function coolShare(kelvin: number): number {
  const at = Math.min(COOL, Math.max(WARM, kelvin));
  return (1 / WARM - 1 / at) / (1 / WARM - 1 / COOL);
}
