import type { DeviceState } from '@lightkeeper/plugin-sdk';

const MAX_WISHES = 2_048;

/** What fixtures were last told to show, while the hub runs; the oldest are forgotten first. */
export class WishMemory {
  readonly #wishes = new Map<string, DeviceState>();

  recall(key: string): DeviceState | undefined {
    return this.#wishes.get(key);
  }

  keep(key: string, state: DeviceState): void {
    this.#wishes.delete(key);
    this.#wishes.set(key, state);
    const oldest = this.#wishes.keys().next();
    if (this.#wishes.size > MAX_WISHES && oldest.done !== true) this.#wishes.delete(oldest.value);
  }
}
