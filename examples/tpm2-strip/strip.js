import { PacedStream } from '@lightkeeper/plugin-sdk';

/** Controllers return to themselves when they hear nothing for some seconds. */
const KEEP_ALIVE_MS = 1_000;
const MAX_FPS = 60;

/** A strip that is reached. TPM2.NET has no way back, so that what was last wished for is the state. */
export class Strip {
  #state = { on: false, brightness: 255, color: { r: 255, g: 255, b: 255 } };
  #streaming = false;
  #out;
  #reporter;

  constructor(leds, sink, { reporter, tools: { clock, timers } }) {
    this.#out = new PacedStream({ leds, channels: 3, max_fps: MAX_FPS }, sink, { clock, timers, keep_alive_ms: KEEP_ALIVE_MS });
    this.#reporter = reporter;
    this.#paint();
  }

  get description() {
    return {
      capabilities: ['on_off', 'brightness', 'color_rgb'],
      stream: this.#out.format,
      info: { product: 'TPM2.NET strip', leds: this.#out.format.leds },
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

  /** Pictures take the place of the light until the stream is closed. */
  async stream() {
    this.#streaming = true;
    const out = this.#out;
    return {
      format: out.format,
      counters: out.counters,
      write: (frame) => out.write(frame),
      close: async () => {
        this.#streaming = false;
        this.#paint();
      },
    };
  }

  close() {
    return this.#out.close();
  }

  /** Shows the light itself: one colour on all LEDs. */
  #paint() {
    if (this.#streaming) return;
    const { on, brightness, color } = this.#state;
    const level = on ? brightness / 255 : 0;
    const { leds } = this.#out.format;
    const picture = new Uint8Array(leds * 3);
    for (let led = 0; led < leds; led += 1) picture.set([color.r * level, color.g * level, color.b * level].map(Math.round), led * 3);
    this.#out.write(picture);
  }
}
