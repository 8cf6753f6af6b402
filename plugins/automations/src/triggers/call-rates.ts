import { HubError } from '@lightkeeper/plugin-sdk';
import type { Clock } from '@lightkeeper/plugin-sdk';

const BURST = 60;
const AGAIN_MS = 100;
/** Addresses that are remembered. */
const KEPT = 1_000;

/** How often an address may call: ten times a second, after a burst of sixty. */
export class CallRates {
  readonly #clock: Clock;
  /** When each would have all its calls free again. */
  readonly #full_at = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws `LK_RATE_LIMITED` when it calls too often. */
  take(ip: string): void {
    const now = this.#clock.now();
    const full_at = Math.max(now, this.#full_at.get(ip) ?? now);
    const wait = full_at + AGAIN_MS - BURST * AGAIN_MS - now;
    if (wait > 0) {
      throw new HubError('LK_RATE_LIMITED', 'This address calls webhooks too often.', { retry_after_s: Math.ceil(wait / 1_000) });
    }
    this.#full_at.delete(ip);
    this.#full_at.set(ip, full_at + AGAIN_MS);
    const [oldest] = this.#full_at.keys();
    if (this.#full_at.size > KEPT && oldest !== undefined) this.#full_at.delete(oldest);
  }
}
