import { PacedStream } from '@lightkeeper/plugin-sdk';
import type {
  DeviceCommand,
  DeviceConnection,
  DeviceDescription,
  DeviceReporter,
  DeviceState,
  DeviceStream,
  Disposer,
  DriverTools,
  PictureSink,
  StreamFormat,
} from '@lightkeeper/plugin-sdk';
import { fade } from '../dmx/fade.js';
import { initialState, render } from '../dmx/fixture.js';
import type { Fixture } from '../dmx/fixture.js';
import type { WishMemory } from '../dmx/wish-memory.js';
import type { SerialPacket } from './packet.js';
import type { SerialLine } from './serial-line.js';

/** Many boards turn dark when they hear nothing for some seconds. */
const KEEP_ALIVE_MS = 1_000;
const FADE_STEP_MS = 25;
const WATCH_MS = 1_000;
/** A board that takes no bytes for so long hangs. */
const STUCK_MS = 5_000;

interface LightOptions {
  line: SerialLine;
  packet: SerialPacket;
  format: StreamFormat;
  info: NonNullable<DeviceDescription['info']>;
  /** What the strip is remembered by. */
  key: string;
  memory: WishMemory;
  reporter: DeviceReporter;
  tools: DriverTools;
}

/**
 * A strip behind a serial port, as a light of one colour and as a stream of pictures. The board does not answer, so what was last wished for
 * is the state; while pictures are streamed, commands are taken and show when the stream is over.
 */
export class AdalightLight implements DeviceConnection {
  readonly #options: LightOptions;
  readonly #fixture: Fixture;
  /** Sends the light's own state; closed while pictures are streamed. */
  #own: PacedStream;
  #state: DeviceState;
  /** The pixels of its own state, on the way of a fade too. */
  #shown: Uint8Array;
  #stopFade: Disposer = () => {};
  #sending_since: number | null = null;

  constructor(options: LightOptions) {
    this.#options = options;
    const { format, memory, key, tools, reporter } = options;
    this.#fixture = { start: 1, layout: 'strip_rgb', count: format.leds };
    this.#state = memory.recall(key) ?? initialState(this.#fixture);
    this.#shown = render(this.#fixture, this.#state);
    this.#own = this.#showOwn();
    tools.timers.every(WATCH_MS, 'watch a serial port', () => {
      const since = this.#sending_since;
      if (since !== null && tools.clock.now() - since >= STUCK_MS) reporter.lost('The board takes no more data.');
    });
  }

  get description(): DeviceDescription {
    const { format, info } = this.#options;
    return { capabilities: ['on_off', 'brightness', 'color_rgb'], stream: format, info, state: this.#state };
  }

  command({ transition_ms = 0, ...wish }: DeviceCommand): Promise<void> {
    const { memory, key, reporter, tools } = this.#options;
    this.#state = { ...this.#state, ...wish };
    memory.keep(key, this.#state);
    const goal = render(this.#fixture, this.#state);
    void this.#stopFade();
    if (transition_ms < FADE_STEP_MS) this.#show(goal);
    else {
      this.#stopFade = fade(tools, { from: this.#shown, to: goal, ms: transition_ms }, FADE_STEP_MS, (levels) => {
        this.#show(levels);
      });
    }
    reporter.state(this.#state);
    return Promise.resolve();
  }

  async stream(): Promise<DeviceStream> {
    await this.#own.close();
    return this.#paced(() => {
      this.#own = this.#showOwn();
    });
  }

  async close(): Promise<void> {
    void this.#stopFade();
    void this.#own.close();
    await this.#options.line.close();
  }

  #show(levels: Uint8Array): void {
    this.#shown = levels;
    this.#own.write(levels);
  }

  #showOwn(): PacedStream {
    const own = this.#paced(() => {});
    own.write(this.#shown);
    return own;
  }

  #paced(after: () => void): PacedStream {
    const { format, tools } = this.#options;
    const sink: PictureSink = {
      send: (picture) => this.#send(picture),
      end: () => {
        after();
        return Promise.resolve();
      },
    };
    return new PacedStream(format, sink, { clock: tools.clock, timers: tools.timers, keep_alive_ms: KEEP_ALIVE_MS });
  }

  async #send(picture: Uint8Array): Promise<void> {
    const { line, packet, tools } = this.#options;
    this.#sending_since = tools.clock.now();
    try {
      await line.write(packet.fill(picture));
    } finally {
      this.#sending_since = null;
    }
  }
}
