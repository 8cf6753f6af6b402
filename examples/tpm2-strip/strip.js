import { PacedStream } from '@lightkeeper/plugin-sdk';

/** Controllers return to themselves when they hear nothing for some seconds. */
const KEEP_ALIVE_MS = 1_000;
const MAX_FPS = 60;

/** A strip that is reached. TPM2.NET has no way back, so that what was last wished for is the state. */
export class Strip {
  #state = { on: false, brightness: 255, color: { r: 255, g: 255, b: 255 } };
  #format;
  #output;
  #tools;
  #reporter;
  /** Shows the light itself; closed while pictures are streamed. */
  #own;

  constructor(leds, output, { reporter, tools }) {
    this.#format = { leds, channels: 3, max_fps: MAX_FPS };
    this.#output = output;
    this.#tools = tools;
    this.#reporter = reporter;
    this.#showOwn();
  }

  get description() {
    return {
      capabilities: ['on_off', 'brightness', 'color_rgb'],
      stream: this.#format,
      info: { product: 'TPM2.NET strip', leds: this.#format.leds },
      state: this.#state,
    };
  }

  /** The hub has checked the command against the capabilities, and sends one at a time. */
  async command({ on, brightness, color }) {
    const { state } = this.description;
    this.#state = { on: on ?? state.on, brightness: brightness ?? state.brightness, color: color ?? state.color };
    this.#paint();
    this.#reporter.state(this.#state);
  }

  /** Pictures take the place of the light until the stream is closed. Those who make them in a thread of their own may send them from there. */
  async stream() {
    await this.#own.close();
    const end = async () => this.#showOwn();
    return this.#paced(end, { direct: this.#output.direct });
  }

  async close() {
    await this.#own.close();
    this.#output.close();
  }

  #showOwn() {
    this.#own = this.#paced(async () => {});
    this.#paint();
  }

  #paced(end, options) {
    const { clock, timers } = this.#tools;
    const sink = { send: (picture) => this.#output.send(picture), end };
    return new PacedStream(this.#format, sink, { clock, timers, keep_alive_ms: KEEP_ALIVE_MS, ...options });
  }

  /** Shows the light itself: one colour on all LEDs. */
  #paint() {
    const { on, brightness, color } = this.#state;
    const level = on ? brightness / 255 : 0;
    const { leds } = this.#format;
    const picture = new Uint8Array(leds * 3);
    for (let led = 0; led < leds; led += 1) picture.set([color.r * level, color.g * level, color.b * level].map(Math.round), led * 3);
    this.#own.write(picture);
  }
}
