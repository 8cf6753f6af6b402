/** Numbers that go with each value: what they mean is up to writer and reader. */
const HEADER = 8;
const HEADER_BYTES = HEADER * 4;
/** Set beside the slot's number when the writer has put something new there. */
const FRESH = 4;
const SLOT = 3;
/** First the number of the slot that belongs to neither side, then how many bytes a slot has. */
const MIDDLE = 0;
const SIZE = 1;
const FRONT_BYTES = 8;

/**
 * The newest value, from one thread to one other, without waiting and without copies that nobody reads. Three slots: the writer has one, the
 * reader has one, and the third goes from hand to hand by an exchange that cannot be seen half done.
 */
export class Latest {
  readonly buffer: SharedArrayBuffer;
  readonly #front: Int32Array;
  readonly #headers: readonly Int32Array[];
  readonly #slots: readonly Uint8Array[];
  #mine: number;

  /** `buffer` is one that `room` or `lay` made; `side` says who this end is, and each side exists once. */
  constructor(buffer: SharedArrayBuffer, side: 'writer' | 'reader') {
    this.buffer = buffer;
    this.#front = new Int32Array(buffer, 0, FRONT_BYTES / 4);
    const size = this.#front[SIZE] ?? 0;
    const place = (slot: number): number => FRONT_BYTES + slot * (HEADER_BYTES + size);
    this.#headers = [0, 1, 2].map((slot) => new Int32Array(buffer, place(slot), HEADER));
    this.#slots = [0, 1, 2].map((slot) => new Uint8Array(buffer, place(slot) + HEADER_BYTES, size));
    this.#mine = side === 'writer' ? 1 : 2;
  }

  /** Room for values of up to so many bytes. */
  static room(bytes: number): SharedArrayBuffer {
    const buffer = new SharedArrayBuffer(Latest.bytesOf(bytes));
    Latest.lay(buffer, bytes);
    return buffer;
  }

  /** What a room for values of up to so many bytes takes. */
  static bytesOf(bytes: number): number {
    return FRONT_BYTES + SLOT * (HEADER_BYTES + padded(bytes));
  }

  /** Makes a room at the beginning of memory that nobody uses yet. Slot 0 is in the middle at first, 1 the writer's, 2 the reader's. */
  static lay(buffer: SharedArrayBuffer, bytes: number): void {
    new Int32Array(buffer, 0, FRONT_BYTES / 4).set([0, padded(bytes)]);
  }

  /** Bytes that a value may have. */
  get size(): number {
    return this.#slots[0]?.byteLength ?? 0;
  }

  /** The slot of this side: the writer fills it, the reader reads it. */
  get bytes(): Uint8Array {
    return this.#slots[this.#mine] ?? NOTHING;
  }

  /** Numbers that go with the bytes of this side's slot. */
  get header(): Int32Array {
    return this.#headers[this.#mine] ?? NO_NUMBERS;
  }

  /** The writer hands over what its slot holds. Its next slot holds something old. */
  publish(): void {
    this.#mine = Atomics.exchange(this.#front, MIDDLE, this.#mine | FRESH) & ~FRESH;
  }

  /** The reader takes the newest value into its slot; false when there is none that it has not seen. */
  take(): boolean {
    if ((Atomics.load(this.#front, MIDDLE) & FRESH) === 0) return false;
    this.#mine = Atomics.exchange(this.#front, MIDDLE, this.#mine) & ~FRESH;
    return true;
  }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

const NOTHING = new Uint8Array(0);
const NO_NUMBERS = new Int32Array(0);
