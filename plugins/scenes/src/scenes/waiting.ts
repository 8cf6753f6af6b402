import { HubError } from '@lightkeeper/plugin-sdk';
import type { ContextService, DeviceService, Logger, SceneDevice } from '@lightkeeper/plugin-sdk';
import { askerOf } from '../asker.js';
import type { Asker } from '../asker.js';
import type { Memory } from '../memory.js';

/** What a device that was away gets when it is back, and on whose behalf. */
export interface WaitingPart {
  scene_id: string;
  command: SceneDevice['command'];
  asker: Asker;
}

interface Deps {
  parts: Memory<WaitingPart>;
  devices: () => DeviceService;
  context: ContextService;
  log: Logger;
  /** Somebody waits, or waits no more, for a part in this scene. */
  changed: (scene_id: string) => void;
  /** A device is about to get its part after all, and has got it. */
  giving: (scene_id: string, part: SceneDevice) => void;
  given: (scene_id: string, device_id: string) => void;
}

/** Devices that were away when a scene was activated. Each waits for the newest only, and for nothing once somebody has asked anything of it. */
export class Waiting {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  of(scene_id: string): string[] {
    return this.#deps.parts.entries().flatMap(([device_id, part]) => (part.scene_id === scene_id ? [device_id] : []));
  }

  put(device_id: string, scene_id: string, command: SceneDevice['command']): void {
    this.#put(device_id, { scene_id, command, asker: askerOf(this.#deps.context) });
    // It may have come back while it was found to be away.
    if (this.#deps.devices().status(device_id) === 'online') void this.back(device_id);
  }

  /** Something was asked of the device, or it is gone. */
  forget(device_id: string): void {
    const part = this.#deps.parts.get(device_id);
    if (part === undefined) return;
    this.#deps.parts.remove(device_id);
    this.#deps.changed(part.scene_id);
  }

  forgetScene(scene_id: string): void {
    for (const device_id of this.of(scene_id)) this.forget(device_id);
  }

  /** The device answers. */
  async back(device_id: string): Promise<void> {
    const { parts, devices, context, log, giving, given } = this.#deps;
    const part = parts.get(device_id);
    if (part === undefined) return;
    this.forget(device_id);
    try {
      giving(part.scene_id, { device_id, command: part.command });
      await context.run(part.asker, () => devices().command(device_id, part.command));
      given(part.scene_id, device_id);
    } catch (error) {
      if (error instanceof HubError && error.code === 'LK_DEVICE_OFFLINE') this.#put(device_id, part);
      else log.debug('A device that is back did not take its part in a scene', { device_id, error });
    }
  }

  /** Those that are back already, such as when the hub was down while they returned. */
  async backAll(): Promise<void> {
    const online = this.#deps.parts.entries().filter(([device_id]) => this.#deps.devices().status(device_id) === 'online');
    await Promise.all(online.map(([device_id]) => this.back(device_id)));
  }

  #put(device_id: string, part: WaitingPart): void {
    this.#deps.parts.put(device_id, part);
    this.#deps.changed(part.scene_id);
  }
}
