/** Lets the first call through at once and then at most one each `ms`, the newest; `end` says what is left and stops. */
export class Throttle<T> {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: { value: T } | undefined;

  constructor(
    private readonly ms: number,
    private readonly send: (value: T) => void,
  ) {}

  push(value: T): void {
    if (this.#timer !== undefined) {
      this.#waiting = { value };
      return;
    }
    this.send(value);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#waiting;
      this.#waiting = undefined;
      if (next) this.push(next.value);
    }, this.ms);
  }

  /** Forgets what waits. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = undefined;
  }
}
