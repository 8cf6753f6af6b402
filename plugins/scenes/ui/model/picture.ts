import type { Fixture, Rgb, SceneDevice } from '@lightkeeper/plugin-sdk/wire';
import { kelvinToRgb } from '@lightkeeper/ui';

/** A lamp in the picture of a scene. */
export interface Glow {
  color: Rgb;
  /** 0 to 1. */
  strength: number;
  /** Percent of the picture. */
  x: number;
  y: number;
}

/** More lamps than that are one haze. */
const MOST = 8;
const WARM: Rgb = { r: 255, g: 199, b: 138 };
/** Stands for the many colours of an effect. */
const EFFECT: Rgb = { r: 200, g: 120, b: 255 };

/** How high each kind of lamp hangs, in percent from the top. */
const HEIGHTS: Record<Fixture, number> = {
  pendant: 18,
  ceiling: 8,
  floor: 62,
  table: 74,
  strip: 96,
  wall: 36,
  backlight: 48,
  string: 24,
  bulb: 50,
};

/** The lamps that shine in a scene, from the left to the right by their ids, so that a lamp has its place in every picture. */
export function glowsOf(devices: readonly SceneDevice[], fixture: (device_id: string) => Fixture | undefined): Glow[] {
  const lit = devices.filter(({ command }) => shines(command)).sort((a, b) => a.device_id.localeCompare(b.device_id));
  const shown = lit.slice(0, MOST);
  return shown.map(({ device_id, command }, index) => ({
    color: colorOf(command),
    strength: command.brightness === undefined ? 0.8 : 0.25 + 0.75 * (command.brightness / 255),
    x: Math.round(((index + 0.5) / shown.length) * 84 + 8),
    y: HEIGHTS[fixture(device_id) ?? 'bulb'],
  }));
}

/** The picture as a CSS background: each lamp a glow in a dark room. */
export function backgroundOf(glows: readonly Glow[]): string {
  const layers = glows.map(({ color: { r, g, b }, strength, x, y }) => {
    const rgb = `${r} ${g} ${b}`;
    const reach = Math.round(30 + 40 * strength);
    return `radial-gradient(circle at ${x}% ${y}%, rgb(${rgb} / ${strength.toFixed(2)}) 0, rgb(${rgb} / ${(strength * 0.45).toFixed(2)}) ${Math.round(reach * 0.45)}%, transparent ${reach}%)`;
  });
  return [...layers, '#0a0e13'].join(', ');
}

/** The colour that a part asks for. */
export function colorOf({ color, color_temp, effect }: SceneDevice['command']): Rgb {
  if (color !== undefined) return color;
  if (typeof effect === 'string') return EFFECT;
  return color_temp === undefined ? WARM : kelvinToRgb(color_temp);
}

/** Whether a part asks for light. */
export function shines({ on, brightness, color, color_temp, effect }: SceneDevice['command']): boolean {
  if (on !== undefined) return on;
  return brightness !== undefined || color !== undefined || color_temp !== undefined || typeof effect === 'string';
}
