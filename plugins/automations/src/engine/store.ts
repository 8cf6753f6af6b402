import type { EndedRun, StepRecord, StoredRun } from './state.js';

/** Keeps runs. What is given as a function is asked for when it is written, so that what is out of date by then costs nothing. */
export interface RunStore {
  /** A run that lives in memory has begun: stored when there is time, so that it can be told of if the hub ends before it. */
  begin(id: string, run: () => StoredRun): void;
  /** Resolves when the run is stored durably as it then is, with the steps of its trace that changed since. */
  save(id: string, run: () => StoredRun, changed: () => ReadonlyMap<number, StepRecord>): Promise<void>;
  /** The run has ended: its trace takes the place of what was stored. Does not reject: what cannot be written is tried again. */
  end(run: EndedRun): void;
}

/** A run as it was stored, with the steps of its trace. */
export interface ReopenedRun {
  readonly run: StoredRun;
  readonly steps: StepRecord[];
}
