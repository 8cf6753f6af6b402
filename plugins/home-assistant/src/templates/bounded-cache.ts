/** Remembers what was made last, so many at most; the oldest goes first. */
export class BoundedCache<Made> {
  readonly #made = new Map<string, Made>();

  constructor(readonly limit: number) {}

  /** What was made for this key, or makes it. */
  get(key: string, make: () => Made): Made {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const fresh = make();
    if (this.#made.size >= this.limit) for (const oldest of [...this.#made.keys()].slice(0, 1)) this.#made.delete(oldest);
    this.#made.set(key, fresh);
    return fresh;
  }
}
