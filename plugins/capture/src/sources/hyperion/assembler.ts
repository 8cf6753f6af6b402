import { ProtocolError } from './request.js';

/** Bytes that all clients of a source may hold together, so that many of them cannot take what one may not. */
export class Budget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** False when there is no room for so many more; a negative number gives back. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}

/** Where the next message stands, and where what follows it begins; null when it is not whole yet. */
type Cut = (bytes: Uint8Array, max: number) => { from: number; to: number; next: number } | null;

/** A length of four bytes, the largest first, then the message (hyperion.ng, libsrc/flatbufserver/FlatBufferClient.cpp). */
export const byLength: Cut = (bytes, max) => {
  if (bytes.byteLength < 4) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (length > max) throw new ProtocolError(`A message says that it has ${length} bytes; ${max} are the most.`);
  return bytes.byteLength < 4 + length ? null : { from: 4, to: 4 + length, next: 4 + length };
};

const NEW_LINE = 0x0a;

/** One message a line. */
export const byLine: Cut = (bytes, max) => {
  const end = bytes.indexOf(NEW_LINE);
  if (end > max || (end === -1 && bytes.byteLength > max)) throw new ProtocolError(`A line has more than ${max} bytes.`);
  return end === -1 ? null : { from: 0, to: end, next: end + 1 };
};

interface AssemblerOptions {
  cut: Cut;
  /** The largest message. */
  max_bytes: number;
  budget: Budget;
  /** A whole message; its bytes are filled anew afterwards. */
  message: (bytes: Uint8Array) => void;
}

/** Puts messages together from bytes that are cut anywhere. Its memory grows with what has come, never with what a length claims. */
export class Assembler {
  readonly #options: AssemblerOptions;
  #buffer = new Uint8Array(0);
  #used = 0;

  constructor(options: AssemblerOptions) {
    this.#options = options;
  }

  /** Throws `ProtocolError` when a message is too large, and what the handler of messages throws. */
  push(bytes: Uint8Array): void {
    this.#grow(this.#used + bytes.byteLength);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.byteLength;
    const { cut, max_bytes, message } = this.#options;
    let at = 0;
    for (let found = cut(this.#rest(at), max_bytes); found !== null; found = cut(this.#rest(at), max_bytes)) {
      message(this.#rest(at).subarray(found.from, found.to));
      at += found.next;
    }
    this.#buffer.copyWithin(0, at, this.#used);
    this.#used -= at;
  }

  /** Gives its memory back. */
  end(): void {
    this.#options.budget.take(-this.#buffer.byteLength);
    this.#buffer = new Uint8Array(0);
    this.#used = 0;
  }

  #rest(from: number): Uint8Array {
    return this.#buffer.subarray(from, this.#used);
  }

  #grow(needed: number): void {
    const size = this.#buffer.byteLength;
    if (needed <= size) return;
    const wanted = Math.max(needed, size * 2);
    if (!this.#options.budget.take(wanted - size)) throw new ProtocolError('All clients together hold too much that is not whole yet.');
    const larger = new Uint8Array(wanted);
    larger.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = larger;
  }
}
