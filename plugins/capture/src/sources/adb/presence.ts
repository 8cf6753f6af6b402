import type { ActivityWriter, ContextService, Logger } from '@lightkeeper/plugin-sdk';
import type { VOCABULARY } from '../../vocabulary.js';
import type { AndroidDevice } from './devices.js';

interface Deps {
  activity: ActivityWriter<typeof VOCABULARY>;
  context: ContextService;
  log: Logger;
}

/** Which Android devices the hub has reached, so that the log tells when one comes or goes, and of nothing in between. */
export class Presence {
  readonly #deps: Deps;
  /** By what captures name them by. */
  readonly #there = new Map<string, AndroidDevice>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async there(key: string, device: AndroidDevice): Promise<void> {
    if (this.#there.has(key)) return;
    this.#there.set(key, device);
    await this.#record('adb_connected', device, {});
  }

  async gone(key: string, reason: string): Promise<void> {
    const device = this.#there.get(key);
    if (device === undefined) return;
    this.#there.delete(key);
    await this.#record('adb_disconnected', device, { reason });
  }

  async #record(action: 'adb_connected' | 'adb_disconnected', { serial, name }: AndroidDevice, more: object): Promise<void> {
    const { activity, context, log } = this.#deps;
    const about = { entity_type: 'android_device', entity_id: serial, entity_name: name, metadata: { serial, ...more } };
    try {
      await context.run({ actor: `device:${name}`, origin: 'device' }, () => activity.record('device', action, about));
    } catch (error) {
      log.error('The coming or going of an Android device could not be recorded', { device: name, error });
    }
  }
}
