import type { InputOptions, PaintedSource, SourceInput } from '../sources/source.js';
import type { WorkerInput } from './messages.js';
import { RoomSink } from './room-sink.js';

interface SourceInputsDeps {
  /** Whose inputs they are; no other of the run has the name. */
  name: string;
  /** What the priority of an input is among all inputs of the run. */
  rank: (priority: number) => number;
  join: (input: WorkerInput) => void;
  leave: (id: string) => void;
  choose: (id: string | null) => void;
}

/** Inputs beside the one that each source of pictures has. */
export class SourceInputs {
  readonly #deps: SourceInputsDeps;
  readonly #open = new Map<string, FurtherInput>();
  #ended = false;

  constructor(deps: SourceInputsDeps) {
    this.#deps = deps;
  }

  open(options: InputOptions): SourceInput {
    this.#open.get(options.id)?.close();
    const { name, rank, join, leave, choose } = this.#deps;
    const id = `${name}/${options.id}`;
    const input = new FurtherInput(
      { id, priority: rank(options.priority), timeout_ms: options.timeout_ms },
      {
        join: (one) => {
          if (!this.#ended) join(one);
        },
        choose: (chosen) => {
          choose(chosen ? id : null);
        },
        gone: () => {
          this.#open.delete(options.id);
          leave(id);
        },
      },
    );
    this.#open.set(options.id, input);
    return input;
  }

  /** The pipeline's thread is another one. */
  rejoin(): void {
    for (const input of this.#open.values()) input.rejoin();
  }

  end(): void {
    this.#ended = true;
    for (const input of [...this.#open.values()]) input.close();
  }
}

interface InputDeps {
  join: (input: WorkerInput) => void;
  choose: (chosen: boolean) => void;
  gone: () => void;
}

class FurtherInput implements SourceInput {
  readonly #options: InputOptions;
  readonly #deps: InputDeps;
  readonly #sink: RoomSink;
  #painted: (WorkerInput & { kind: 'painted' }) | null = null;
  #closed = false;

  constructor(options: InputOptions, deps: InputDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#sink = new RoomSink({
      opened: (buffer) => {
        this.#painted = null;
        this.#join({ ...options, kind: 'pictures', buffer });
      },
    });
  }

  get room(): Uint8Array {
    return this.#sink.room;
  }

  reserve(bytes: number): void {
    this.#sink.reserve(bytes);
  }

  show(picture: Parameters<SourceInput['show']>[0]): void {
    this.#sink.show(picture);
  }

  showLights(lights: Parameters<SourceInput['showLights']>[0]): void {
    this.#sink.showLights(lights);
  }

  paint(painted: PaintedSource, timeout_ms: number | null): void {
    this.#painted = { ...this.#options, timeout_ms, kind: 'painted', painted };
    this.#join(this.#painted);
  }

  choose(chosen: boolean): void {
    if (!this.#closed) this.#deps.choose(chosen);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#deps.gone();
  }

  rejoin(): void {
    if (this.#painted === null) this.#sink.renew();
    else this.#join(this.#painted);
  }

  #join(input: WorkerInput): void {
    if (!this.#closed) this.#deps.join(input);
  }
}
