import type { Clock, DeviceCommand, Logger, Timers } from '@lightkeeper/plugin-sdk';
import type { Fleet } from '../supervision/fleet.js';
import { commandTo } from './light-look.js';
import { LightStream } from './light-stream.js';
import type { LeftLights } from './left-lights.js';

interface LightsDeps {
  fleet: Pick<Fleet, 'view'>;
  clock: Clock;
  timers: Timers;
  log: Logger;
  left: LeftLights;
  /** Sends a command that is not recorded by itself. */
  show: (device_id: string, command: DeviceCommand) => Promise<void>;
}

/** Lights that are streamed to by commands, and those that were, and have not been brought back yet. */
export class Lights {
  readonly #deps: LightsDeps;
  readonly #returning = new Set<string>();

  constructor(deps: LightsDeps) {
    this.#deps = deps;
  }

  open(device_id: string, closed: () => void): LightStream {
    const { fleet, clock, timers, left, show } = this.#deps;
    const { capabilities, state } = fleet.view(device_id);
    // One that was not brought back shows a picture still, which is no state of its own.
    const own = left.get(device_id) ?? state;
    if (own !== null) left.keep(device_id, own);
    return new LightStream({
      clock,
      timers,
      capabilities,
      state: own,
      show: (command) => show(device_id, command),
      keep: (next) => {
        left.keep(device_id, next);
      },
      closed: (restored) => {
        if (restored) left.forget(device_id);
        closed();
      },
    });
  }

  /** Brings a light back that nothing streams to any more: it was away when its stream ended, or the hub was killed. */
  async bringBack(device_id: string): Promise<void> {
    const { fleet, left, show, log } = this.#deps;
    const state = left.get(device_id);
    if (state === undefined || this.#returning.has(device_id)) return;
    this.#returning.add(device_id);
    try {
      await show(device_id, commandTo(state, fleet.view(device_id).capabilities, 0));
      left.forget(device_id);
    } catch (error) {
      log.debug('A light could not be brought back to what it showed before', { device_id, error });
    } finally {
      this.#returning.delete(device_id);
    }
  }

  /** The device is gone. */
  forget(device_id: string): void {
    this.#deps.left.forget(device_id);
  }
}
