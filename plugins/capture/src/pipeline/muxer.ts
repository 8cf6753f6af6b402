/** One of the sources that compete for the lights. */
export interface Input {
  readonly id: string;
  /** 1 to 255; the smallest counts. */
  readonly priority: number;
  /** When it last said something, in milliseconds. */
  readonly heard_at: number;
  /** How long it counts after that; null for as long as it is there. */
  readonly timeout_ms: number | null;
}

/** Chooses which source the lights show: a person's choice first, then the smallest priority, then who came last. */
export class Muxer {
  readonly #inputs = new Map<string, Input>();
  #chosen: string | null = null;

  /** A source said something, or is simply there. */
  hear(input: Input): void {
    this.#inputs.set(input.id, input);
  }

  leave(id: string): void {
    this.#inputs.delete(id);
    if (this.#chosen === id) this.#chosen = null;
  }

  /** A person's choice; null leaves it to the priorities. It holds while the source is there. */
  choose(id: string | null): void {
    this.#chosen = id;
  }

  /** The source that counts at this time; null when none does. Those whose time is over are forgotten. */
  current(now: number): Input | null {
    let best: Input | null = null;
    for (const input of this.#inputs.values()) {
      if (input.timeout_ms !== null && now - input.heard_at > input.timeout_ms) {
        this.leave(input.id);
        continue;
      }
      if (input.id === this.#chosen) return input;
      if (best === null || input.priority < best.priority || (input.priority === best.priority && input.heard_at > best.heard_at))
        best = input;
    }
    return best;
  }

  list(): Input[] {
    return [...this.#inputs.values()].sort((a, b) => a.priority - b.priority);
  }
}
