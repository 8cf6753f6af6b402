import type { EndedRun, StepRecord, StoredRun } from './state.js';

/** A run as the store sees it: asked what there is to be written when it is written, so that what is out of date by then costs nothing. */
export interface StorableRun {
  readonly id: string;
  /** What is kept of it while it is under way. */
  stored(): StoredRun;
  /** The steps of its trace that changed since they were taken last. */
  takeChanged(): ReadonlyMap<number, StepRecord>;
  /** What takes the place of all that once it has ended; null while it is under way. */
  ended(): EndedRun | null;
}

/** Keeps runs. */
export interface RunStore {
  /** A run has begun or ended: written when there is time, and tried again where that fails. */
  note(run: StorableRun): void;
  /** Resolves when the run is stored durably, as it stands by then. */
  save(run: StorableRun): Promise<void>;
}

/** A run as it was stored, with the steps of its trace. */
export interface ReopenedRun {
  readonly run: StoredRun;
  readonly steps: StepRecord[];
}
