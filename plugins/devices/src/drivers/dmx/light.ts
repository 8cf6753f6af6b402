import { HubError, PacedStream } from '@lightkeeper/plugin-sdk';
import type {
  DeviceCommand,
  DeviceConnection,
  DeviceDescription,
  DeviceReporter,
  DeviceState,
  DeviceStream,
  Disposer,
  DriverTools,
  StreamFormat,
} from '@lightkeeper/plugin-sdk';
import { fade } from './fade.js';
import { capabilitiesOf, channelsText, initialState, pictureFormat, render } from './fixture.js';
import type { Fixture } from './fixture.js';
import type { Place } from './place.js';
import { FRAME_MS } from './universe.js';
import type { WishMemory } from './wish-memory.js';

interface LightOptions {
  fixture: Fixture;
  place: Place;
  /** The address of the module that sends pictures by its protocol. */
  pictures: string;
  /** What the fixture is remembered by. */
  key: string;
  memory: WishMemory;
  info: NonNullable<DeviceDescription['info']>;
  reporter: DeviceReporter;
  tools: DriverTools;
  /** Called once, when the connection ends. */
  onClose?: () => void;
}

/**
 * A fixture as a light. DMX has no way back, so what was last wished for is the state. It is remembered for as long as the hub runs;
 * after a start of the hub the fixture is off until it is told otherwise. Transitions are the hub's: it moves the levels evenly, forty
 * steps a second. While pictures are streamed to a strip, commands are taken and show when the stream is over.
 */
export class DmxLight implements DeviceConnection {
  readonly #options: LightOptions;
  readonly #format: StreamFormat | null;
  #state: DeviceState;
  /** The levels of its own state, on the way of a fade too. */
  #shown: Uint8Array;
  #streaming = false;
  #stopFade: Disposer = () => {};

  constructor(options: LightOptions) {
    this.#options = options;
    const { fixture, memory, key } = options;
    const picture = pictureFormat(fixture);
    this.#format = picture === undefined ? null : { ...picture, max_fps: 1_000 / FRAME_MS };
    this.#state = memory.recall(key) ?? initialState(fixture);
    this.#shown = render(fixture, this.#state);
    this.#show(this.#shown);
  }

  get description(): DeviceDescription {
    const { fixture, info } = this.#options;
    return {
      capabilities: capabilitiesOf(fixture),
      ...(this.#format !== null && { stream: this.#format }),
      info: { ...info, channels: channelsText(fixture), layout: fixture.layout, pixels: fixture.count },
      state: this.#state,
    };
  }

  command({ transition_ms = 0, ...wish }: DeviceCommand): Promise<void> {
    const { fixture, memory, key, reporter, tools } = this.#options;
    this.#state = { ...this.#state, ...wish };
    memory.keep(key, this.#state);
    const goal = render(fixture, this.#state);
    void this.#stopFade();
    if (transition_ms < FRAME_MS) this.#show(goal);
    else {
      this.#stopFade = fade(tools, { from: this.#shown, to: goal, ms: transition_ms }, FRAME_MS, (levels) => {
        this.#show(levels);
      });
    }
    reporter.state(this.#state);
    return Promise.resolve();
  }

  stream(): Promise<DeviceStream> {
    const { place, pictures, tools } = this.#options;
    if (this.#format === null) return Promise.reject(new HubError('LK_DEVICE_UNSUPPORTED', 'Its pixels all show the same.'));
    this.#streaming = true;
    const sink = {
      send: (picture: Uint8Array) => place.show(picture),
      end: () => {
        this.#streaming = false;
        return place.show(this.#shown);
      },
    };
    const { clock, timers } = tools;
    // The universe keeps itself alive.
    const options = { clock, timers, keep_alive_ms: null, direct: { module: pictures, options: place.direct } };
    return Promise.resolve(new PacedStream(this.#format, sink, options));
  }

  close(): void {
    void this.#stopFade();
    this.#options.place.leave();
    this.#options.onClose?.();
  }

  #show(levels: Uint8Array): void {
    this.#shown = levels;
    if (!this.#streaming) this.#options.place.write(levels);
  }
}
