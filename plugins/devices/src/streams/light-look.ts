import type { Capability, DeviceCommand, DeviceState, StreamFormat } from '@lightkeeper/plugin-sdk';

/** What a light that takes no pictures is given of them: its one colour, as often as bulbs over a mesh or a cloud of their own can follow. */
export const ONE_PIXEL: StreamFormat = { leds: 1, channels: 3, max_fps: 2 };

/** A change of less than this, of 255, is not seen. */
const VISIBLE = 4;
/** Rec. 709: how much each colour tells of how bright light is (ITU-R BT.709-6, 3.2). */
const LUMA = [0.2126, 0.7152, 0.0722] as const;

/** The pictures that a device takes: its own, one pixel where it is a light that can be coloured or dimmed, or none. */
export function streamFormatOf({
  stream,
  capabilities,
}: {
  stream: StreamFormat | null;
  capabilities: readonly Capability[];
}): StreamFormat | null {
  return stream ?? (capabilities.includes('color_rgb') || capabilities.includes('brightness') ? ONE_PIXEL : null);
}

/** Red, green and blue as a screen has them, 0 to 255: what people see as equal steps. */
export type Look = readonly [number, number, number];

/** What a light with these abilities shows of a pixel, whose bytes are light: one without colours shows how bright it is. */
export function lookOf(pixel: Uint8Array, capabilities: readonly Capability[]): Look {
  const [red = 0, green = 0, blue = 0] = pixel;
  if (capabilities.includes('color_rgb')) return [encode(red), encode(green), encode(blue)];
  const grey = encode(red * LUMA[0] + green * LUMA[1] + blue * LUMA[2]);
  return [grey, grey, grey];
}

export function isVisiblyOther(a: Look, b: Look): boolean {
  return a.some((value, index) => Math.abs(value - (b[index] ?? 0)) >= VISIBLE) || isBlack(a) !== isBlack(b);
}

/** The command by which a light with these abilities shows a look. */
export function commandOf(look: Look, capabilities: readonly Capability[], transition_ms: number): DeviceCommand {
  const can = (word: Capability): boolean => capabilities.includes(word);
  if (isBlack(look) && can('on_off')) return { on: false, transition_ms };
  const level = Math.max(1, ...look);
  const [r, g, b] = can('brightness') ? look.map((value) => Math.round((value * 255) / level)) : look;
  return {
    ...(can('on_off') && { on: true }),
    ...(can('brightness') && { brightness: level }),
    ...(can('color_rgb') && { color: { r, g, b } }),
    transition_ms,
  };
}

/** The command that brings a light back to a state. One that was off also has the colour again that it will have when it is next switched on. */
export function commandTo(state: DeviceState, capabilities: readonly Capability[], transition_ms: number): DeviceCommand {
  const can = (word: Capability): boolean => capabilities.includes(word);
  const { on = true, brightness, color, color_temp, effect } = state;
  return {
    ...(can('on_off') && { on }),
    ...(can('brightness') && brightness !== undefined && { brightness }),
    ...shadeOf({ color, color_temp, effect }),
    transition_ms,
  };

  // A light shows one of the three at a time, and its state may hold what it showed before.
  function shadeOf({ color, color_temp, effect }: Shade): DeviceCommand {
    if (typeof effect === 'string' && can('effect')) return { effect };
    if (color !== undefined && can('color_rgb')) return { color };
    return color_temp !== undefined && can('color_temp') ? { color_temp } : {};
  }
}

interface Shade {
  color: DeviceState['color'] | undefined;
  color_temp: number | undefined;
  effect: string | null | undefined;
}

function isBlack(look: Look): boolean {
  return Math.max(...look) === 0;
}

/** The sRGB byte of a byte of light (IEC 61966-2-1, the transfer function). */
function encode(light: number): number {
  const value = light / 255;
  return Math.round(255 * (value <= 0.003_130_8 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055));
}
