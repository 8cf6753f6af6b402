import type { StreamCounters } from '../device-driver.js';

/** Places in the shared memory: who has the way to the device, and the counters. */
const HOLDER = 0;
const SENT = 1;
const DROPPED = 2;
const FAILED = 3;
const BYTES = 16;

const FREE = 0;
const SENDING = 1;
const CLOSED = 2;

/** A sender that has been at it for so long is gone: what it does takes far less than a millisecond. */
const LONGEST_SEND_MS = 100;

/**
 * What the threads that may send to a device have in common: whether the stream is open still, and what has become of the pictures. One thread
 * sends at a time; the one that opened the stream closes it, and can rely on nothing being sent afterwards.
 */
export class StreamState implements StreamCounters {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Uint32Array;

  /** `buffer` is that of the one who opened the stream. */
  constructor(buffer = new SharedArrayBuffer(BYTES)) {
    this.buffer = buffer;
    this.#words = new Uint32Array(buffer, 0, BYTES / 4);
  }

  /** A thread begins to send: whichever did before it is gone, maybe in the middle of a picture. */
  begin(): void {
    Atomics.compareExchange(this.#words, HOLDER, SENDING, FREE);
  }

  /** Takes the way to the device; false when the stream is closed, and nothing may be sent. To be given back with `leave`. */
  enter(): boolean {
    return Atomics.compareExchange(this.#words, HOLDER, FREE, SENDING) === FREE;
  }

  leave(): void {
    Atomics.compareExchange(this.#words, HOLDER, SENDING, FREE);
  }

  /** Resolves when nothing is sent any more. A thread that has died in the middle of a picture is not waited for. */
  async close(): Promise<void> {
    const words = this.#words;
    const until = performance.now() + LONGEST_SEND_MS;
    while (Atomics.compareExchange(words, HOLDER, FREE, CLOSED) === SENDING && performance.now() < until) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    Atomics.store(words, HOLDER, CLOSED);
  }

  get sent(): number {
    return Atomics.load(this.#words, SENT);
  }
  set sent(count: number) {
    Atomics.store(this.#words, SENT, count);
  }

  get dropped(): number {
    return Atomics.load(this.#words, DROPPED);
  }
  set dropped(count: number) {
    Atomics.store(this.#words, DROPPED, count);
  }

  get failed(): number {
    return Atomics.load(this.#words, FAILED);
  }
  set failed(count: number) {
    Atomics.store(this.#words, FAILED, count);
  }
}
