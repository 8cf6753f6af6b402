import type { DeviceCommand, Rgb } from '@lightkeeper/plugin-sdk';
import type { VirtualWorld } from '../drivers/virtual/world.js';

/** Who acts in the demo home; `schedule` where nobody does. */
type DemoActor = 'schedule' | `automation:${string}` | `device:${string}`;

export interface DemoStep {
  actor: DemoActor;
  key: string;
  command: DeviceCommand;
}

const EMBER: Rgb = { r: 255, g: 122, b: 48 };
const ROSE: Rgb = { r: 255, g: 96, b: 128 };
const SEA: Rgb = { r: 38, g: 160, b: 220 };
const DUSK: Rgb = { r: 122, g: 92, b: 255 };

/** What happens over and over, one step at a time: enough to see the log live, little enough to read along. */
export const STEPS: readonly DemoStep[] = [
  { actor: 'device:Hall motion', key: 'hall-ceiling', command: { on: true, brightness: 77, transition_ms: 400 } },
  { actor: 'schedule', key: 'sofa-lamp', command: { brightness: 92, transition_ms: 4_000 } },
  { actor: 'automation:Evening', key: 'bookshelf', command: { on: true, brightness: 120, color: EMBER, transition_ms: 2_000 } },
  { actor: 'device:Hall motion', key: 'hall-ceiling', command: { on: false, transition_ms: 2_000 } },
  { actor: 'automation:Film', key: 'tv-backlight', command: { color: SEA, transition_ms: 1_500 } },
  { actor: 'device:Kitchen switch', key: 'worktop', command: { on: false } },
  { actor: 'automation:Evening', key: 'string-lights', command: { effect: 'Breathe' } },
  { actor: 'schedule', key: 'dining-pendant', command: { color_temp: 2300, brightness: 130, transition_ms: 6_000 } },
  { actor: 'automation:Film', key: 'tv-backlight', command: { color: DUSK, transition_ms: 1_500 } },
  { actor: 'device:Bedside button', key: 'bedside', command: { brightness: 18, transition_ms: 1_000 } },
  { actor: 'automation:Evening', key: 'sofa-lamp', command: { color: ROSE, brightness: 128, transition_ms: 3_000 } },
  { actor: 'device:Kitchen switch', key: 'worktop', command: { on: true, brightness: 230 } },
  { actor: 'schedule', key: 'bookshelf', command: { on: false, transition_ms: 3_000 } },
  { actor: 'automation:Evening', key: 'string-lights', command: { effect: 'Candle' } },
  { actor: 'schedule', key: 'dining-pendant', command: { color_temp: 2700, brightness: 191, transition_ms: 6_000 } },
  { actor: 'device:Bedside button', key: 'bedside', command: { brightness: 40, transition_ms: 1_000 } },
  { actor: 'automation:Evening', key: 'sofa-lamp', command: { color: EMBER, brightness: 148, transition_ms: 3_000 } },
];

/** The air on the balcony on its `turn`th reading: a slow wave, since a sensor that never moves looks broken. */
export function breatheAir(world: VirtualWorld, turn: number): void {
  const wave = Math.sin(turn / 9);
  world.touch('balcony-air', {
    readings: { temperature: Math.round((11.4 + wave * 1.8) * 10) / 10, humidity: Math.round(71 - wave * 6) },
  });
}
