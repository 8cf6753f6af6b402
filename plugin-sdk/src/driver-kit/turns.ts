/**
 * Lets one piece of work at a time be done at each device, for those that cannot answer two at once; the others wait in the order in which
 * they came. Shared by all connections of a driver, it holds for several devices of the hub at the same address too.
 *
 * @example
 * const turns = new Turns();
 * await turns.take('192.0.2.7', () => http.request('http://192.0.2.7/state', { trust }));
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const turn = before === undefined ? work() : before.then(work);
    const end = turn.catch(() => undefined);
    this.#last.set(key, end);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === end) this.#last.delete(key);
    }
  }
}
