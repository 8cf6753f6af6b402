import type { Rgb } from './wire/device.js';

/** Upper ends of the hues on the circle of 360 degrees, with the names that people give them. */
const HUES: readonly (readonly [number, string])[] = [
  [12, 'red'],
  [42, 'orange'],
  [68, 'yellow'],
  [95, 'lime'],
  [155, 'green'],
  [192, 'turquoise'],
  [215, 'sky blue'],
  [258, 'blue'],
  [292, 'purple'],
  [328, 'pink'],
  [348, 'rose'],
  [360, 'red'],
];

/** A colour in a word or two, since the log has to be readable without seeing it. Its brightness is left out: a lamp has its own. */
export function colorName({ r, g, b }: Rgb): string {
  const max = Math.max(r, g, b);
  if (max === 0) return 'black';
  const span = max - Math.min(r, g, b);
  const saturation = span / max;
  const hue = span === 0 ? 0 : degrees({ r, g, b }, max, span);
  if (saturation < 0.12) return 'white';
  const warm = hue >= 15 && hue <= 55;
  if (saturation < 0.45) return warm ? 'warm white' : hue > 190 && hue < 250 ? 'cool white' : `pale ${named(hue)}`;
  if (warm && saturation < 0.6) return 'warm white';
  return named(hue);
}

function named(hue: number): string {
  return HUES.find(([end]) => hue < end)?.[1] ?? 'red';
}

function degrees({ r, g, b }: Rgb, max: number, span: number): number {
  const sector = max === r ? (g - b) / span : max === g ? 2 + (b - r) / span : 4 + (r - g) / span;
  return (sector * 60 + 360) % 360;
}
