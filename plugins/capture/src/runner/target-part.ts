import type { StreamFormat } from '@lightkeeper/plugin-sdk';
import type { Target } from '../entities/target.js';
import type { Zone } from '../layout/zone.js';
import { DelayLine } from './delay-line.js';

/** Puts the lights of a layout into the picture of a device, as one target says: which, where, how late and how bright. */
export class TargetPart {
  readonly #target: Target;
  /** Of each light of the layout: 0 where its zone has no area, so that it stays dark as Hyperion's blacklisted ones do. */
  readonly #weights: Uint8Array;
  readonly #delay: DelayLine | null;
  readonly #until: number;

  /** `until` is where in the layout the lights of another target begin; `rate` is how many pictures a second come at most. */
  constructor(target: Target, zones: readonly Zone[], { until, rate }: { until: number; rate: number }) {
    this.#target = target;
    this.#until = until;
    this.#weights = Uint8Array.from(zones, ({ left, top, right, bottom }) => (left < right && top < bottom ? 1 : 0));
    this.#delay = target.delay_ms === 0 ? null : new DelayLine(zones.length * 3, target.delay_ms, rate);
  }

  /** Paints what is due into the device's picture; false while nothing is. `now` in milliseconds. */
  paint(lights: Uint8Array, picture: Uint8Array, { leds, channels }: StreamFormat, now: number): boolean {
    const due = this.#delay === null ? lights : this.#delay.pass(lights, now);
    if (due === null) return false;
    const { first, reverse } = this.#target;
    const { start, room } = this.#place(leds);
    const count = this.#count(room);
    // As many lights as there are, or those that were asked for spread over all that the device has.
    const painted = this.#target.count === null ? count : room;
    for (let led = 0; led < painted; led += 1) {
      const from = first + Math.floor((led * count) / painted);
      const to = Math.max(from + 1, first + Math.floor(((led + 1) * count) / painted));
      this.#put(picture, (start + (reverse ? painted - 1 - led : led)) * channels, channels, due, from, to);
    }
    return true;
  }

  /** Says when layout and device do not have the same lights. */
  misfit(leds: number): string | null {
    const { first, count, segment } = this.#target;
    const { room } = this.#place(leds);
    if (segment !== null && segment.stop > leds) {
      return `Its segment ends at ${segment.stop}, but it has ${leds} lights: ${room === 0 ? 'nothing is shown' : 'the rest of the segment is not shown'}.`;
    }
    const offered = Math.max(0, this.#weights.length - first);
    if (offered === 0) return `It begins at light ${first} of the layout, which has ${this.#weights.length}: nothing is shown.`;
    if (count !== null) return count > offered ? `The layout has ${offered} of the ${count} lights that it shows.` : null;
    const meant = Math.min(this.#until, this.#weights.length) - first;
    if (meant > room) return `The layout has ${meant} lights for it, but it has ${room}: the others are not shown.`;
    return offered < room ? `It has ${room} lights, but the layout only ${offered}: the others stay dark.` : null;
  }

  #place(leds: number): { start: number; room: number } {
    const { segment } = this.#target;
    const start = Math.min(leds, segment?.start ?? 0);
    return { start, room: Math.min(leds, segment?.stop ?? leds) - start };
  }

  #count(room: number): number {
    return Math.max(0, Math.min(this.#target.count ?? room, this.#weights.length - this.#target.first));
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
