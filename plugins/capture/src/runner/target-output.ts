import { HubError } from '@lightkeeper/plugin-sdk';
import type { DeviceService, DeviceStream, Disposer, Timers } from '@lightkeeper/plugin-sdk';
import type { Target } from '../entities/capture.js';
import type { CaptureTargetStatus } from '@lightkeeper/plugin-sdk';

const RETRY_MS = 5_000;

interface TargetDeps {
  devices: () => DeviceService;
  timers: Timers;
  changed: () => void;
}

/** One device that shows the lights of a run. A device that is away is tried again for as long as the run lasts. */
export class TargetOutput {
  readonly #target: Target;
  readonly #lights: number;
  readonly #deps: TargetDeps;
  #stream: DeviceStream | null = null;
  #picture = new Uint8Array(0);
  #problem: string | null = null;
  #retry: Disposer | null = null;
  #ended = false;

  /** `lights` is how many the layout has. */
  constructor(target: Target, lights: number, deps: TargetDeps) {
    this.#target = target;
    this.#lights = lights;
    this.#deps = deps;
  }

  get status(): CaptureTargetStatus {
    const { device_id } = this.#target;
    const device_name = this.#deps.devices().get(device_id)?.name ?? device_id;
    if (this.#stream === null) return { device_id, device_name, ok: false, note: this.#problem ?? 'It is being reached.' };
    return { device_id, device_name, ok: true, note: this.#misfit(this.#stream.format.leds) };
  }

  /** Opens the device's stream. Never rejects: what is wrong stands in the status, and it is tried again. */
  async begin(): Promise<void> {
    try {
      const stream = await this.#deps.devices().stream(this.#target.device_id);
      if (this.#ended) {
        await stream.close();
        return;
      }
      this.#stream = stream;
      this.#problem = null;
    } catch (error) {
      this.#problem = error instanceof HubError ? error.message : 'It could not be reached.';
      if (!this.#ended) {
        this.#retry = this.#deps.timers.after(RETRY_MS, `reach ${this.#target.device_id} for a capture`, () => this.begin());
      }
    }
    this.#deps.changed();
  }

  /** Shows these lights: red, green and blue of each of the layout's. */
  write(lights: Uint8Array): void {
    const stream = this.#stream;
    if (stream === null) return;
    const { leds, channels } = stream.format;
    if (this.#picture.length !== leds * channels) this.#picture = new Uint8Array(leds * channels);
    const { first, reverse } = this.#target;
    const count = Math.min(leds, Math.max(0, this.#lights - first));
    for (let led = 0; led < count; led += 1) {
      const from = (first + (reverse ? count - 1 - led : led)) * 3;
      put(this.#picture, led * channels, channels, lights[from] ?? 0, lights[from + 1] ?? 0, lights[from + 2] ?? 0);
    }
    stream.write(this.#picture);
  }

  async end(): Promise<void> {
    this.#ended = true;
    void this.#retry?.();
    const stream = this.#stream;
    this.#stream = null;
    await stream?.close();
  }

  /** Says when layout and device do not have the same lights. */
  #misfit(leds: number): string | null {
    const offered = Math.max(0, this.#lights - this.#target.first);
    if (offered > leds) return `The layout has ${offered} lights for it, but it has ${leds}: the others are not shown.`;
    return offered < leds ? `It has ${leds} lights, but the layout only ${offered}: the others stay dark.` : null;
  }
}

/** With a white light, what red, green and blue have in common is given to it. */
function put(picture: Uint8Array, at: number, channels: 3 | 4, red: number, green: number, blue: number): void {
  const white = channels === 4 ? Math.min(red, green, blue) : 0;
  picture[at] = red - white;
  picture[at + 1] = green - white;
  picture[at + 2] = blue - white;
  if (channels === 4) picture[at + 3] = white;
}
