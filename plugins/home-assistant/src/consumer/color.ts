import type { Rgb } from '@lightkeeper/plugin-sdk';

export interface Hs {
  /** 0 to 360. */
  h: number;
  /** 0 to 100. */
  s: number;
}
export interface Xy {
  x: number;
  y: number;
}

/** Scales channels so that the brightest one is `top`. */
function scaled(channels: readonly number[], top: number): number[] {
  const max = Math.max(...channels);
  return channels.map((channel) => (max <= 0 ? 0 : Math.round((Math.max(0, channel) / max) * top)));
}

function rgbOf([r = 0, g = 0, b = 0]: readonly number[]): Rgb {
  return { r, g, b };
}

export function hsToRgb({ h, s }: Hs): Rgb {
  const channel = (n: number): number => {
    const k = (n + h / 60) % 6;
    return Math.round(255 * (1 - (s / 100) * Math.max(0, Math.min(k, 4 - k, 1))));
  };
  return { r: channel(5), g: channel(3), b: channel(1) };
}

export function rgbToHs({ r, g, b }: Rgb): Hs {
  const max = Math.max(r, g, b);
  const range = max - Math.min(r, g, b);
  if (range === 0) return { h: 0, s: 0 };
  const sixth = max === r ? ((g - b) / range + 6) % 6 : max === g ? (b - r) / range + 2 : (r - g) / range + 4;
  return { h: round3(sixth * 60), s: round3((range / max) * 100) };
}

// The matrices of Philips Hue's developer pages ("Color conversion formulas", Wide RGB D65), which Zigbee lamps and Home Assistant use.
export function xyToRgb({ x, y }: Xy): Rgb {
  // Below it there is no colour, and the division would leave all bounds.
  if (y < 0.001) return { r: 0, g: 0, b: 0 };
  const X = x / y;
  const Z = (1 - x - y) / y;
  const linear = [X * 1.656492 - 0.354851 - Z * 0.255038, -X * 0.707196 + 1.655397 + Z * 0.036152, X * 0.051713 - 0.121364 + Z * 1.01153];
  const top = Math.max(...linear, 1e-6);
  return rgbOf(
    scaled(
      linear.map((value) => compress(Math.max(0, value) / top)),
      255,
    ),
  );
}

export function rgbToXy({ r, g, b }: Rgb): Xy {
  const [red, green, blue] = [stretch(r / 255), stretch(g / 255), stretch(b / 255)];
  const X = red * 0.664511 + green * 0.154324 + blue * 0.162028;
  const Y = red * 0.283881 + green * 0.668433 + blue * 0.047685;
  const Z = red * 0.000088 + green * 0.07231 + blue * 0.986039;
  const sum = X + Y + Z;
  return sum === 0 ? { x: 0, y: 0 } : { x: round3(X / sum), y: round3(Y / sum) };
}

/** Takes what the channels have in common as white. */
export function rgbToRgbw({ r, g, b }: Rgb): Rgb & { w: number } {
  const white = Math.min(r, g, b);
  const [red = 0, green = 0, blue = 0, w = 0] = scaled([r - white, g - white, b - white, white], Math.max(r, g, b));
  return { r: red, g: green, b: blue, w };
}

export function rgbwToRgb({ r, g, b, w }: Rgb & { w: number }): Rgb {
  return rgbOf(scaled([r + w, g + w, b + w], Math.max(r, g, b, w)));
}

export function kelvinToMireds(kelvin: number): number {
  return Math.round(1_000_000 / kelvin);
}

export function miredsToKelvin(mireds: number): number {
  return Math.round(1_000_000 / mireds);
}

function compress(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}

function stretch(value: number): number {
  return value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92;
}

function round3(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
