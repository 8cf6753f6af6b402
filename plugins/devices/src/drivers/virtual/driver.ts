import { HubError } from '@lightkeeper/plugin-sdk';
import type { DeviceDriver, DriverTools, StreamFormat } from '@lightkeeper/plugin-sdk';
import { virtualConfig } from './config.js';
import { VirtualDevice } from './device.js';
import { ABILITIES, EFFECTS } from './kinds.js';
import { play } from './script.js';
import type { VirtualWorld } from './world.js';

/** A device without hardware, for the demo, for tests, and to try things before the lamps have come. */
export function createVirtualDriver(world: VirtualWorld): DeviceDriver<typeof virtualConfig> {
  return {
    id: 'virtual',
    name: 'Virtual device',
    description: 'A device of any kind that exists in the hub alone, to try things out.',
    config: virtualConfig,
    async connect({ kind, reachable, latency_ms, key, leds, script, repeat }, reporter, tools) {
      await answer(latency_ms, tools);
      if (!reachable) throw new HubError('LK_DEVICE_FAILED', 'It is set to be unreachable.');
      if (key !== undefined && !world.answers(key, tools.clock.now())) throw new HubError('LK_DEVICE_FAILED', 'It does not answer.');

      const abilities = ABILITIES[kind];
      const { capabilities, features } = abilities;
      const format: StreamFormat | null = abilities.streams === true ? { leds, channels: 3, max_fps: 60 } : null;
      const state = { ...abilities.state, ...(key !== undefined && world.remembered(key)) };
      const device = new VirtualDevice({
        kind: abilities,
        state,
        timers: tools.timers,
        reporter,
        onState(shown) {
          if (key !== undefined) world.remember(key, shown);
        },
      });
      const become = device.become.bind(device);
      const happen = device.happen.bind(device);
      const leave =
        key === undefined
          ? (): void => {}
          : world.enter(key, {
              become,
              happen,
              vanish: () => {
                reporter.lost('It no longer answers.');
              },
              frame: () => device.frame,
            });
      play(script, repeat, tools.timers, {
        become,
        happen,
        vanish(for_ms, reason) {
          if (key !== undefined) world.absent(key, tools.clock.now() + for_ms);
          reporter.lost(reason);
        },
      });
      return {
        description: {
          capabilities,
          features,
          ...(capabilities.includes('effect') && { effects: EFFECTS }),
          ...(format !== null && { stream: format }),
          info: { product: 'Virtual device', kind },
          state,
        },
        async command(command) {
          await answer(latency_ms, tools);
          device.command(command);
        },
        ...(format !== null && {
          async stream() {
            await answer(latency_ms, tools);
            return device.stream(format);
          },
        }),
        close() {
          device.close();
          leave();
        },
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
