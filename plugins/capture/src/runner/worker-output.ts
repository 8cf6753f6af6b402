import { openDirectOutput } from '@lightkeeper/plugin-sdk';
import type { DeviceStream, Timers } from '@lightkeeper/plugin-sdk';
import type { Target } from '../entities/target.js';
import type { Zone } from '../layout/zone.js';
import { Latest } from '../pipeline/latest.js';
import type { WorkerTarget } from './messages.js';
import { TargetPart } from './target-part.js';

interface OutputDeps {
  clock: { now(): number };
  timers: Timers;
  rate: number;
  zones: readonly Zone[];
  /** It is not to be sent to from here. */
  refused: (reason: string) => void;
}

/** A device in the pipeline's thread: paints its pictures, and sends them where that is possible from here. */
export class WorkerOutput {
  readonly #options: WorkerTarget;
  readonly #deps: OutputDeps;
  readonly #picture: Uint8Array;
  readonly #room: Latest;
  #targets: readonly Target[];
  #zones: readonly Zone[];
  #parts: readonly TargetPart[];
  /** Null where its pictures go by its room; undefined while that is not known. */
  #direct: DeviceStream | null | undefined;
  #ended = false;

  constructor(options: WorkerTarget, deps: OutputDeps) {
    const { format, room, targets, direct } = options;
    this.#options = options;
    this.#deps = deps;
    this.#picture = new Uint8Array(format.leds * format.channels);
    this.#room = new Latest(room, 'writer');
    this.#targets = targets;
    this.#zones = deps.zones;
    this.#parts = this.#makeParts();
    if (direct === null) this.#direct = null;
    else void this.#open(direct);
  }

  /** It shows other parts. */
  become(targets: readonly Target[]): void {
    this.#targets = targets;
    this.#parts = this.#makeParts();
    this.#picture.fill(0);
  }

  /** The lights lie elsewhere in the picture. */
  follow(zones: readonly Zone[]): void {
    this.#zones = zones;
    this.#parts = this.#makeParts();
  }

  /** Shows lights: red, green and blue of each of the layout's. True where the picture stands in its room now. */
  show(lights: Uint8Array, now: number): boolean {
    if (this.#direct === undefined) return false;
    let painted = false;
    for (const part of this.#parts) painted = part.paint(lights, this.#picture, this.#options.format, now) || painted;
    if (!painted) return false;
    if (this.#direct === null) {
      this.#room.bytes.set(this.#picture);
      this.#room.publish();
      return true;
    }
    this.#direct.write(this.#picture);
    return false;
  }

  end(): void {
    this.#ended = true;
    void this.#direct?.close();
  }

  #makeParts(): TargetPart[] {
    return this.#targets.map((target) => new TargetPart(target, this.#zones, this.#deps.rate));
  }

  async #open(direct: NonNullable<WorkerTarget['direct']>): Promise<void> {
    const { clock, timers, refused } = this.#deps;
    try {
      const stream = await openDirectOutput(direct, { clock, timers });
      this.#direct = stream;
      if (this.#ended) await stream.close();
    } catch (error) {
      this.#direct = null;
      refused(error instanceof Error ? error.message : 'It failed.');
    }
  }
}
