import { HubError } from '@lightkeeper/plugin-sdk';
import type { Clock } from '@lightkeeper/plugin-sdk';

/** Clients that are remembered; those who have not pushed for longest are forgotten, and begin with all that they may. */
const MAX_CLIENTS = 1_000;

/** So many frames a second for each client, with as many at once after a pause. */
export class Allowance {
  readonly #clock: Clock;
  readonly #per_second: number;
  readonly #clients = new Map<string, { left: number; at: number }>();

  constructor(clock: Clock, per_second: number) {
    this.#clock = clock;
    this.#per_second = per_second;
  }

  /** Throws `LK_RATE_LIMITED` when the client has none left. */
  take(client: string): void {
    const now = this.#clock.now();
    const known = this.#clients.get(client);
    const earned = known === undefined ? 0 : (Math.max(0, now - known.at) / 1_000) * this.#per_second;
    const left = Math.min(this.#per_second, (known?.left ?? this.#per_second) + earned);
    // Set anew, so that the map's order is that of their last frames.
    this.#clients.delete(client);
    this.#clients.set(client, { left: Math.max(0, left - 1), at: now });
    const [oldest] = this.#clients.keys();
    if (this.#clients.size > MAX_CLIENTS && oldest !== undefined) this.#clients.delete(oldest);
    if (left >= 1) return;
    throw new HubError('LK_RATE_LIMITED', `At most ${this.#per_second} frames a second are taken from one client.`, { retry_after_s: 1 });
  }
}
