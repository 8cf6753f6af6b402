import { Worker } from 'node:worker_threads';
import type { Clock, Disposer, Logger, Timers } from '@lightkeeper/plugin-sdk';
import type { Target } from '../entities/target.js';
import type { PipelineOptions } from '../pipeline/pipeline.js';
import { Backoff } from './backoff.js';
import type { FromWorker, ToWorker, WorkerInput, WorkerStats, WorkerTarget } from './messages.js';

/** What a run hears of its part in the thread. */
export interface RunListener {
  /** Pictures for devices stand in their rooms. */
  pictures(): void;
  previewed(): void;
  second(stats: WorkerStats): void;
  /** The run failed by itself; `next_ms` from now it is to open anew. */
  broken(reason: string, next_ms: number): void;
  /** The thread died; `next_ms` from now there is another. */
  died(reason: string, next_ms: number): void;
  /** The thread knows nothing of the run: it opens anew, in memory that what failed never had. */
  reborn(): void;
}

interface ThreadDeps {
  log: Logger;
  clock: Clock;
  timers: Timers;
  /** What the thread runs, unless a test has something else. */
  program?: URL;
}

interface OpenRun {
  listener: RunListener;
  backoff: Backoff;
  retry: Disposer | null;
}

/** A thread that is at work and says nothing for so many turns hangs. */
const MOST_SILENT = 10;
const WATCH_MS = 1_000;
/**
 * What the thread makes anew for a picture is gone with it: some hundred kilobytes a second, which are swept every few seconds from two halves
 * of 2 MiB (V8 keeps a third part for what is large). By itself V8 doubles them now and then, up to 16 MiB each, and the hub would seem to leak.
 */
const YOUNG_MIB = 6;

/** The one thread in which all captures are reckoned. It is there while there are runs; when it dies it comes back, later and later. */
export class PipelineThread {
  readonly #deps: ThreadDeps;
  readonly #runs = new Map<string, OpenRun>();
  readonly #backoff = new Backoff();
  #worker: Worker | null = null;
  #retry: Disposer | null = null;

  constructor(deps: ThreadDeps) {
    this.#deps = deps;
  }

  open(open: ToWorker & { kind: 'open' }, listener: RunListener): void {
    const backoff = this.#runs.get(open.run)?.backoff ?? new Backoff();
    backoff.begin(this.#deps.clock.now());
    this.#runs.set(open.run, { listener, backoff, retry: null });
    if (this.#worker === null && this.#retry === null) this.#start();
    this.#tell(open);
  }

  join(run: string, input: WorkerInput): void {
    this.#tell({ kind: 'input', run, input });
  }

  leave(run: string, input_id: string): void {
    this.#tell({ kind: 'leave', run, input_id });
  }

  choose(run: string, input_id: string | null): void {
    this.#tell({ kind: 'choose', run, input_id });
  }

  target(run: string, target: WorkerTarget): void {
    this.#tell({ kind: 'target', run, target });
  }

  parts(run: string, device_id: string, targets: readonly Target[]): void {
    this.#tell({ kind: 'parts', run, device_id, targets });
  }

  release(run: string, device_id: string): void {
    this.#tell({ kind: 'release', run, device_id });
  }

  point(run: string, light: number | null): void {
    this.#tell({ kind: 'point', run, light });
  }

  dim(run: string, share: number): void {
    this.#tell({ kind: 'dim', run, share });
  }

  tune(run: string, options: PipelineOptions): void {
    this.#tell({ kind: 'tune', run, options });
  }

  preview(run: string, buffer: SharedArrayBuffer | null): void {
    this.#tell({ kind: 'preview', run, buffer });
  }

  async close(run: string): Promise<void> {
    void this.#runs.get(run)?.retry?.();
    if (!this.#runs.delete(run)) return;
    this.#tell({ kind: 'close', run });
    if (this.#runs.size === 0) await this.stop();
  }

  /** Ends the thread, and no other follows until there is a run again. */
  async stop(): Promise<void> {
    void this.#retry?.();
    this.#retry = null;
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  /** Whether there is a run that gives out lights, as each does at least once a second. */
  get #isAtWork(): boolean {
    return [...this.#runs.values()].some(({ retry }) => retry === null);
  }

  #tell(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #start(): void {
    this.#retry = null;
    this.#backoff.begin(this.#deps.clock.now());
    const worker = new Worker(this.#deps.program ?? new URL('./worker.js', import.meta.url), {
      name: 'capture',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    this.#worker = worker;
    let reason = 'It ended.';
    let silent = 0;
    const stopWatching = this.#deps.timers.every(WATCH_MS, 'watch the thread of the captures', async () => {
      // Counted by turns rather than by the clock: a machine that slept has not been silent.
      silent = this.#isAtWork ? silent + 1 : 0;
      if (silent <= MOST_SILENT) return;
      reason = `It did nothing for ${(MOST_SILENT * WATCH_MS) / 1_000} s.`;
      await worker.terminate();
    });
    worker.on('message', (message: FromWorker) => {
      silent = 0;
      this.#hear(message);
    });
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => {
      void stopWatching();
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#die(reason);
    });
  }

  #hear(message: FromWorker): void {
    const run = this.#runs.get(message.run);
    if (run === undefined) return;
    switch (message.kind) {
      case 'pictures':
        run.listener.pictures();
        return;
      case 'refused':
        this.#deps.log.warn('Pictures for a device have to go by the main thread', {
          device_id: message.device_id,
          reason: message.reason,
        });
        return;
      case 'preview':
        run.listener.previewed();
        return;
      case 'second':
        run.listener.second(message.stats);
        return;
      case 'broken':
        this.#break(message.run, run, message.reason);
    }
  }

  /** One run failed; the thread and the other runs are well. */
  #break(id: string, run: OpenRun, reason: string): void {
    if (run.retry !== null) return;
    const { clock, timers, log } = this.#deps;
    const next_ms = run.backoff.next(clock.now());
    log.error('A capture failed in its thread', { run: id, reason, next_ms });
    run.listener.broken(reason, next_ms);
    run.retry = timers.after(next_ms, `open the capture ${id} anew`, () => {
      if (this.#worker !== null) run.listener.reborn();
    });
  }

  #die(reason: string): void {
    const { clock, timers, log } = this.#deps;
    const next_ms = this.#backoff.next(clock.now());
    log.error('The thread of the captures died', { reason, next_ms });
    for (const { listener, retry } of this.#runs.values()) {
      void retry?.();
      listener.died(reason, next_ms);
    }
    if (this.#runs.size === 0) return;
    this.#retry = timers.after(next_ms, 'start the thread of the captures', () => {
      this.#start();
      for (const { listener } of [...this.#runs.values()]) listener.reborn();
    });
  }
}
