import { HubError } from '@lightkeeper/plugin-sdk';
import type { Clock } from '@lightkeeper/plugin-sdk';
import type { InputOptions, SourceInput } from '../source.js';
import type { PushedFrame } from './frame.js';

/** Priorities that scripts may use at one time: each has memory of its own. */
const MAX_INPUTS = 8;
/** Of all of them together. */
const MAX_BYTES = 64 * 1024 * 1024;

interface Pushed {
  input: SourceInput;
  reserved: number;
  ends_at: number;
}

/** What scripts have pushed to a capture that runs: one input for each priority, beside those of its source. */
export class PushedInputs {
  readonly #clock: Clock;
  readonly #open: (options: InputOptions) => SourceInput;
  readonly #inputs = new Map<number, Pushed>();

  constructor(clock: Clock, open: (options: InputOptions) => SourceInput) {
    this.#clock = clock;
    this.#open = open;
  }

  /** Throws `LK_CONFLICT` when too many priorities are in use. */
  show(frame: PushedFrame): void {
    const { priority, timeout_ms, bytes } = frame;
    const now = this.#clock.now();
    const { input } = this.#room(priority, bytes.byteLength, now);
    input.room.set(bytes);
    if (frame.kind === 'picture') input.show({ width: frame.width, height: frame.height, format: frame.format, timeout_ms });
    else input.showLights({ count: bytes.byteLength / 3, timeout_ms });
    this.#inputs.set(priority, {
      input,
      reserved: Math.max(bytes.byteLength, this.#inputs.get(priority)?.reserved ?? 0),
      ends_at: now + timeout_ms,
    });
  }

  #room(priority: number, bytes: number, now: number): { input: SourceInput } {
    const known = this.#inputs.get(priority);
    if (known !== undefined && known.reserved >= bytes) return known;
    this.#forget(now, priority);
    if (known === undefined && this.#inputs.size >= MAX_INPUTS) {
      throw new HubError(
        'LK_CONFLICT',
        `Frames of ${MAX_INPUTS} priorities are shown already; use one of them, or wait until one is over.`,
      );
    }
    const others = [...this.#inputs].reduce((sum, [other, { reserved }]) => sum + (other === priority ? 0 : reserved), 0);
    if (others + bytes > MAX_BYTES) {
      throw new HubError('LK_CONFLICT', 'Frames of other priorities take the room that this one needs: wait until one of them is over.');
    }
    const input = known?.input ?? this.#open({ id: String(priority), priority, timeout_ms: null });
    input.reserve(bytes);
    return { input };
  }

  /** All that are over, but for the one of a priority. */
  #forget(now: number, but: number): void {
    for (const [priority, { input, ends_at }] of this.#inputs) {
      if (ends_at > now || priority === but) continue;
      this.#inputs.delete(priority);
      input.close();
    }
  }
}
