import { Universe } from './universe.js';
import type { Seat, UniverseDeps, UniverseMember, UniverseOutput } from './universe.js';

/** The universes that are being sent, by key: fixtures on the same one share its buffer, its socket and its sequence numbers. */
export class Universes {
  readonly #deps: UniverseDeps;
  readonly #universes = new Map<string, Promise<Universe>>();

  /** The timers must outlive a single device's connection. */
  constructor(deps: UniverseDeps) {
    this.#deps = deps;
  }

  /** How many are being sent. */
  get size(): number {
    return this.#universes.size;
  }

  /** Takes a seat in the universe with this key; `open` makes its output where nobody sits in it yet. Rejects as `open` does. */
  async join(key: string, open: () => Promise<UniverseOutput>, member: UniverseMember): Promise<Seat> {
    for (;;) {
      const universe = await (this.#universes.get(key) ?? this.#open(key, open));
      // The last one may have left while this one was waiting.
      if (!universe.ended) return universe.join(member);
    }
  }

  #open(key: string, open: () => Promise<UniverseOutput>): Promise<Universe> {
    const forget = (): void => {
      if (this.#universes.get(key) === opening) this.#universes.delete(key);
    };
    const opening = open().then((output) => new Universe(output, this.#deps, forget));
    this.#universes.set(key, opening);
    opening.catch(forget);
    return opening;
  }
}
