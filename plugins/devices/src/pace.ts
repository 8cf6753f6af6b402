import { AsyncResource } from 'node:async_hooks';
import type { Clock, Timers } from '@lightkeeper/plugin-sdk';
import { TokenBucket } from './token-bucket.js';

/** How often what waits is looked through. */
const LOOK_MS = 50;

export interface PaceLimits {
  /** How many of one thing pass at once, and how long until one more may. */
  each: { burst: number; again_ms: number };
  /** The same for all things together. */
  all: { burst: number; again_ms: number };
}

/**
 * Tells of things that change, of each no oftener than anybody needs to hear it: at once where it can, else later, and then only what is
 * newest. What was last is always told. So a device that changes a thousand times a second costs no more than one that changes twenty times.
 */
export class Pace {
  readonly #limits: PaceLimits;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #all: TokenBucket;
  readonly #each = new Map<string, TokenBucket>();
  readonly #waiting = new Map<string, () => void>();
  #looking = false;

  constructor(limits: PaceLimits, clock: Clock, timers: Timers) {
    this.#limits = limits;
    this.#clock = clock;
    this.#timers = timers;
    this.#all = this.#bucket(limits.all);
  }

  /** Calls `tell` now or soon, in the context of now; a newer call with the same id takes the place of one that waits. */
  tell(id: string, tell: () => void): void {
    if (!this.#waiting.has(id) && this.#mayPass(id)) {
      tell();
      return;
    }
    this.#waiting.set(id, AsyncResource.bind(tell));
    this.#lookSoon();
  }

  /** The thing is gone: what waits of it is not told. */
  forget(id: string): void {
    this.#waiting.delete(id);
    this.#each.delete(id);
  }

  #look(): void {
    this.#looking = false;
    for (const [id, tell] of this.#waiting) {
      if (!this.#mayPass(id)) continue;
      this.#waiting.delete(id);
      tell();
    }
    if (this.#waiting.size > 0) this.#lookSoon();
  }

  #lookSoon(): void {
    if (this.#looking) return;
    this.#looking = true;
    this.#timers.after(LOOK_MS, 'tell what is newest', () => {
      this.#look();
    });
  }

  #mayPass(id: string): boolean {
    let own = this.#each.get(id);
    if (own === undefined) this.#each.set(id, (own = this.#bucket(this.#limits.each)));
    return own.has() && this.#all.take() && own.take();
  }

  #bucket({ burst, again_ms }: { burst: number; again_ms: number }): TokenBucket {
    return new TokenBucket(burst, again_ms, () => this.#clock.now());
  }
}
