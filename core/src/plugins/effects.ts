import type { Disposer, EffectNode } from '@lightkeeper/plugin-sdk';

interface Effect {
  label: string;
  undo: Disposer;
}

/**
 * All that one owner has set going, by label. Undone in reverse order, each once. An effect that fails to undo does not keep the
 * others from it.
 */
export class EffectScope {
  readonly label: string;
  readonly #effects: Effect[] = [];
  #closed = false;

  constructor(label: string) {
    this.label = label;
  }

  get closed(): boolean {
    return this.#closed;
  }

  add(label: string, undo: Disposer): Disposer {
    if (this.#closed) {
      void undo();
      throw new Error(`${this.label} has stopped; it can no longer set "${label}" going`);
    }
    const effect: Effect = { label, undo };
    this.#effects.push(effect);
    return () => {
      const index = this.#effects.indexOf(effect);
      if (index === -1) return;
      this.#effects.splice(index, 1);
      return effect.undo();
    };
  }

  tree(): EffectNode {
    return { label: this.label, children: this.#effects.map(({ label }) => ({ label, children: [] })) };
  }

  /** Undoes everything. Gives the errors met on the way. */
  async close(): Promise<unknown[]> {
    this.#closed = true;
    const errors: unknown[] = [];
    for (let effect = this.#effects.pop(); effect !== undefined; effect = this.#effects.pop()) {
      try {
        await effect.undo();
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }
}
