import type { DeviceCommand, Rgb } from '@lightkeeper/plugin-sdk';
import type { VirtualWorld } from '../drivers/virtual/world.js';

/** Who acts in the demo home; `schedule` where nobody does. */
type DemoActor = 'schedule' | `automation:${string}` | `device:${string}`;

/** What is seen of the one who acts: a hand at a button, somebody walking by. */
type Sign = { key: string; press: 'press' | 'double_press' | 'long_press' } | { key: string; motion: boolean };

export interface DemoStep {
  actor: DemoActor;
  sign?: Sign;
  key: string;
  command: DeviceCommand;
}

const WALKS_IN: Sign = { key: 'hall-motion', motion: true };
const IS_GONE: Sign = { key: 'hall-motion', motion: false };
const AT_THE_DOOR: Sign = { key: 'kitchen-switch', press: 'press' };
const IN_BED: Sign = { key: 'bedside-button', press: 'press' };
const TO_SLEEP: Sign = { key: 'bedside-button', press: 'long_press' };

const EMBER: Rgb = { r: 255, g: 122, b: 48 };
const ROSE: Rgb = { r: 255, g: 96, b: 128 };
const SEA: Rgb = { r: 38, g: 160, b: 220 };
const DUSK: Rgb = { r: 122, g: 92, b: 255 };

/** What happens over and over, one step at a time: enough to see the log live, little enough to read along. */
export const STEPS: readonly DemoStep[] = [
  { actor: 'device:Hall motion', sign: WALKS_IN, key: 'hall-ceiling', command: { on: true, brightness: 77, transition_ms: 400 } },
  { actor: 'schedule', key: 'sofa-lamp', command: { brightness: 92, transition_ms: 4_000 } },
  { actor: 'automation:Evening', key: 'bookshelf', command: { on: true, brightness: 120, color: EMBER, transition_ms: 2_000 } },
  { actor: 'device:Hall motion', sign: IS_GONE, key: 'hall-ceiling', command: { on: false, transition_ms: 2_000 } },
  { actor: 'schedule', key: 'living-heater', command: { set: { target_temperature: 20 } } },
  { actor: 'automation:Film', key: 'tv-backlight', command: { color: SEA, transition_ms: 1_500 } },
  { actor: 'device:Kitchen switch', sign: AT_THE_DOOR, key: 'worktop', command: { on: false } },
  { actor: 'device:Bedside button', sign: TO_SLEEP, key: 'bedroom-blind', command: { set: { cover: 'close' } } },
  { actor: 'automation:Evening', key: 'string-lights', command: { effect: 'Breathe' } },
  { actor: 'schedule', key: 'dining-pendant', command: { color_temp: 2300, brightness: 130, transition_ms: 6_000 } },
  { actor: 'automation:Film', key: 'tv-backlight', command: { color: DUSK, transition_ms: 1_500 } },
  { actor: 'device:Bedside button', sign: IN_BED, key: 'bedside', command: { brightness: 18, transition_ms: 1_000 } },
  { actor: 'automation:Evening', key: 'sofa-lamp', command: { color: ROSE, brightness: 128, transition_ms: 3_000 } },
  { actor: 'device:Kitchen switch', sign: AT_THE_DOOR, key: 'worktop', command: { on: true, brightness: 230 } },
  { actor: 'schedule', key: 'bookshelf', command: { on: false, transition_ms: 3_000 } },
  { actor: 'schedule', key: 'bedroom-blind', command: { set: { cover: 60, tilt: 30 } } },
  { actor: 'schedule', key: 'living-heater', command: { set: { target_temperature: 21.5 } } },
  { actor: 'automation:Evening', key: 'string-lights', command: { effect: 'Candle' } },
  { actor: 'schedule', key: 'dining-pendant', command: { color_temp: 2700, brightness: 191, transition_ms: 6_000 } },
  { actor: 'device:Bedside button', sign: IN_BED, key: 'bedside', command: { brightness: 40, transition_ms: 1_000 } },
  { actor: 'automation:Evening', key: 'sofa-lamp', command: { color: EMBER, brightness: 148, transition_ms: 3_000 } },
];

/** Lets the one who acts be seen. */
export function show(world: VirtualWorld, sign: Sign): void {
  if ('press' in sign) world.happen(sign.key, 'button', sign.press);
  else world.touch(sign.key, { readings: { motion: sign.motion } });
}

/** The air on its `turn`th reading: a slow wave, since a sensor that never moves looks broken. */
export function breatheAir(world: VirtualWorld, turn: number): void {
  const wave = Math.sin(turn / 9);
  const around = (mean: number, swing: number): number => Math.round((mean + wave * swing) * 10) / 10;
  world.touch('balcony-air', { readings: { temperature: around(11.4, 1.8), humidity: Math.round(71 - wave * 6) } });
  world.touch('living-heater', { readings: { temperature: around(20.6, 0.5) } });
}
