import { colorName, safeText } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, Rgb, SentenceWords } from '@lightkeeper/plugin-sdk';

/** A command for people, with what it is for: `turn on Hall light at 50 % in orange`. Any value may still be an expression. */
export function commandWords(command: DeviceCommand, what: string, words: SentenceWords): string {
  const { on, brightness, set, transition_ms } = command as Record<keyof DeviceCommand, unknown>;
  const looks = lookWords(command, words);
  const at = brightness === undefined ? '' : ` at ${typeof brightness === 'number' ? percent(brightness) : words.value(brightness)}`;
  const parts: string[] = [];
  if (on === false) parts.push(`turn off ${what}`);
  else if (on === true || brightness !== undefined) parts.push(`turn on ${what}${at}${looks === '' ? '' : ` in ${looks}`}`);
  else if (on !== undefined) parts.push(`switch ${what} by ${words.value(on)}${looks === '' ? '' : ` in ${looks}`}`);
  else if (looks !== '') parts.push(`set ${what} to ${looks}`);
  for (const [key, value] of Object.entries((set ?? {}) as Record<string, unknown>)) {
    parts.push(`set ${key.replaceAll('_', ' ')} of ${what} to ${words.value(value)}`);
  }
  const over = transition_ms === undefined || transition_ms === 0 ? '' : ` over ${words.duration(transition_ms as number)}`;
  return `${words.list(parts)}${over}`;
}

function lookWords(command: DeviceCommand, words: SentenceWords): string {
  const { color, color_temp, effect } = command as Record<keyof DeviceCommand, unknown>;
  const parts: string[] = [];
  if (typeof effect === 'string') parts.push(`the effect ${safeText(effect, 64)}`);
  else if (effect !== undefined) parts.push(effect === null ? 'no effect' : words.value(effect));
  if (color !== undefined) parts.push(isColor(color) ? colorName(color) : words.value(color));
  if (typeof color_temp === 'number') parts.push(`${color_temp.toLocaleString('en-US')} K`);
  else if (color_temp !== undefined) parts.push(words.value(color_temp));
  return parts.join(', ');
}

function isColor(value: unknown): value is Rgb {
  const { r, g, b } = (value ?? {}) as Partial<Rgb>;
  return typeof r === 'number' && typeof g === 'number' && typeof b === 'number';
}

/** 1 to 100: a light that is on is never at 0 %. */
export function percent(brightness: number): string {
  return `${Math.max(1, Math.round((brightness / 255) * 100))} %`;
}
