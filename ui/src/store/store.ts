import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A value that can be watched. */
export class Store<T> {
  readonly #watchers = new Set<(value: T) => void>();
  #value: T;

  constructor(initial: T) {
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  /** Nothing is told when the value is the same. */
  set(next: T): void {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    for (const watcher of [...this.#watchers]) watcher(next);
  }

  update(fn: (value: T) => T): void {
    this.set(fn(this.#value));
  }

  /** Tells of each later value; answers how to stop. */
  subscribe(watcher: (value: T) => void): () => void {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  get watched(): boolean {
    return this.#watchers.size > 0;
  }
}

/** What a StoreController needs; {@link Store} and collections have it. */
export interface Watchable<T> {
  readonly value: T;
  subscribe(watcher: (value: T) => void): () => void;
}

/**
 * Binds a store to a Lit element: it renders again when the value, or what `select` takes from it, changes.
 *
 * @example
 * private readonly me = new StoreController(this, session, (s) => s.principal?.name);
 * render() { return html`${this.me.value}`; }
 */
export class StoreController<T, S = T> implements ReactiveController {
  #stop: (() => void) | undefined;
  #shown: S;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly store: Watchable<T>,
    private readonly select: (value: T) => S = (value) => value as unknown as S,
  ) {
    this.#shown = select(store.value);
    host.addController(this);
  }

  get value(): S {
    return this.select(this.store.value);
  }

  hostConnected(): void {
    this.#stop = this.store.subscribe((value) => {
      this.#compare(value);
    });
    // The value may have moved while the element was out of the page.
    this.#compare(this.store.value);
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #compare(value: T): void {
    const next = this.select(value);
    if (Object.is(next, this.#shown)) return;
    this.#shown = next;
    this.host.requestUpdate();
  }
}
