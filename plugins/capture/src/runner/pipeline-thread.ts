import { Worker } from 'node:worker_threads';
import type { Clock, Disposer, Logger, Timers } from '@lightkeeper/plugin-sdk';
import type { FromWorker, ToWorker, WorkerInput, WorkerStats } from './messages.js';

/** What a run hears of its part in the thread. */
export interface RunListener {
  lights(): void;
  previewed(): void;
  second(stats: WorkerStats): void;
  broken(reason: string): void;
  /** The thread died; `next_ms` from now there is another. */
  died(reason: string, next_ms: number): void;
  /** Another thread is there, which knows nothing: the run opens anew, in memory that the dead one never had. */
  reborn(): void;
}

interface ThreadDeps {
  log: Logger;
  clock: Clock;
  timers: Timers;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
/** A thread that lived so long was well: the next death is a new one. */
const STABLE_MS = 60_000;

/** The one thread in which all captures are reckoned. It is there while there are runs; when it dies it comes back, later and later. */
export class PipelineThread {
  readonly #deps: ThreadDeps;
  readonly #runs = new Map<string, RunListener>();
  #worker: Worker | null = null;
  #began = 0;
  #wait_ms = 0;
  #retry: Disposer | null = null;

  constructor(deps: ThreadDeps) {
    this.#deps = deps;
  }

  open(open: ToWorker & { kind: 'open' }, listener: RunListener): void {
    this.#runs.set(open.run, listener);
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

  dim(run: string, share: number): void {
    this.#tell({ kind: 'dim', run, share });
  }

  preview(run: string, buffer: SharedArrayBuffer | null): void {
    this.#tell({ kind: 'preview', run, buffer });
  }

  async close(run: string): Promise<void> {
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

  #tell(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #start(): void {
    this.#retry = null;
    this.#began = this.#deps.clock.now();
    const worker = new Worker(new URL('./worker.js', import.meta.url), { name: 'capture' });
    this.#worker = worker;
    let reason = 'It ended.';
    worker.on('message', (message: FromWorker) => {
      this.#hear(message);
    });
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#die(reason);
    });
  }

  #hear(message: FromWorker): void {
    const listener = this.#runs.get(message.run);
    switch (message.kind) {
      case 'lights':
        listener?.lights();
        return;
      case 'preview':
        listener?.previewed();
        return;
      case 'second':
        listener?.second(message.stats);
        return;
      case 'broken':
        listener?.broken(message.reason);
    }
  }

  #die(reason: string): void {
    const { clock, timers, log } = this.#deps;
    if (clock.now() - this.#began >= STABLE_MS) this.#wait_ms = 0;
    this.#wait_ms = Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, this.#wait_ms * 2));
    log.error('The thread of the captures died', { reason, next_ms: this.#wait_ms });
    for (const listener of this.#runs.values()) listener.died(reason, this.#wait_ms);
    if (this.#runs.size === 0) return;
    this.#retry = timers.after(this.#wait_ms, 'start the thread of the captures', () => {
      this.#start();
      for (const listener of [...this.#runs.values()]) listener.reborn();
    });
  }
}
