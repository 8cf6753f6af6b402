import type { Disposer } from '@lightkeeper/plugin-sdk';

/** Who listens to what, by key: one source for however many listeners. */
export class Listeners<T> {
  readonly #byKey = new Map<string, Set<(news: T) => void>>();

  get size(): number {
    return this.#byKey.size;
  }

  add(key: string, listener: (news: T) => void): Disposer {
    // The same function may listen twice.
    const own = (news: T): void => {
      listener(news);
    };
    const set = this.#byKey.get(key) ?? new Set();
    this.#byKey.set(key, set.add(own));
    return () => {
      set.delete(own);
      if (set.size === 0 && this.#byKey.get(key) === set) this.#byKey.delete(key);
    };
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  tell(key: string, news: T): void {
    const set = this.#byKey.get(key);
    if (set === undefined) return;
    // Those who come while it is told hear of the next.
    for (const listener of [...set]) listener(news);
  }
}
