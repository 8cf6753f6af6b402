import { PacedStream } from '@lightkeeper/plugin-sdk';
import type {
  Capability,
  Clock,
  DeviceCommand,
  DeviceState,
  DeviceStream,
  StreamCounters,
  StreamFormat,
  Timers,
} from '@lightkeeper/plugin-sdk';
import { commandOf, commandTo, isVisiblyOther, lookOf, ONE_PIXEL } from './light-look.js';
import type { Look } from './light-look.js';

/** Each change takes as long as the next may come after, so that the light glides. */
const TRANSITION_MS = 1_000 / ONE_PIXEL.max_fps;
/** A light that did not take the last picture, or came back, is given it again after so long where no newer one follows. */
const AGAIN_MS = 5_000;

interface LightStreamDeps {
  clock: Clock;
  timers: Timers;
  capabilities: readonly Capability[];
  /** What the light is brought back to in the end; null leaves it as it is. */
  state: DeviceState | null;
  /** Sends a command that is not recorded by itself. */
  show: (command: DeviceCommand) => Promise<void>;
  /** The light is to be brought back to this from now on. */
  keep: (state: DeviceState) => void;
  /** It has been brought back, or could not be and is to be as soon as it is there. */
  closed: (restored: boolean) => void;
}

/**
 * A light that takes commands and no pictures, as one pixel: two commands a second at most, the newest first, and none for a change that nobody
 * would see. A command of somebody else meanwhile counts for the time after: it is what the light is brought back to.
 */
export class LightStream implements DeviceStream {
  readonly format: StreamFormat = ONE_PIXEL;
  readonly #deps: LightStreamDeps;
  readonly #paced: PacedStream;
  #state: DeviceState | null;
  #shown: Look | null = null;

  constructor(deps: LightStreamDeps) {
    this.#deps = deps;
    this.#state = deps.state;
    const sink = { send: (picture: Uint8Array) => this.#send(picture), end: () => this.#restore() };
    this.#paced = new PacedStream(ONE_PIXEL, sink, { clock: deps.clock, timers: deps.timers, keep_alive_ms: AGAIN_MS });
  }

  get counters(): Readonly<StreamCounters> {
    return this.#paced.counters;
  }

  write(frame: Uint8Array): void {
    this.#paced.write(frame);
  }

  close(): Promise<void> {
    return this.#paced.close();
  }

  /** The light may show something else than it was given last: it is given the next picture whatever that is. */
  goOn(): void {
    this.#shown = null;
  }

  /** Somebody else commanded the light. */
  commanded({ on, brightness, color, color_temp, effect }: DeviceCommand): void {
    const shade = { ...(color && { color }), ...(color_temp !== undefined && { color_temp }), ...(effect !== undefined && { effect }) };
    const { brightness: level, on: lit, ...before } = this.#state ?? {};
    this.#state = {
      ...(lit !== undefined && { on: lit }),
      ...(level !== undefined && { brightness: level }),
      // Another colour takes the place of the one before, of whatever kind that was.
      ...(Object.keys(shade).length === 0 ? before : shade),
      ...(brightness !== undefined && { on: true, brightness }),
      ...(on !== undefined && { on }),
    };
    this.#deps.keep(this.#state);
    this.goOn();
  }

  async #send(picture: Uint8Array): Promise<void> {
    const { capabilities, show } = this.#deps;
    const look = lookOf(picture, capabilities);
    if (this.#shown !== null && !isVisiblyOther(look, this.#shown)) return;
    this.#shown = null;
    await show(commandOf(look, capabilities, TRANSITION_MS));
    this.#shown = look;
  }

  async #restore(): Promise<void> {
    const { capabilities, show, closed } = this.#deps;
    let restored = true;
    try {
      if (this.#state !== null) await show(commandTo(this.#state, capabilities, TRANSITION_MS));
    } catch {
      restored = false;
    }
    closed(restored);
  }
}
