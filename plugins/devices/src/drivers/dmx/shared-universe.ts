import { UNIVERSE_SLOTS } from './fixture.js';

const SEQUENCE = 0;
const PRIORITY = 1;
const NUMBERS_BYTES = 8;

/** The slots of a universe and what its packets say beside them, in memory that all threads share which send it: it has one sequence of numbers. */
export class SharedUniverse {
  readonly buffer: SharedArrayBuffer;
  readonly slots: Uint8Array;
  readonly #numbers: Uint32Array;

  /** `buffer` is that of another one. */
  constructor(buffer = new SharedArrayBuffer(NUMBERS_BYTES + UNIVERSE_SLOTS)) {
    this.buffer = buffer;
    this.#numbers = new Uint32Array(buffer, 0, NUMBERS_BYTES / 4);
    this.slots = new Uint8Array(buffer, NUMBERS_BYTES);
  }

  /** What the next packet says: sequences run 0, 1, 2 and so on. */
  next(): { sequence: number; priority: number } {
    return { sequence: Atomics.add(this.#numbers, SEQUENCE, 1), priority: Atomics.load(this.#numbers, PRIORITY) };
  }

  /** The priority of the packets from now on. */
  prefer(priority: number): void {
    Atomics.store(this.#numbers, PRIORITY, priority);
  }
}
