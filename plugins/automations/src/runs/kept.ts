import type { RunOutcome } from '@lightkeeper/plugin-sdk';

/** Runs that never began: they may not push out those that did. */
const MINOR: ReadonlySet<RunOutcome> = new Set(['dropped', 'conditions_failed', 'cut']);

/** Which traces of one automation are kept, oldest first. */
export class KeptTraces {
  readonly #begun: string[] = [];
  readonly #minor: string[] = [];

  /** Adds one, and gives those that have to go for it. Runs that never began take at most half of the room. */
  add(id: string, outcome: RunOutcome, most: number): string[] {
    (MINOR.has(outcome) ? this.#minor : this.#begun).push(id);
    const gone: string[] = [];
    while (this.#begun.length + this.#minor.length > most) {
      const crowded = this.#minor.length > most / 2 || this.#begun.length === 0;
      const oldest = (crowded ? this.#minor : this.#begun).shift();
      if (oldest !== undefined) gone.push(oldest);
    }
    return gone;
  }
}
