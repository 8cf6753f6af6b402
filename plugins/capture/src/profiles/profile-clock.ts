import type { Clock, Disposer, Timers } from '@lightkeeper/plugin-sdk';
import { profileAt } from './profile.js';
import type { Profile } from './profile.js';

const MINUTE_MS = 60_000;

interface ProfileClockDeps {
  clock: Clock;
  timers: Timers;
  /** Another profile holds. */
  changed: () => void;
}

/** Follows the time of day, minute by minute, through the profiles of a capture that runs. */
export class ProfileClock {
  readonly #deps: ProfileClockDeps;
  #profiles: readonly Profile[] = [];
  #current: Profile | null = null;
  #next: Disposer | null = null;

  constructor(deps: ProfileClockDeps) {
    this.#deps = deps;
  }

  /** The profile that holds now. */
  get current(): Profile | null {
    return this.#current;
  }

  /** Follows these from now on, in place of others. */
  follow(profiles: readonly Profile[]): void {
    this.end();
    this.#profiles = profiles;
    this.#look();
  }

  end(): void {
    void this.#next?.();
    this.#next = null;
  }

  #look(): void {
    const now = this.#deps.clock.now();
    const local = new Date(now);
    this.#current = profileAt(this.#profiles, local.getHours() * 60 + local.getMinutes());
    if (this.#profiles.length === 0) return;
    this.#next = this.#deps.timers.after(MINUTE_MS - (now % MINUTE_MS), 'look for the profile of the time of day', () => {
      const before = this.#current;
      this.#look();
      if (this.#current !== before) this.#deps.changed();
    });
  }
}
