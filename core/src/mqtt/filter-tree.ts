/** A level of the tree of filters: `a/+/c` is three steps below the root. */
interface Level<T> {
  next: Map<string, Level<T>>;
  values: Set<T>;
}

/** Values by topic filter. Finding those that match a topic costs steps along its levels, however many filters there are. */
export class FilterTree<T> {
  readonly #root: Level<T> = { next: new Map(), values: new Set() };

  /** Hangs a value at a filter. It is a set: the same value hangs there once. */
  add(filter: string, value: T): void {
    let level = this.#root;
    for (const word of filter.split('/')) {
      let next = level.next.get(word);
      if (next === undefined) level.next.set(word, (next = { next: new Map(), values: new Set() }));
      level = next;
    }
    level.values.add(value);
  }

  /** Takes a value away, and the levels that lead nowhere after that. False when it did not hang there. */
  remove(filter: string, value: T): boolean {
    const words = filter.split('/');
    const path = [this.#root];
    for (const word of words) {
      const next = path.at(-1)?.next.get(word);
      if (next === undefined) return false;
      path.push(next);
    }
    if (path.at(-1)?.values.delete(value) !== true) return false;
    for (let index = words.length; index > 0; index -= 1) {
      const level = path[index];
      if (level === undefined || level.values.size > 0 || level.next.size > 0) break;
      path[index - 1]?.next.delete(words[index - 1] ?? '');
    }
    return true;
  }

  /** Whether nothing hangs in the tree and no level is left over. */
  get empty(): boolean {
    return this.#root.next.size === 0 && this.#root.values.size === 0;
  }

  /**
   * The values along all ways that lead to the topic: by its words, by `+`, and by `#` for whatever is left (MQTT 3.1.1 §4.7.1). Topics that
   * begin with `$` are the broker's own, and no wildcard at the beginning speaks of them (§4.7.2).
   */
  match(topic: string): T[] {
    const words = topic.split('/');
    const found: T[] = [];
    let reached = [this.#root];
    for (let index = 0; index <= words.length && reached.length > 0; index += 1) {
      const word = words[index];
      const wildcards = index > 0 || !topic.startsWith('$');
      const onward: Level<T>[] = [];
      for (const level of reached) {
        const rest = wildcards ? level.next.get('#') : undefined;
        if (rest !== undefined) found.push(...rest.values);
        if (word === undefined) {
          found.push(...level.values);
          continue;
        }
        for (const next of [level.next.get(word), wildcards ? level.next.get('+') : undefined]) if (next !== undefined) onward.push(next);
      }
      reached = onward;
    }
    return found;
  }
}
