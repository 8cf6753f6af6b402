/** After the last key, wait this long before sending: a held arrow key is one wish, and one line in the log. */
const QUIET_MS = 350;

/**
 * Turns the many changes of a slider into the few that are worth sending. A pointer's end is sent at once; steps by keys when they
 * have come to rest. Put `onKey` and `onPointer` on the slider, in the capturing phase.
 */
export class Settle<T> {
  #by_key = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (value: T) => void) {}

  readonly onKey = (): void => {
    this.#by_key = true;
  };

  readonly onPointer = (): void => {
    this.#by_key = false;
  };

  push(value: T): void {
    clearTimeout(this.#timer);
    if (!this.#by_key) {
      this.send(value);
      return;
    }
    this.#timer = setTimeout(() => {
      this.send(value);
    }, QUIET_MS);
  }
}
