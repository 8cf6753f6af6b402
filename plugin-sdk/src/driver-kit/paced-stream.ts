import type { Clock, Timers } from '../clock.js';
import type { DeviceStream, DirectOutput, StreamCounters } from '../device-driver.js';
import type { Disposer } from '../disposable.js';
import type { StreamFormat } from '../wire/device.js';
import { StreamState } from './stream-state.js';

/** Where pictures go. */
export interface PictureSink {
  /** Sends a picture. Its bytes stay as they are until this has settled, and no second one comes meanwhile. */
  send(picture: Uint8Array): Promise<void>;
  /** Hands the device back to its own state. Called once, after the last picture. */
  end(): Promise<void>;
}

export interface PaceOptions {
  clock: Pick<Clock, 'now'>;
  timers: Timers;
  /**
   * A picture that no newer one followed for this long is sent again: devices return to themselves when they hear nothing. Null where
   * what sends it sees to that.
   */
  keep_alive_ms: number | null;
  /**
   * Lets other threads send as well, each in the place of `write`: see {@link DirectOutput}. What is sent there is the same as by the sink.
   */
  direct?: Pick<DirectOutput, 'module' | 'options'>;
  /** Where pictures are counted, by default in the stream's own memory. */
  counters?: StreamCounters;
}

/**
 * How far a picture may come before its time, as a part of the time between two. A source that keeps the rate on the whole, but not to the
 * millisecond, then waits for no timer.
 */
const EARLY = 0.25;

/**
 * The writer of a driver's pictures: give it the sink that sends one, and return it from `DeviceConnection.stream`. It holds two pictures: one that is being sent, and one that waits; a newer one takes the place of the
 * one that waits. Sends never overlap, and there are at most `max_fps` a second.
 *
 * @example
 * const packets = new DdpPackets(format);
 * const send = async (picture: Uint8Array) => {
 *   for (const packet of packets.fill(picture)) await socket.send(packet, target);
 * };
 * return new PacedStream(format, { send, end: async () => socket.close() }, { clock, timers, keep_alive_ms: 1_000 });
 */
export class PacedStream implements DeviceStream {
  readonly format: StreamFormat;
  readonly counters: StreamCounters;
  readonly direct: DirectOutput | null;
  /** What is shared with a thread that sends by itself. */
  readonly #state: StreamState | null;
  readonly #sink: PictureSink;
  readonly #options: PaceOptions;
  readonly #interval: number;
  #stopRepeating: Disposer = () => {};
  /** What was sent last, or is being sent. */
  #shown: Uint8Array;
  #next: Uint8Array;
  #waiting = false;
  #sending: Promise<void> | null = null;
  #planned: Disposer | null = null;
  /** When the next picture may be sent, give or take what is early. */
  #due = Number.NEGATIVE_INFINITY;
  #begun = false;
  #fresh = false;
  #closing: Promise<void> | null = null;

  constructor(format: StreamFormat, sink: PictureSink, options: PaceOptions) {
    this.format = format;
    this.#sink = sink;
    this.#options = options;
    const { direct, keep_alive_ms } = options;
    this.#state = direct === undefined ? null : new StreamState();
    this.direct = direct === undefined || this.#state === null ? null : { ...direct, format, keep_alive_ms, state: this.#state.buffer };
    this.counters = this.#state ?? options.counters ?? { sent: 0, dropped: 0, failed: 0 };
    this.#interval = 1_000 / format.max_fps;
    this.#shown = new Uint8Array(format.leds * format.channels);
    this.#next = new Uint8Array(this.#shown.length);
    if (keep_alive_ms === null) return;
    // Looked after twice as often, so that no silence is longer than the keep-alive.
    this.#stopRepeating = options.timers.every(keep_alive_ms / 2, 'repeat a picture', () => {
      this.#repeat();
    });
  }

  write(frame: Uint8Array): void {
    if (this.#closing !== null || frame.length !== this.#next.length) {
      this.counters.dropped += 1;
      return;
    }
    if (this.#waiting) this.counters.dropped += 1;
    this.#next.set(frame);
    this.#waiting = true;
    this.#plan();
  }

  /** What waits is passed over; what is being sent is waited for. */
  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    void this.#stopRepeating();
    void this.#planned?.();
    this.#planned = null;
    if (this.#waiting) this.counters.dropped += 1;
    this.#waiting = false;
    await Promise.all([this.#sending, this.#state?.close()]);
    await this.#sink.end();
  }

  #plan(): void {
    if (!this.#waiting || this.#sending !== null || this.#planned !== null) return;
    // A clock that was set back must not hold a picture for longer than one interval.
    const wait = Math.min(this.#interval, this.#due - EARLY * this.#interval - this.#options.clock.now());
    if (wait <= 0) this.#sendNext();
    else this.#planned = this.#after(Math.ceil(wait));
  }

  /** While the hub stops there are no timers any more: what waits goes no further. */
  #after(ms: number): Disposer | null {
    try {
      return this.#options.timers.after(ms, 'send a picture', () => {
        this.#planned = null;
        if (this.#waiting && this.#sending === null) this.#sendNext();
      });
    } catch {
      return null;
    }
  }

  #sendNext(): void {
    const next = this.#next;
    this.#next = this.#shown;
    this.#shown = next;
    this.#waiting = false;
    const now = this.#options.clock.now();
    const early = EARLY * this.#interval;
    this.#due = Math.min(now + early, Math.max(now - early, this.#due)) + this.#interval;
    this.#begun = true;
    this.#sending = this.#send(true);
  }

  #repeat(): void {
    if (!this.#fresh && this.#begun && this.#sending === null) this.#sending = this.#send(false);
    this.#fresh = false;
  }

  async #send(counts: boolean): Promise<void> {
    this.#fresh = true;
    try {
      await this.#sink.send(this.#shown);
      if (counts) this.counters.sent += 1;
    } catch {
      if (counts) this.counters.failed += 1;
    }
    this.#sending = null;
    this.#plan();
  }
}
