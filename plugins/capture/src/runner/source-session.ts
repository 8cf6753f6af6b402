import type { Clock, Disposer, Logger, PictureWish, Timers } from '@lightkeeper/plugin-sdk';
import type { Opened } from '../sources/registry.js';
import type { OpenSource, PaintedSource } from '../sources/source.js';
import type { WorkerInput } from './messages.js';
import { RoomSink } from './room-sink.js';
import { SourceInputs } from './source-inputs.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** What fails sooner than this after its opening has failed again, and waits longer. */
const SETTLED_MS = 10_000;

type BeginPictures = NonNullable<Opened['begin']>;

interface SessionDeps {
  log: Logger;
  clock: Clock;
  timers: Timers;
  join: (input: WorkerInput) => void;
  leave: (id: string) => void;
  choose: (id: string | null) => void;
  dim: (share: number) => void;
  /** Why it shows nothing, or null when it is open. */
  standing: (reason: string | null) => void;
}

interface SessionOptions {
  id: string;
  priority: number;
  timeout_ms: number | null;
  /** Throws a sentence while it cannot be taken: its plugin is away. */
  source: () => Opened;
  wish: PictureWish;
  capture_id: string;
  /** What the priority of one of its further inputs is among all of the run. */
  rank: (priority: number) => number;
}

/** One source of a run, opened for as long as the run lasts, and opened anew, later and later, when it ends. */
export class SourceSession {
  readonly #options: SessionOptions;
  readonly #deps: SessionDeps;
  #ending = new AbortController();
  /** Null while it cannot be taken; undefined before it began. */
  #source: Opened | null | undefined;
  #sink: RoomSink | null = null;
  #open: OpenSource | null = null;
  #retry: Disposer | null = null;
  #wait_ms = 0;
  #began_at = 0;
  #opening: Promise<void> = Promise.resolve();
  #parting: Promise<void> = Promise.resolve();
  #inputs: SourceInputs | null = null;
  #ended = false;

  constructor(options: SessionOptions, deps: SessionDeps) {
    this.#options = options;
    this.#deps = deps;
  }

  /** Never rejects: what is wrong is told by `standing`, and it is tried again. */
  begin(): Promise<void> {
    this.#opening = this.#begin();
    return this.#opening;
  }

  /** The pipeline's thread is another one. */
  rejoin(): void {
    if (this.#source?.begin === null) this.#paint(this.#source.painted);
    else this.#sink?.renew();
    this.#inputs?.rejoin();
  }

  /** Kinds of sources or effects came or went: where that is about this one, it is opened anew at once. */
  reconsider(): void {
    this.#parting = this.#parting.then(async () => {
      if (this.#ended || this.#source === undefined || this.#source?.present() === true) return;
      void this.#retry?.();
      this.#retry = null;
      this.#wait_ms = 0;
      await this.#close();
      // Not waited for: one that takes its time to open must not keep another change from being seen.
      void this.begin();
    });
  }

  async end(): Promise<void> {
    this.#ended = true;
    void this.#retry?.();
    await this.#close();
    // One that is being opened is closed when it is open; one that failed is maybe being closed.
    await Promise.all([this.#opening, this.#parting]);
  }

  /** A picture came: after a while of that, the next failure is a new one. */
  well(): void {
    if (this.#deps.clock.now() - this.#began_at >= SETTLED_MS) this.#wait_ms = 0;
  }

  async #begin(): Promise<void> {
    if (this.#ended) return;
    this.#began_at = this.#deps.clock.now();
    this.#source = null;
    try {
      const source = (this.#source = this.#options.source());
      if (source.begin === null) {
        this.#paint(source.painted);
        this.#deps.standing(null);
      } else {
        await this.#beginPictures(source.begin);
      }
    } catch (error) {
      await this.#lose(sentenceOf(error));
    }
  }

  async #beginPictures(begin: BeginPictures): Promise<void> {
    const { id, priority, timeout_ms, wish, capture_id } = this.#options;
    const controller = (this.#ending = new AbortController());
    const sink = new RoomSink({
      opened: (buffer) => {
        if (!controller.signal.aborted) this.#deps.join({ id, priority, timeout_ms, kind: 'pictures', buffer });
      },
      began: () => {
        if (!controller.signal.aborted) this.#deps.standing(null);
      },
      lost: (reason) => {
        if (!controller.signal.aborted) this.#parting = this.#lose(reason);
      },
      ended: (reason) => {
        if (!controller.signal.aborted) this.#parting = this.#finish(reason);
      },
    });
    this.#sink = sink;
    const inputs = (this.#inputs = new SourceInputs({ ...this.#deps, name: id, rank: this.#options.rank }));
    try {
      const { log, clock, timers } = this.#deps;
      const open = await begin(sink, {
        ...{ log, clock, timers, wish, capture_id, signal: controller.signal },
        input: (input) => inputs.open(input),
        dim: this.#deps.dim,
        waits: (reason) => {
          if (!controller.signal.aborted) this.#deps.standing(reason);
        },
      });
      if (controller.signal.aborted) {
        await open.close();
        return;
      }
      this.#open = open;
      if (open.unproven !== true) this.#deps.standing(null);
    } catch (error) {
      if (controller.signal.aborted) return;
      await this.#lose(sentenceOf(error));
    }
  }

  #paint(painted: PaintedSource): void {
    const { id, priority } = this.#options;
    this.#deps.join({ id, priority, timeout_ms: null, kind: 'painted', painted });
  }

  async #lose(reason: string): Promise<void> {
    await this.#close();
    if (this.#ended) return;
    this.#deps.standing(reason);
    this.#wait_ms = Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, this.#wait_ms * 2));
    this.#retry = this.#deps.timers.after(this.#wait_ms, `open the source ${this.#options.id}`, () => this.begin());
  }

  /** It has shown all that there is. */
  async #finish(reason: string): Promise<void> {
    await this.#close();
    if (!this.#ended) this.#deps.standing(reason);
  }

  async #close(): Promise<void> {
    this.#ending.abort();
    this.#sink = null;
    const open = this.#open;
    this.#open = null;
    this.#inputs?.end();
    this.#deps.leave(this.#options.id);
    try {
      await open?.close();
    } catch (error) {
      this.#deps.log.warn('A source failed to close', { source: this.#options.id, error });
    }
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : 'The source could not be opened.';
}
