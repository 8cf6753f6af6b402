import type { SensorFeature } from '@lightkeeper/plugin-sdk';
import type { WledInfo } from './wire.js';

interface Measured {
  feature: SensorFeature;
  /** Undefined where this WLED does not tell it. */
  read: (info: WledInfo, told: number | undefined) => number | undefined;
  /** How far it has to move from what was last told to be worth telling. */
  step: (told: number) => number;
}

function sensor(key: string, name: string, unit: string, device_class?: string): SensorFeature {
  return { key, kind: 'sensor', name, unit, state_class: 'measurement', category: 'diagnostic', ...(device_class && { device_class }) };
}

const MEASURED: readonly Measured[] = [
  { feature: sensor('signal', 'Wi-Fi signal', '%'), read: ({ wifi }) => wifi?.signal, step: () => 10 },
  {
    feature: sensor('current', 'Estimated current', 'mA', 'current'),
    // No limit stands for no estimate; but while nothing is drawn there is no limit either (wled00/json.cpp, serializeInfo).
    read: ({ leds: { pwr, maxpwr = 0 } }, told) => (maxpwr > 0 || told !== undefined ? pwr : undefined),
    step: (told) => Math.max(50, told / 10),
  },
  { feature: sensor('fps', 'Frames a second', 'fps'), read: ({ leds }) => leds.fps, step: (told) => Math.max(5, told / 5) },
  { feature: sensor('free_memory', 'Free memory', 'B', 'data_size'), read: ({ freeheap }) => freeheap, step: (told) => told / 5 },
];

const STARTED: SensorFeature = { key: 'started', kind: 'sensor', name: 'Started', device_class: 'timestamp', category: 'diagnostic' };
/** Its clock and the hub's do not run alike; a restart moves the time by more. */
const STARTED_STEP_MS = 60_000;

/** What a WLED tells of itself with every state. All of it trembles, so that only what moved far enough is told anew. */
export class Diagnostics {
  readonly #told = new Map<string, number>();
  #started_at: number | null = null;

  /** `now` in epoch milliseconds. */
  take(info: WledInfo, now: number): void {
    for (const { feature, read, step } of MEASURED) {
      const told = this.#told.get(feature.key);
      const value = read(info, told);
      if (value === undefined) this.#told.delete(feature.key);
      else if (told === undefined || (value !== told && Math.abs(value - told) >= step(told)))
        this.#told.set(feature.key, Math.round(value));
    }
    if (info.uptime === undefined) {
      this.#started_at = null;
      return;
    }
    const started_at = now - info.uptime * 1_000;
    if (this.#started_at === null || Math.abs(started_at - this.#started_at) > STARTED_STEP_MS) this.#started_at = started_at;
  }

  get features(): SensorFeature[] {
    const measured = MEASURED.map(({ feature }) => feature).filter(({ key }) => this.#told.has(key));
    return this.#started_at === null ? measured : [...measured, STARTED];
  }

  get readings(): Record<string, number | string> {
    return {
      ...Object.fromEntries(this.#told),
      ...(this.#started_at !== null && { [STARTED.key]: new Date(this.#started_at).toISOString() }),
    };
  }
}
