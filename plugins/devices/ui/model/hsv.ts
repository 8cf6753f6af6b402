import type { Rgb } from '@lightkeeper/plugin-sdk/wire';

/** A place on the colour wheel: hue 0 to 360 degrees, saturation 0 to 1. How bright it shines is the light's brightness. */
export interface WheelColor {
  hue: number;
  saturation: number;
}

export function toRgb({ hue, saturation }: WheelColor): Rgb {
  const channel = (offset: number): number => {
    const k = (offset + hue / 60) % 6;
    return Math.round(255 * (1 - saturation * Math.max(0, Math.min(k, 4 - k, 1))));
  };
  return { r: channel(5), g: channel(3), b: channel(1) };
}

export function fromRgb({ r, g, b }: Rgb): WheelColor {
  const max = Math.max(r, g, b);
  const span = max - Math.min(r, g, b);
  if (max === 0 || span === 0) return { hue: 0, saturation: 0 };
  const sector = max === r ? (g - b) / span : max === g ? 2 + (b - r) / span : 4 + (r - g) / span;
  return { hue: (sector * 60 + 360) % 360, saturation: span / max };
}

/** From a point relative to the wheel's centre, in units of its radius; x to the right, y down. */
export function fromPoint(x: number, y: number): WheelColor {
  const hue = (Math.atan2(y, x) * 180) / Math.PI;
  return { hue: (hue + 450) % 360, saturation: Math.min(1, Math.hypot(x, y)) };
}

/** The point of a colour on the wheel, in units of its radius. Red is at the top, and hues run clockwise. */
export function toPoint({ hue, saturation }: WheelColor): { x: number; y: number } {
  const angle = ((hue - 90) * Math.PI) / 180;
  return { x: Math.cos(angle) * saturation, y: Math.sin(angle) * saturation };
}

export function cssRgb({ r, g, b }: Rgb): string {
  return `rgb(${r} ${g} ${b})`;
}
