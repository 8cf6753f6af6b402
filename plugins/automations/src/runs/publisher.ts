import type { Disposer, Timers, TraceSummary } from '@lightkeeper/plugin-sdk';

/** Asked how it stands when it is told of. */
interface ChangedRun {
  summary(): TraceSummary;
}

export interface PublisherParts {
  readonly timers: Timers;
  /** Sends `automation_run`. */
  readonly run: (run: TraceSummary) => void;
  /** Sends `automation_status` as it now is. */
  readonly status: (automation_id: string) => void;
}

/** What happens within this time is told at its end, of each automation once. */
const PAUSE_MS = 250;
/** Automations that are told of at one time; the others follow after the next pause. */
const MAX_AT_ONCE = 40;

/** Tells the pages of runs: at once where it is quiet, and as often as a person can follow where it is not. */
export class RunPublisher {
  readonly #parts: PublisherParts;
  readonly #waiting = new Map<string, ChangedRun | null>();
  #pause: Disposer | null = null;

  constructor(parts: PublisherParts) {
    this.#parts = parts;
  }

  /** Something changed with an automation; with the run that it changed by, where there is one. */
  changed(automation_id: string, run: ChangedRun | null = null): void {
    this.#waiting.set(automation_id, run ?? this.#waiting.get(automation_id) ?? null);
    if (this.#pause === null) this.#tell();
  }

  #tell(): void {
    let told = 0;
    for (const [automation_id, run] of this.#waiting) {
      if (told >= MAX_AT_ONCE) break;
      this.#waiting.delete(automation_id);
      if (run !== null) this.#parts.run(run.summary());
      this.#parts.status(automation_id);
      told += 1;
    }
    this.#pause =
      told === 0
        ? null
        : this.#parts.timers.after(PAUSE_MS, 'tell of runs', () => {
            this.#pause = null;
            this.#tell();
          });
  }
}
