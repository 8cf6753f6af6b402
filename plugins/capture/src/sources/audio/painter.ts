import { fromLinear } from '../../color/transfer.js';
import { BLACK, lightOfColor, mix } from '../../effects/effect.js';
import type { Color } from '../../effects/effect.js';
import { BeatDetector } from './beat.js';
import { AutomaticGain, decibels, fallen, power } from './loudness.js';
import type { AudioLook } from './options.js';
import { STEP_SECONDS } from './samples.js';
import { BANDS, Spectrum } from './spectrum.js';

/** The picture is one row: every light shows what is above and below it as well, whatever the layout. */
export const WIDTH = 64;
export const PICTURE_BYTES = WIDTH * 3;

/** Hears the next step of samples and paints what it shows of it, `rgb24`. */
export type SoundPainter = (samples: Float32Array, picture: Uint8Array) => void;

export function soundPainter(look: AudioLook): SoundPainter {
  switch (look.mode) {
    case 'spectrum':
      return spectrumPainter(look);
    case 'vu':
      return vuPainter(look);
    case 'beat':
      return beatPainter(look);
  }
}

function spectrumPainter({ colors, sensitivity, decay }: AudioLook): SoundPainter {
  const spectrum = new Spectrum();
  const gain = new AutomaticGain();
  const more = decibels(sensitivity ** 2);
  const levels = new Float64Array(BANDS);
  const painted = gradient(colors);
  return (samples, picture) => {
    spectrum.hear(samples);
    gain.hear(decibels(Math.max(...spectrum.bands)) + more, STEP_SECONDS);
    spectrum.bands.forEach((band, index) => {
      levels[index] = fallen(levels[index] ?? 0, gain.level(decibels(band) + more), STEP_SECONDS, decay);
    });
    painted.forEach((color, x) => {
      put(picture, x, color, levels[Math.floor((x * BANDS) / WIDTH)] ?? 0);
    });
  };
}

function vuPainter({ colors, sensitivity, decay }: AudioLook): SoundPainter {
  const gain = new AutomaticGain();
  const more = decibels(sensitivity ** 2);
  const painted = gradient(colors);
  let level = 0;
  return (samples, picture) => {
    const loudness = decibels(power(samples)) + more;
    gain.hear(loudness, STEP_SECONDS);
    level = fallen(level, gain.level(loudness), STEP_SECONDS, decay);
    painted.forEach((color, x) => {
      put(picture, x, color, Math.min(1, Math.max(0, level * WIDTH - x)));
    });
  };
}

/** At most three flashes a second, however fast the beats are: more is a danger to some (WCAG 2.2, 2.3.1). */
const LEAST_SECONDS_BETWEEN_FLASHES = 0.34;

function beatPainter({ colors, sensitivity, decay }: AudioLook): SoundPainter {
  const spectrum = new Spectrum();
  const beats = new BeatDetector(BANDS, sensitivity);
  let level = 0;
  let flashes = 0;
  let since = Number.POSITIVE_INFINITY;
  return (samples, picture) => {
    spectrum.hear(samples);
    since += STEP_SECONDS;
    const flash = beats.hear(spectrum.bands, STEP_SECONDS) && since >= LEAST_SECONDS_BETWEEN_FLASHES;
    if (flash) {
      since = 0;
      flashes += 1;
    }
    level = fallen(level, flash ? 1 : 0, STEP_SECONDS, decay);
    const color = colors[Math.max(0, flashes - 1) % colors.length];
    for (let x = 0; x < WIDTH; x += 1) put(picture, x, color, level);
  };
}

/** From the first colour on the left to the last on the right, mixed as light is. */
function gradient(colors: readonly Color[]): Color[] {
  const lights = colors.map(lightOfColor);
  return Array.from({ length: WIDTH }, (_, x) => {
    const at = (x / (WIDTH - 1)) * (lights.length - 1);
    const from = lights[Math.floor(at)] ?? BLACK;
    const [r, g, b] = mix(from, lights[Math.ceil(at)] ?? from, at % 1);
    return { r: fromLinear(r), g: fromLinear(g), b: fromLinear(b) };
  });
}

/** Levels are as the eye sees them, and so are the bytes of a picture. */
function put(picture: Uint8Array, x: number, color: Color | undefined, level: number): void {
  if (color === undefined) return;
  picture[x * 3] = Math.round(color.r * level);
  picture[x * 3 + 1] = Math.round(color.g * level);
  picture[x * 3 + 2] = Math.round(color.b * level);
}
