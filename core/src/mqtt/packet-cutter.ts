import { PacketHeaderReader, type PacketHeader } from './packet-header.js';
import { MAX_PAYLOAD_BYTES } from './transport.js';

/** Of a payload that is cut, one byte more is left than a whole one may have: so the two can be told apart by their length alone. */
export const CUT_PAYLOAD_BYTES = MAX_PAYLOAD_BYTES + 1;
/** All but PUBLISH: a SUBACK has a byte for each filter (MQTT 3.1.1 §3.9), and the others are shorter. */
const MAX_OTHER_BYTES = 65_536;
const PUBLISH = 3;
const QOS_BITS = 0b0110;

interface PacketCutterOptions {
  /** Takes what is left of the stream, in pieces that must not be changed. */
  push: (bytes: Buffer) => void;
  /** A message was cut; `payload_bytes` is how long it was. */
  onCut: (payload_bytes: number) => void;
}

/**
 * Passes a broker's packets on byte for byte, except that a PUBLISH with a payload of more than {@link MAX_PAYLOAD_BYTES} is passed on
 * shortened, with a remaining length to match. It is a whole packet, so a QoS 1 message is acknowledged like any other, and the broker does not
 * send it again at every connect. No part of a packet is held back but a few bytes of its header.
 */
export class PacketCutter {
  readonly #options: PacketCutterOptions;
  readonly #reader = new PacketHeaderReader();
  /** The header of a PUBLISH that may be too long, until the length of its topic is known too. */
  #undecided: PacketHeader | null = null;
  #topic_length: number[] = [];
  /** What came of the undecided packet in earlier chunks. */
  #held: number[] = [];
  /** Bytes of the current packet that pass, and those after them that do not. */
  #pass = 0;
  #skip = 0;

  constructor(options: PacketCutterOptions) {
    this.#options = options;
  }

  /** Takes the next bytes of the stream. Throws when they are no MQTT. */
  write(chunk: Buffer): void {
    // The bytes from `begin` pass as they are; those from `start` on belong to a header that is not whole yet.
    let [at, begin, start] = [0, 0, 0];
    const push = (end: number): void => {
      if (end > begin) this.#options.push(chunk.subarray(begin, end));
      begin = end;
    };
    while (at < chunk.byteLength) {
      if (this.#pass > 0) {
        const count = Math.min(this.#pass, chunk.byteLength - at);
        this.#pass -= count;
        at = start = at + count;
      } else if (this.#skip > 0) {
        push(at);
        const count = Math.min(this.#skip, chunk.byteLength - at);
        this.#skip -= count;
        at = start = begin = at + count;
      } else {
        const verdict = this.#read(chunk[at] ?? 0);
        at += 1;
        if (verdict === null) continue;
        if (verdict === 'whole') {
          if (this.#held.length > 0) this.#options.push(Buffer.from(this.#held));
        } else {
          push(start);
          this.#options.push(verdict);
          begin = at;
        }
        this.#held = [];
        start = at;
      }
    }
    if (start < at) this.#held.push(...chunk.subarray(start));
    push(start);
  }

  /** Takes a byte of a header: null while it is open what becomes of the packet, else the header to put in the place of its own. */
  #read(byte: number): null | 'whole' | Buffer {
    if (this.#undecided === null) {
      const header = this.#reader.push(byte);
      if (header === null) return null;
      const publish = header.first >> 4 === PUBLISH;
      if (publish && header.length > MAX_PAYLOAD_BYTES) {
        this.#undecided = header;
        return null;
      }
      if (!publish && header.length > MAX_OTHER_BYTES) throw new Error('a packet of this kind is never so long');
      this.#pass = header.length;
      return 'whole';
    }
    this.#topic_length.push(byte);
    const [high, low] = this.#topic_length;
    if (high === undefined || low === undefined) return null;
    const { first, length } = this.#undecided;
    this.#undecided = null;
    this.#topic_length = [];
    // §3.3.2: the topic, and with QoS 1 and 2 a packet identifier, stand before the payload.
    const before = 2 + high * 256 + low + ((first & QOS_BITS) === 0 ? 0 : 2);
    if (before > length) throw new Error('a topic is longer than its packet');
    const payload = length - before;
    if (payload <= MAX_PAYLOAD_BYTES) {
      this.#pass = length - 2;
      return 'whole';
    }
    this.#options.onCut(payload);
    this.#pass = before - 2 + CUT_PAYLOAD_BYTES;
    this.#skip = payload - CUT_PAYLOAD_BYTES;
    return Buffer.from([first, ...lengthBytes(before + CUT_PAYLOAD_BYTES), high, low]);
  }
}

/** A remaining length as it is written (§2.2.3). */
function lengthBytes(length: number): number[] {
  const bytes: number[] = [];
  let left = length;
  do {
    const byte = left % 128;
    left = Math.floor(left / 128);
    bytes.push(left > 0 ? byte + 128 : byte);
  } while (left > 0);
  return bytes;
}
