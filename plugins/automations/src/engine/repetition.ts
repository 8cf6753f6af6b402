import { TOLD_RUNS, TOLD_WINDOW_MS } from './limits.js';

/** Runs that are told of together. */
export interface Repeated {
  readonly runs: number;
  readonly failed: number;
  readonly since: number;
  readonly last_trace_id: string;
}

/** Which runs of one automation have entries of their own. One that runs many times a second would fill the log with nothing else. */
export class Repetition {
  #since = -Infinity;
  #told = 0;
  #repeated: Repeated | null = null;

  /** Whether a run that begins now is told of by itself. */
  isTold(now: number): boolean {
    if (now - this.#since >= TOLD_WINDOW_MS || now < this.#since) {
      this.#since = now;
      this.#told = 0;
    }
    this.#told += 1;
    return this.#told <= TOLD_RUNS;
  }

  /** Counts a run that is not. Gives true for the first of those that are to be told of together. */
  add(trace_id: string, failed: boolean, now: number): boolean {
    const known = this.#repeated;
    this.#repeated = {
      runs: (known?.runs ?? 0) + 1,
      failed: (known?.failed ?? 0) + (failed ? 1 : 0),
      since: known?.since ?? now,
      last_trace_id: trace_id,
    };
    return known === null;
  }

  /** Gives what was counted, and begins anew. */
  take(): Repeated | null {
    const repeated = this.#repeated;
    this.#repeated = null;
    return repeated;
  }
}
