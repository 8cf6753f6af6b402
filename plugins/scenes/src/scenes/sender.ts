import { HubError } from '@lightkeeper/plugin-sdk';
import type { CommandOutcome, DeviceService, Disposer, SceneDevice, Timers } from '@lightkeeper/plugin-sdk';

/** A device behind which many commands wait is not waited for longer than that. */
const LIMIT_MS = 15_000;

interface Deps {
  devices: () => DeviceService;
  timers: Timers;
}

/** Gives devices their parts, all at once, and tells what came of it at each. */
export class Sender {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async send(parts: readonly SceneDevice[], transition_ms: number | undefined): Promise<CommandOutcome[]> {
    return Promise.all(parts.map((part) => this.#give(part, transition_ms)));
  }

  async #give({ device_id, command }: SceneDevice, transition_ms: number | undefined): Promise<CommandOutcome> {
    const devices = this.#deps.devices();
    const device_name = devices.get(device_id)?.name ?? 'A device that is gone';
    try {
      await this.#within(device_name, devices.command(device_id, { ...command, ...(transition_ms !== undefined && { transition_ms }) }));
      return { device_id, device_name, ok: true, error: null };
    } catch (error) {
      // What is no device's fault is the whole scene's: it could not be recorded, or the hub is at fault.
      if (!(error instanceof HubError) || error.code === 'LK_LOG_UNAVAILABLE') throw error;
      return { device_id, device_name, ok: false, error: { code: error.code, detail: error.message } };
    }
  }

  async #within(name: string, sent: Promise<void>): Promise<void> {
    let stop: Disposer = () => {};
    const late = new Promise<never>((_, reject) => {
      stop = this.#deps.timers.after(LIMIT_MS, 'time limit of a scene', () => {
        reject(new HubError('LK_TIMEOUT', `${name} has not answered within ${LIMIT_MS / 1_000} s; it may still follow.`));
      });
    });
    // Heard here too, so that a refusal after the time limit is nobody's surprise.
    sent.catch(() => {});
    try {
      await Promise.race([sent, late]);
    } finally {
      void stop();
    }
  }
}
