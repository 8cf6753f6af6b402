import type { z } from '@lightkeeper/plugin-sdk';
import type { DeviceState, LightCapability, Rgb } from '@lightkeeper/plugin-sdk';
import { hsToRgb, kelvinToMireds, miredsToKelvin, rgbToHs, rgbToRgbw, rgbToXy, rgbwToRgb, xyToRgb } from '../color.js';
import { base, flag, number, topic, words } from '../options.js';

export const COLOR_MODES = ['onoff', 'brightness', 'color_temp', 'hs', 'xy', 'rgb', 'rgbw', 'rgbww', 'white'] as const;
export type ColorMode = (typeof COLOR_MODES)[number];
/** Those that show colours, in the order of preference where a light has several. */
export const COLORS = ['rgb', 'rgbww', 'rgbw', 'hs', 'xy'] as const satisfies readonly ColorMode[];
export type ColorForm = (typeof COLORS)[number];

/** What the light's schemas have in common. */
export const lightBase = {
  ...base,
  command_topic: topic,
  color_temp_kelvin: flag.default(false),
  min_kelvin: number.nullish(),
  max_kelvin: number.nullish(),
  min_mireds: number.nullish(),
  max_mireds: number.nullish(),
  effect_list: words.nullish(),
};

/** Brightness by the device's own measure: the hub's is 1 to 255. */
export interface BrightnessScale {
  toDevice(brightness: number): number;
  /** Undefined for 0 and for what is no number: neither is a brightness. */
  fromDevice(value: unknown): number | undefined;
}

export function brightnessScale(top: number): BrightnessScale {
  return {
    toDevice: (brightness) => Math.max(1, Math.round((brightness / 255) * top)),
    fromDevice(value) {
      if (typeof value !== 'number' || !(value > 0)) return undefined;
      return Math.max(1, Math.min(255, Math.round((value / top) * 255)));
    },
  };
}

/** Colour temperatures by the device's own unit and within its limits. */
export interface Temperature {
  toDevice(kelvin: number): number;
  fromDevice(value: unknown): number | undefined;
}

export function temperature(options: z.output<z.ZodObject<typeof lightBase>>): Temperature {
  const { color_temp_kelvin, min_kelvin, max_kelvin, min_mireds, max_mireds } = options;
  const low = min_kelvin ?? (isPositive(max_mireds) ? miredsToKelvin(max_mireds) : 2_000);
  const high = max_kelvin ?? (isPositive(min_mireds) ? miredsToKelvin(min_mireds) : 6_535);
  return {
    toDevice(kelvin) {
      const within = Math.max(low, Math.min(high, kelvin));
      return color_temp_kelvin ? Math.round(within) : kelvinToMireds(within);
    },
    fromDevice(value) {
      if (typeof value !== 'number' || !(value > 0)) return undefined;
      return Math.max(1_000, Math.min(20_000, color_temp_kelvin ? Math.round(value) : miredsToKelvin(value)));
    },
  };
}

function isPositive(value: number | null | undefined): value is number {
  return typeof value === 'number' && value > 0;
}

/** The effects, and the one among them that means none. */
export class Effects {
  readonly list: string[];
  readonly #none: string | undefined;

  constructor(list: readonly string[] | null | undefined) {
    this.#none = (list ?? []).find((name) => /^(none|no effect|off)$/i.test(name));
    this.list = [...new Set(list ?? [])].filter((name) => name !== this.#none && name !== '' && name.length <= 64);
  }

  /** Undefined where the device has no word for showing none. */
  toDevice(effect: string | null): string | undefined {
    return effect ?? this.#none;
  }

  fromDevice(value: unknown): string | null | undefined {
    if (value === undefined) return undefined;
    if (value === null || value === '' || value === this.#none) return null;
    if (typeof value !== 'string') return undefined;
    return this.list.includes(value) ? value : /^none$/i.test(value) ? null : undefined;
  }
}

/** The colour in one of the forms that devices use, as numbers by name. */
export function colorTo(form: ColorForm, color: Rgb): Record<string, number> {
  switch (form) {
    case 'rgb':
      return { ...color };
    case 'hs':
      return { ...rgbToHs(color) };
    case 'xy':
      return { ...rgbToXy(color) };
    case 'rgbw':
      return { ...rgbToRgbw(color) };
    case 'rgbww': {
      const { w, ...rgb } = rgbToRgbw(color);
      return { ...rgb, c: w, w };
    }
  }
}

/** Reads a colour in any of these forms by the names of its numbers; undefined when it is none. */
export function colorFrom(given: Readonly<Record<string, unknown>>): Rgb | undefined {
  const { r, g, b, w, c, h, s, x, y } = given;
  if (isChannel(r) && isChannel(g) && isChannel(b)) {
    const rgb = { r: Math.round(r), g: Math.round(g), b: Math.round(b) };
    if (!isChannel(w)) return rgb;
    return rgbwToRgb({ ...rgb, w: isChannel(c) ? (c + w) / 2 : w });
  }
  if (isWithin(h, 360) && isWithin(s, 100)) return hsToRgb({ h, s });
  return isWithin(x, 1) && isWithin(y, 1) ? xyToRgb({ x, y }) : undefined;
}

function isWithin(value: unknown, top: number): value is number {
  return typeof value === 'number' && value >= 0 && value <= top;
}

function isChannel(value: unknown): value is number {
  return isWithin(value, 255);
}

/** What the light can do by the modes that it declares. */
export function capabilitiesOf(modes: ReadonlySet<ColorMode>, effects: Effects): LightCapability[] {
  const dimmable = [...modes].some((mode) => mode !== 'onoff');
  return [
    'on_off',
    ...(dimmable ? (['brightness'] as const) : []),
    ...(COLORS.some((form) => modes.has(form)) ? (['color_rgb'] as const) : []),
    ...(modes.has('color_temp') ? (['color_temp'] as const) : []),
    ...(effects.list.length > 0 ? (['effect'] as const) : []),
  ];
}

/** A state without the fields that are not known. */
export function compact(state: { [K in keyof DeviceState]: DeviceState[K] | undefined }): DeviceState {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}
