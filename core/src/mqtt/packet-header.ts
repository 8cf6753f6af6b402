/** The fixed header of a packet (MQTT 3.1.1 §2.2). */
export interface PacketHeader {
  /** Type and flags. */
  first: number;
  /** Bytes that follow the header. */
  length: number;
}

/** Reads a fixed header byte by byte, since it may come in pieces. */
export class PacketHeaderReader {
  #first: number | null = null;
  #length = 0;
  #scale = 1;

  /** The header once it is whole, null before. Throws when the length has more than four bytes (§2.2.3). */
  push(byte: number): PacketHeader | null {
    if (this.#first === null) {
      this.#first = byte;
      return null;
    }
    if (this.#scale > 128 ** 3) throw new Error('a remaining length has at most four bytes');
    this.#length += (byte & 0x7f) * this.#scale;
    this.#scale *= 128;
    if ((byte & 0x80) !== 0) return null;
    const header = { first: this.#first, length: this.#length };
    this.#first = null;
    this.#length = 0;
    this.#scale = 1;
    return header;
  }
}
