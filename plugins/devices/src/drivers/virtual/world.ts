import type { DeviceState } from '@lightkeeper/plugin-sdk';

interface PresentDevice {
  become(state: DeviceState): void;
  vanish(): void;
}

/** The rooms in which virtual devices stand: what a hand at the lamp, or at its plug, would do to a real one. */
export class VirtualWorld {
  readonly #states = new Map<string, DeviceState>();
  readonly #present = new Map<string, PresentDevice>();
  readonly #unplugged = new Set<string>();

  /** What the device with this key last showed; it comes back as it was. */
  remembered(key: string): DeviceState | undefined {
    return this.#states.get(key);
  }

  remember(key: string, state: DeviceState): void {
    this.#states.set(key, state);
  }

  isUnplugged(key: string): boolean {
    return this.#unplugged.has(key);
  }

  /** Called by the driver for as long as a device is connected. Gives the way out. */
  enter(key: string, device: PresentDevice): () => void {
    this.#present.set(key, device);
    return () => {
      if (this.#present.get(key) === device) this.#present.delete(key);
    };
  }

  /** Changes what the device shows, as a hand at it or the weather would. */
  touch(key: string, state: DeviceState): void {
    this.#present.get(key)?.become(state);
  }

  unplug(key: string): void {
    this.#unplugged.add(key);
    this.#present.get(key)?.vanish();
  }

  plugIn(key: string): void {
    this.#unplugged.delete(key);
  }
}
