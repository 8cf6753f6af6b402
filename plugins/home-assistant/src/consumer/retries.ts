import type { Clock } from '@lightkeeper/plugin-sdk';

const AT_ONCE = 5;
const REFILL_MS = 30_000;
const MAX_DEVICES = 10_000;

/**
 * How often a device that says it is back is tried at once: a device that comes and goes all the time is left to the hub's own patience,
 * so that it does not fill the log.
 */
export class Retries {
  readonly #clock: Clock;
  readonly #devices = new Map<string, { left: number; since: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(device: string): boolean {
    const now = this.#clock.now();
    const known = this.#devices.get(device) ?? { left: AT_ONCE, since: now };
    const gained = Math.floor((now - known.since) / REFILL_MS);
    const left = Math.min(AT_ONCE, known.left + gained);
    if (this.#devices.size >= MAX_DEVICES) this.#devices.clear();
    this.#devices.set(device, { left: Math.max(0, left - 1), since: known.since + gained * REFILL_MS });
    return left > 0;
  }
}
