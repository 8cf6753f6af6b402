import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { DeviceDriver, DeviceState, DriverTools, Feature, LightCapability } from '@lightkeeper/plugin-sdk';
import type { VirtualWorld } from './world.js';

const KINDS = ['switch', 'light', 'white_light', 'color_light', 'temperature'] as const;

const config = z.strictObject({
  kind: z.enum(KINDS).default('color_light').meta({ title: 'Kind', description: 'What the device can do.' }),
  reachable: z
    .boolean()
    .default(true)
    .meta({ title: 'Reachable', description: 'Off: the device behaves as if its plug were pulled.', ui: { widget: 'switch' } }),
  latency_ms: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .meta({ title: 'Latency', description: 'How long it takes to answer.', ui: { unit: 'ms' } }),
  key: z.string().min(1).max(64).optional().meta({
    title: 'Key',
    description: 'When set, the device remembers what it showed while the hub runs. Devices with one key share it.',
  }),
});

const EFFECTS = ['Breathe', 'Candle', 'Rainbow', 'Sunrise'];

const ABILITIES: Record<(typeof KINDS)[number], { capabilities: LightCapability[]; features?: Feature[]; state: DeviceState }> = {
  switch: { capabilities: ['on_off'], state: { on: false } },
  light: { capabilities: ['on_off', 'brightness'], state: { on: false, brightness: 255 } },
  white_light: { capabilities: ['on_off', 'brightness', 'color_temp'], state: { on: false, brightness: 255, color_temp: 2700 } },
  color_light: {
    capabilities: ['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect'],
    state: { on: false, brightness: 255, color: { r: 255, g: 180, b: 107 }, color_temp: 2700, effect: null },
  },
  temperature: {
    capabilities: [],
    features: [
      { key: 'temperature', kind: 'sensor', name: 'Temperature', device_class: 'temperature', unit: '°C', state_class: 'measurement' },
      { key: 'humidity', kind: 'sensor', name: 'Humidity', device_class: 'humidity', unit: '%', state_class: 'measurement' },
    ],
    state: { readings: { temperature: 20.5, humidity: 46 } },
  },
};

/** A light without hardware, for the demo, for tests, and to try things before the lamps have come. */
export function createVirtualDriver(world: VirtualWorld): DeviceDriver<typeof config> {
  return {
    id: 'virtual',
    name: 'Virtual device',
    description: 'A light or sensor that exists in the hub alone, to try things out.',
    config,
    async connect({ kind, reachable, latency_ms, key }, reporter, tools) {
      await answer(latency_ms, tools);
      if (!reachable) throw new HubError('LK_DEVICE_FAILED', 'It is set to be unreachable.');
      if (key !== undefined && world.isUnplugged(key)) throw new HubError('LK_DEVICE_FAILED', 'It does not answer.');

      const { capabilities, features = [], state: fresh } = ABILITIES[kind];
      let state: DeviceState = { ...fresh, ...(key !== undefined && world.remembered(key)) };
      const become = (change: DeviceState): void => {
        state = { ...state, ...change };
        if (key !== undefined) world.remember(key, state);
        reporter.state(state);
      };
      const vanish = (): void => {
        reporter.lost('It no longer answers.');
      };
      const leave = key === undefined ? (): void => {} : world.enter(key, { become, vanish });
      return {
        description: {
          capabilities,
          features,
          ...(capabilities.includes('effect') && { effects: EFFECTS }),
          info: { product: 'Virtual device', kind },
          state,
        },
        async command({ transition_ms: _, ...wishes }) {
          await answer(latency_ms, tools);
          become(wishes);
        },
        close: leave,
      };
    },
  };
}

/** Takes its time, and gives up when the connection ends. */
function answer(ms: number, { timers, signal }: DriverTools): Promise<void> {
  if (ms === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      void stop();
      reject(new HubError('LK_DEVICE_FAILED', 'The connection ended.'));
    };
    const stop = timers.after(ms, 'virtual latency', () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}
