import type { ActivityWriter, Entity, HookCaller } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from '../entities/capture.js';
import type { VOCABULARY } from '../vocabulary.js';
import { CaptureRun } from './capture-run.js';
import type { RunDeps } from './capture-run.js';
import { STOPPED } from './status.js';
import type { CaptureStatus } from '@lightkeeper/plugin-sdk';

interface RunsDeps extends Omit<RunDeps, 'changed'> {
  activity: ActivityWriter<typeof VOCABULARY>;
  hooks: {
    started: HookCaller<'capture.started'>;
    stopped: HookCaller<'capture.stopped'>;
    failed: HookCaller<'capture.failed'>;
  };
  /** The status of a capture is another one. */
  changed: (id: string, status: CaptureStatus) => void;
}

interface Running {
  run: CaptureRun;
  name: string;
  began: number;
  state: CaptureStatus['state'];
}

/** The captures that run. */
export class Runs {
  readonly #deps: RunsDeps;
  readonly #running = new Map<string, Running>();

  constructor(deps: RunsDeps) {
    this.#deps = deps;
  }

  status(id: string): CaptureStatus {
    return this.#running.get(id)?.run.status ?? STOPPED;
  }

  ids(): string[] {
    return [...this.#running.keys()];
  }

  /** Starts it, and records that; a capture that runs is left alone. Rejects when its sources cannot be what they are said to be. */
  async start({ id, name, data }: Entity<CaptureRecord>): Promise<CaptureStatus> {
    const known = this.#running.get(id);
    if (known !== undefined) return known.run.status;
    const run = new CaptureRun(id, data, {
      ...this.#deps,
      changed: (status) => {
        this.#follow(id, status);
      },
    });
    this.#running.set(id, { run, name, began: this.#deps.clock.now(), state: 'starting' });
    try {
      await this.#deps.activity.record('capture', 'started', about(id, name));
    } catch (error) {
      this.#running.delete(id);
      throw error;
    }
    await run.begin();
    await this.#deps.hooks.started.call({ capture_id: id, ...about(id, name) });
    return run.status;
  }

  /** Stops it, and records that; its devices go back to their own state. A capture that does not run is left alone. */
  async stop(id: string, options: { recorded: boolean } = { recorded: true }): Promise<CaptureStatus> {
    const running = this.#running.get(id);
    if (running === undefined) return STOPPED;
    this.#running.delete(id);
    await running.run.end();
    this.#deps.changed(id, STOPPED);
    if (!options.recorded) return STOPPED;
    const occurrence = { ...about(id, running.name), metadata: { duration_ms: this.#deps.clock.now() - running.began } };
    await this.#deps.activity.record('capture', 'stopped', occurrence);
    await this.#deps.hooks.stopped.call({ capture_id: id, ...occurrence });
    return STOPPED;
  }

  /** The record of one that runs is another: it begins anew with that. */
  async restart(entity: Entity<CaptureRecord>): Promise<void> {
    const running = this.#running.get(entity.id);
    if (running === undefined) return;
    await running.run.end();
    const run = new CaptureRun(entity.id, entity.data, {
      ...this.#deps,
      changed: (status) => {
        this.#follow(entity.id, status);
      },
    });
    this.#running.set(entity.id, { ...running, run, name: entity.name });
    await run.begin();
  }

  /** The hub stops: nothing is recorded, since nobody stopped them. */
  async end(): Promise<void> {
    await Promise.all(this.ids().map((id) => this.stop(id, { recorded: false })));
  }

  #follow(id: string, status: CaptureStatus): void {
    this.#deps.changed(id, status);
    const running = this.#running.get(id);
    if (running === undefined || running.state === status.state) return;
    running.state = status.state;
    if (status.state !== 'failed') return;
    const occurrence = { ...about(id, running.name), metadata: { reason: status.reason ?? 'for a reason that is not known' } };
    void this.#recordFailure(id, occurrence);
  }

  async #recordFailure(id: string, occurrence: ReturnType<typeof about> & { metadata: { reason: string } }): Promise<void> {
    try {
      await this.#deps.activity.record('capture', 'failed', occurrence);
      await this.#deps.hooks.failed.call({ capture_id: id, ...occurrence });
    } catch (error) {
      this.#deps.log.error('The failure of a capture could not be recorded', { error });
    }
  }
}

function about(id: string, name: string): { entity_type: string; entity_id: string; entity_name: string } {
  return { entity_type: 'capture', entity_id: id, entity_name: name };
}
