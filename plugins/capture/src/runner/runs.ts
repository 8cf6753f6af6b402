import { Turns } from '@lightkeeper/plugin-sdk';
import type { ActivityWriter, Entity, HookCaller } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from '../entities/capture.js';
import type { Layouts } from '../entities/layout.js';
import type { VOCABULARY } from '../vocabulary.js';
import type { PushedFrame } from '../sources/push/frame.js';
import { CaptureRun } from './capture-run.js';
import type { RunDeps } from './capture-run.js';
import { STOPPED } from './status.js';
import type { CaptureStatus } from '@lightkeeper/plugin-sdk';

interface RunsDeps extends Omit<RunDeps, 'changed'> {
  activity: ActivityWriter<typeof VOCABULARY>;
  layouts: Pick<Layouts, 'require'>;
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
  /** Starting, stopping and beginning anew take their time; of one capture they come one after another. */
  readonly #turns = new Turns();

  constructor(deps: RunsDeps) {
    this.#deps = deps;
  }

  status(id: string): CaptureStatus {
    return this.#running.get(id)?.run.status ?? STOPPED;
  }

  ids(): string[] {
    return [...this.#running.keys()];
  }

  /**
   * Starts it, and records that; a capture that runs is left alone. Rejects when its layout is gone. What is wrong with its sources its status says.
   */
  async start(capture: Entity<CaptureRecord>): Promise<CaptureStatus> {
    const { id, name } = capture;
    const { run, begun } = await this.#turns.take(id, () => this.#start(capture));
    if (begun === null) return run.status;
    // Outside the turn, so that one that takes its time to begin can be stopped meanwhile.
    await begun;
    await this.#deps.hooks.started.call({ capture_id: id, ...about(id, name) });
    return run.status;
  }

  /** Stops it, and records that; its devices go back to their own state. A capture that does not run is left alone. */
  stop(id: string, options: { recorded: boolean } = { recorded: true }): Promise<CaptureStatus> {
    return this.#turns.take(id, () => this.#stop(id, options));
  }

  /** Shows what a script sends, beside the sources. False when the capture does not run. */
  push(id: string, frame: PushedFrame): boolean {
    return this.#running.get(id)?.run.push(frame) ?? false;
  }

  /** Shows one light of a capture that runs alone for some seconds, or, with null, its picture again. */
  point(id: string, light: number | null): void {
    this.#running.get(id)?.run.point(light);
  }

  /** Kinds of sources, effects, filters or algorithms came or went. */
  reconsider(): void {
    for (const { run } of this.#running.values()) run.reconsider();
  }

  /** Somebody watches a capture from now on, or nobody does any more. */
  preview(id: string): void {
    this.#running.get(id)?.run.preview();
  }

  /** The record of one that runs is another: it goes on with that, or begins anew where it has to. */
  async restart(capture: Entity<CaptureRecord>): Promise<void> {
    const { begun } = await this.#turns.take(capture.id, () => this.#restart(capture));
    await begun;
  }

  /** One that may run has another name from now on. */
  rename(id: string, name: string): void {
    const running = this.#running.get(id);
    if (running !== undefined) running.name = name;
  }

  async #start({ id, name, data }: Entity<CaptureRecord>): Promise<{ run: CaptureRun; begun: Promise<void> | null }> {
    const known = this.#running.get(id);
    if (known !== undefined) return { run: known.run, begun: null };
    const run = this.#run(id, data);
    this.#running.set(id, { run, name, began: this.#deps.clock.now(), state: 'starting' });
    try {
      await this.#deps.activity.record('capture', 'started', about(id, name));
    } catch (error) {
      this.#running.delete(id);
      throw error;
    }
    return { run, begun: run.begin() };
  }

  async #stop(id: string, { recorded }: { recorded: boolean }): Promise<CaptureStatus> {
    const running = this.#running.get(id);
    if (running === undefined) return STOPPED;
    this.#running.delete(id);
    await running.run.end();
    this.#deps.changed(id, STOPPED);
    if (!recorded) return STOPPED;
    const occurrence = { ...about(id, running.name), metadata: { duration_ms: this.#deps.clock.now() - running.began } };
    await this.#deps.activity.record('capture', 'stopped', occurrence);
    await this.#deps.hooks.stopped.call({ capture_id: id, ...occurrence });
    return STOPPED;
  }

  async #restart({ id, name, data }: Entity<CaptureRecord>): Promise<{ begun: Promise<void> | null }> {
    const running = this.#running.get(id);
    if (running === undefined) return { begun: null };
    const layout = this.#deps.layouts.require(data);
    running.name = name;
    if (running.run.change({ ...data, layout })) return { begun: null };
    const run = this.#run(id, data);
    await running.run.end();
    this.#running.set(id, { ...running, run, name });
    return { begun: run.begin() };
  }

  #run(id: string, data: CaptureRecord): CaptureRun {
    const layout = this.#deps.layouts.require(data);
    const changed = (status: CaptureStatus): void => {
      this.#follow(id, status);
    };
    return new CaptureRun(id, { ...data, layout }, { ...this.#deps, changed });
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
