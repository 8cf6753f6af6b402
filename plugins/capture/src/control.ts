import { HubError } from '@lightkeeper/plugin-sdk';
import type { CaptureSnapshot, CaptureStatus, Entity, EntityCollection } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from './entities/capture.js';
import type { Runs } from './runner/runs.js';

interface Deps {
  captures: Pick<EntityCollection<CaptureRecord>, 'require' | 'all'>;
  runs: Pick<Runs, 'start' | 'stop' | 'status' | 'ids'>;
}

/** Starts and stops captures by their ids, in the context of whoever asks, and says at once how each fares. */
export class CaptureControl {
  readonly #deps: Deps;
  readonly #names = new Map<string, string>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** A capture is there, or has another name. */
  put(id: string, name: string): void {
    this.#names.set(id, name);
  }

  /** A capture is gone. */
  remove(id: string): void {
    this.#names.delete(id);
  }

  list(): CaptureSnapshot[] {
    return [...this.#names].map(([id, name]) => ({ id, name, status: this.#deps.runs.status(id) }));
  }

  get(id: string): CaptureSnapshot | undefined {
    const name = this.#names.get(id);
    return name === undefined ? undefined : { id, name, status: this.#deps.runs.status(id) };
  }

  /** As `get`, but throws `LK_NOT_FOUND`. */
  require(id: string): CaptureSnapshot {
    const found = this.get(id);
    if (found === undefined) throw new HubError('LK_NOT_FOUND', 'There is no capture with this id.');
    return found;
  }

  async start(id: string): Promise<CaptureStatus> {
    return this.#deps.runs.start(await this.#deps.captures.require(id));
  }

  async stop(id: string): Promise<CaptureStatus> {
    this.require(id);
    return this.#deps.runs.stop(id);
  }

  turn(id: string, on: boolean): Promise<CaptureStatus> {
    return on ? this.start(id) : this.stop(id);
  }

  /** Gives all captures, since all of them run then. */
  async startAll(): Promise<CaptureSnapshot[]> {
    await startEach(this.#deps.runs, await this.#deps.captures.all());
    return this.list();
  }

  /** Gives those that were stopped. */
  async stopAll(): Promise<CaptureSnapshot[]> {
    const running = this.#deps.runs.ids();
    await Promise.all(running.map((id) => this.#deps.runs.stop(id)));
    return running.flatMap((id) => this.get(id) ?? []);
  }
}

/** One that cannot be started keeps no other from it; what was wrong with the first of these is thrown when all have been tried. */
async function startEach(runs: Pick<Runs, 'start'>, captures: readonly Entity<CaptureRecord>[]): Promise<void> {
  const outcomes = await Promise.allSettled(captures.map((capture) => runs.start(capture)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
