import type { StreamFormat } from '@lightkeeper/plugin-sdk';
import type { Target } from '../entities/target.js';
import type { Zone } from '../layout/zone.js';
import { DelayLine } from './delay-line.js';
import { placeOf } from './target-fit.js';

/** Puts the lights of a layout into the picture of a device, as one target says: which, where, how late and how bright. */
export class TargetPart {
  readonly #target: Target;
  /** Of each light of the layout: 0 where its zone has no area, so that it stays dark as Hyperion's blacklisted ones do. */
  readonly #weights: Uint8Array;
  readonly #delay: DelayLine | null;

  /** `rate` is how many pictures a second come at most. */
  constructor(target: Target, zones: readonly Zone[], rate: number) {
    this.#target = target;
    this.#weights = Uint8Array.from(zones, ({ left, top, right, bottom }) => (left < right && top < bottom ? 1 : 0));
    this.#delay = target.delay_ms === 0 ? null : new DelayLine(zones.length * 3, target.delay_ms, rate);
  }

  /** Paints what is due into the device's picture; false while nothing is. `now` in milliseconds. */
  paint(lights: Uint8Array, picture: Uint8Array, { leds, channels }: StreamFormat, now: number): boolean {
    const due = this.#delay === null ? lights : this.#delay.pass(lights, now);
    if (due === null) return false;
    const { first, reverse } = this.#target;
    const { start, room } = placeOf(this.#target, leds);
    const count = Math.max(0, Math.min(this.#target.count ?? room, this.#weights.length - first));
    // As many lights as there are, or those that were asked for spread over all that the device has.
    const painted = this.#target.count === null ? count : room;
    for (let led = 0; led < painted; led += 1) {
      const from = first + Math.floor((led * count) / painted);
      const to = Math.max(from + 1, first + Math.floor(((led + 1) * count) / painted));
      this.#put(picture, (start + (reverse ? painted - 1 - led : led)) * channels, channels, due, from, to);
    }
    return true;
  }

  /** The mean of some lights of the layout, which are amounts of light, becomes one of the device. */
  #put(picture: Uint8Array, at: number, channels: 3 | 4, lights: Uint8Array, from: number, to: number): void {
    let red = 0;
    let green = 0;
    let blue = 0;
    let weights = 0;
    for (let light = from; light < to; light += 1) {
      if (this.#weights[light] !== 1) continue;
      red += lights[light * 3] ?? 0;
      green += lights[light * 3 + 1] ?? 0;
      blue += lights[light * 3 + 2] ?? 0;
      weights += 1;
    }
    const share = weights === 0 ? 0 : this.#target.brightness / 100 / weights;
    red = Math.round(red * share);
    green = Math.round(green * share);
    blue = Math.round(blue * share);
    // What red, green and blue have in common is given to a white light.
    const white = channels === 4 && this.#target.white === 'accurate' ? Math.min(red, green, blue) : 0;
    picture[at] = red - white;
    picture[at + 1] = green - white;
    picture[at + 2] = blue - white;
    if (channels === 4) picture[at + 3] = white;
  }
}
