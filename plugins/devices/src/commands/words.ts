import { colorName, safeText } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand, DeviceState, Feature } from '@lightkeeper/plugin-sdk';
import { alsoSet, featurePhrase } from './feature-words.js';
import type { Phrase } from './phrase.js';
import { wishesOf } from './schema.js';

const NBSP = '\u00a0';

/** 1 to 100: a light that is on is never at 0 %. */
export function percent(brightness: number): string {
  return `${Math.max(1, Math.round((brightness / 255) * 100))}${NBSP}%`;
}

function kelvin(value: number): string {
  return `${value.toLocaleString('en-US')}${NBSP}K`;
}

/** `orange`, `2,700 K`, `the effect Rainbow`: what the light looks like after the command, without its brightness. */
function look(command: DeviceCommand): string[] {
  const parts: string[] = [];
  if (typeof command.effect === 'string') parts.push(`the effect ${safeText(command.effect, 64)}`);
  if (command.color !== undefined) parts.push(colorName(command.color));
  if (command.color_temp !== undefined) parts.push(kelvin(command.color_temp));
  return parts;
}

function duration(ms: number | undefined): string {
  if (ms === undefined || ms < 2000) return '';
  const [amount, unit] = ms < 120_000 ? [Math.round(ms / 1000), 's'] : [Math.round(ms / 60_000), 'min'];
  return ` over ${amount}${NBSP}${unit}`;
}

/** Says in words what a command does to a device that was in the state `before` and has these features. */
export function phrase(command: DeviceCommand, before: DeviceState | null, features: readonly Feature[] = []): Phrase {
  const { set, ...light } = command;
  const wish = set === undefined ? null : featurePhrase(set, features);
  if (wish === null) return lightPhrase(light, before);
  if (wishesOf(light).length === 0) return wish;
  const words = lightPhrase(light, before);
  return { ...words, detail: `${words.detail}${alsoSet(set, features)}`, summary: `${words.summary}, ${wish.summary}` };
}

function lightPhrase(command: DeviceCommand, before: DeviceState | null): Phrase {
  const over = duration(command.transition_ms);
  if (command.on === false) return { verb: 'turned off', wish: 'turn off', detail: over, summary: 'off' };

  const looks = look(command).join(', ');
  const at = command.brightness === undefined ? '' : ` at ${percent(command.brightness)}`;
  const on = command.on === true || at !== '' ? `on${at}` : '';
  const summary = [on, looks].filter((part) => part !== '').join(', ');

  if (switchesOn(command, before, looks !== '')) {
    return { verb: 'turned on', wish: 'turn on', detail: `${at}${looks && ` in ${looks}`}${over}`, summary };
  }
  if (looks !== '') return { verb: 'set', wish: 'set', detail: ` to ${looks}${at}${over}`, summary };
  if (command.brightness !== undefined) {
    const [verb, wish] = direction(command.brightness, before?.brightness);
    return { verb, wish, detail: ` to ${percent(command.brightness)}${over}`, summary };
  }
  return { verb: 'stopped the effect of', wish: 'stop the effect of', detail: over, summary: 'no effect' };
}

/** Whether what a person sees of it is that the light comes on. */
function switchesOn(command: DeviceCommand, before: DeviceState | null, looks: boolean): boolean {
  if (command.on === true) return before?.on !== true || (command.brightness === undefined && !looks);
  return command.brightness !== undefined && before?.on === false;
}

function direction(brightness: number, before: number | undefined): readonly [verb: string, wish: string] {
  if (before === undefined || before === brightness) return ['set', 'set'];
  return brightness < before ? ['dimmed', 'dim'] : ['brightened', 'brighten'];
}
