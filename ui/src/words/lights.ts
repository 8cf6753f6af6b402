import type { DeviceState, Fixture, Rgb } from '@lightkeeper/plugin-sdk/wire';
import { formatPercent } from '../i18n/format.js';
import { msg, str } from '../i18n/msg.js';

const WARM: Rgb = { r: 255, g: 199, b: 138 };

/**
 * The colour of a black body, as a lamp of that colour temperature shows on a screen. A fit of Tanner Helland's table of
 * Mitchell Charity's data, good from 1000 to 20000 K.
 */
export function kelvinToRgb(kelvin: number): Rgb {
  const t = Math.min(20_000, Math.max(1000, kelvin)) / 100;
  const clamp = (value: number): number => Math.round(Math.min(255, Math.max(0, value)));
  return {
    r: t <= 66 ? 255 : clamp(329.698727446 * (t - 60) ** -0.1332047592),
    g: t <= 66 ? clamp(99.4708025861 * Math.log(t) - 161.1195681661) : clamp(288.1221695283 * (t - 60) ** -0.0755148492),
    b: t >= 66 ? 255 : t <= 19 ? 0 : clamp(138.5177312231 * Math.log(t - 10) - 305.0447927307),
  };
}

/** The colour of the light, whatever its brightness. A colour set by hand goes before a colour temperature. */
export function lightRgb(state: DeviceState | null | undefined): Rgb {
  if (state?.color) return state.color;
  if (state?.color_temp !== undefined) return kelvinToRgb(state.color_temp);
  return WARM;
}

/** The light's colour for CSS, at full strength: `rgb(255 199 138)`. */
export function lightColor(state: DeviceState | null | undefined): string {
  const { r, g, b } = lightRgb(state);
  return `rgb(${r} ${g} ${b})`;
}

/** Brightness from 0 to 1; 1 for a light that knows only on. */
export function brightness(state: DeviceState | null | undefined): number {
  return state?.brightness === undefined ? 1 : state.brightness / 255;
}

function hueWords(rgb: Rgb): string {
  const max = Math.max(rgb.r, rgb.g, rgb.b);
  const min = Math.min(rgb.r, rgb.g, rgb.b);
  const spread = max - min;
  if (max === 0) return msg('black');
  if (spread / max < 0.18) return msg('white');
  const hue =
    max === rgb.r ? ((rgb.g - rgb.b) / spread + 6) % 6 : max === rgb.g ? (rgb.b - rgb.r) / spread + 2 : (rgb.r - rgb.g) / spread + 4;
  const degrees = hue * 60;
  if (degrees < 15 || degrees >= 345) return spread / max < 0.6 ? msg('pink') : msg('red');
  if (degrees < 45) return spread / max < 0.55 ? msg('warm white') : msg('orange');
  if (degrees < 70) return msg('yellow');
  if (degrees < 165) return msg('green');
  if (degrees < 200) return msg('turquoise');
  if (degrees < 255) return msg('blue');
  if (degrees < 290) return msg('violet');
  return msg('pink');
}

/** The light said in words: `orange, 72 %`, `off`. */
export function colorWords(state: DeviceState | null | undefined): string {
  if (!state) return msg('unknown');
  if (state.on === false) return msg('off');
  const strength = state.brightness === undefined ? '' : formatPercent(brightness(state));
  if (!state.color && state.color_temp === undefined) return strength || msg('on');
  const hue = state.color ? hueWords(state.color) : msg(str`${state.color_temp ?? 0} K`);
  return strength ? `${hue}, ${strength}` : hue;
}

const FIXTURE_ICONS: Record<Fixture, string> = {
  pendant: 'lamp-ceiling',
  ceiling: 'lamp-ceiling',
  floor: 'lamp-floor',
  table: 'lamp',
  strip: 'rows-3',
  wall: 'lamp-wall-down',
  backlight: 'tv',
  string: 'sparkles',
  bulb: 'lightbulb',
};

export function fixtureIcon(fixture: Fixture | undefined): string {
  return fixture ? FIXTURE_ICONS[fixture] : 'lightbulb';
}
