const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
/** What was well for so long begins with the shortest wait again. */
const STABLE_MS = 60_000;

/** How long to wait before something that died is started anew: twice as long each time, from 250 ms to 30 s. */
export class Backoff {
  #began = 0;
  #wait_ms = 0;

  /** It was started, at a time in milliseconds. */
  begin(now: number): void {
    this.#began = now;
  }

  /** It died; gives the milliseconds to wait. */
  next(now: number): number {
    if (now - this.#began >= STABLE_MS) this.#wait_ms = 0;
    this.#wait_ms = Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, this.#wait_ms * 2));
    return this.#wait_ms;
  }
}
