import { setImmediate } from 'node:timers/promises';
import type { EndedRun, StepRecord, StoredRun } from '../state.js';
import type { ReopenedRun, RunStore, StorableRun } from '../store.js';

/** What a disk would hold. It outlives the engine. */
export class Disk {
  readonly runs = new Map<string, { run: string; steps: Map<number, string> }>();
  readonly ended = new Map<string, EndedRun>();

  reopen(): ReopenedRun[] {
    return [...this.runs.values()].map(({ run, steps }) => ({
      run: JSON.parse(run) as StoredRun,
      steps: [...steps.entries()].sort(([a], [b]) => a - b).map(([, step]) => JSON.parse(step) as StepRecord),
    }));
  }
}

/** Writes what one engine gives it, in its order, a moment later. */
export class MemoryStore implements RunStore {
  readonly #disk: Disk;
  /** Called after each write. */
  readonly #written: (what: string) => void;
  readonly #alive: () => boolean;
  failing: Error | null = null;

  constructor(disk: Disk, written: (what: string) => void = () => undefined, alive: () => boolean = () => true) {
    this.#disk = disk;
    this.#written = written;
    this.#alive = alive;
  }

  note(run: StorableRun): void {
    if (!this.#alive()) return;
    const ended = run.ended();
    if (ended === null) this.#disk.runs.set(run.id, { run: JSON.stringify(run.stored()), steps: new Map() });
    else {
      this.#disk.runs.delete(run.id);
      this.#disk.ended.set(run.id, JSON.parse(JSON.stringify(ended)) as EndedRun);
      this.#written('end');
    }
  }

  async save(run: StorableRun): Promise<void> {
    await setImmediate();
    if (!this.#alive()) return new Promise<never>(() => undefined);
    if (this.failing !== null) throw this.failing;
    if (run.ended() !== null) return;
    const row = this.#disk.runs.get(run.id) ?? { run: '', steps: new Map<number, string>() };
    row.run = JSON.stringify(run.stored());
    for (const [place, step] of run.takeChanged()) row.steps.set(place, JSON.stringify(step));
    this.#disk.runs.set(run.id, row);
    this.#written('save');
    if (!this.#alive()) await new Promise<never>(() => undefined);
  }
}
