import type { DeviceReporter, DeviceState } from '@lightkeeper/plugin-sdk';

interface PresentDevice {
  become(state: DeviceState): void;
  happen: DeviceReporter['event'];
  vanish(): void;
  /** The last picture that it was shown. */
  frame(): Uint8Array | null;
}

/** The rooms in which virtual devices stand: what a hand at the lamp, or at its plug, would do to a real one. */
export class VirtualWorld {
  readonly #states = new Map<string, DeviceState>();
  readonly #present = new Map<string, PresentDevice>();
  readonly #unplugged = new Set<string>();
  readonly #absent_until = new Map<string, number>();

  /** What the device with this key last showed; it comes back as it was. */
  remembered(key: string): DeviceState | undefined {
    return this.#states.get(key);
  }

  remember(key: string, state: DeviceState): void {
    this.#states.set(key, state);
  }

  /** Whether the device with this key would answer at this time, epoch milliseconds. */
  answers(key: string, now: number): boolean {
    return !this.#unplugged.has(key) && now >= (this.#absent_until.get(key) ?? 0);
  }

  /** The device goes away by itself, until a time that is epoch milliseconds. */
  absent(key: string, until: number): void {
    this.#absent_until.set(key, until);
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

  /** Lets something happen at the device: a press of its button. */
  happen(key: string, ...event: Parameters<DeviceReporter['event']>): void {
    this.#present.get(key)?.happen(...event);
  }

  /** A copy of the last picture that was streamed to the device; null where there is none. */
  frame(key: string): Uint8Array | null {
    return this.#present.get(key)?.frame() ?? null;
  }

  unplug(key: string): void {
    this.#unplugged.add(key);
    this.#present.get(key)?.vanish();
  }

  plugIn(key: string): void {
    this.#unplugged.delete(key);
  }
}
