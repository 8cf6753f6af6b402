/** Lets one piece of work at a time be done at each address; the others wait in the order in which they came. */
export class Lines {
  readonly #last = new Map<string, Promise<unknown>>();

  async inTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(address);
    const turn = before === undefined ? work() : before.then(work);
    const end = turn.catch(() => undefined);
    this.#last.set(address, end);
    try {
      return await turn;
    } finally {
      if (this.#last.get(address) === end) this.#last.delete(address);
    }
  }
}
