/*
 * TPM2.NET: a picture travels in packets of 0x9C, 0xDA for data, the size of the data (2 bytes, big-endian), the number of the packet
 * from 1, the number of packets, the data, and 0x36. Receivers find the place of a packet by the size of the first one, so that all but
 * the last are of one size.
 */
export const TPM2_PORT = 65_506;

const START = 0x9c;
const DATA = 0xda;
const END = 0x36;
const HEADER = 6;
/** 480 LEDs of three bytes: the packet fits an Ethernet frame. */
const LEDS_PER_PACKET = 480;
/** The number of a packet is one byte. */
export const MAX_LEDS = 255 * LEDS_PER_PACKET;

/** The packets of one strip, made once and filled anew for each picture. */
export class Tpm2Packets {
  #packets;

  constructor(leds) {
    const count = Math.ceil(leds / LEDS_PER_PACKET);
    this.#packets = Array.from({ length: count }, (_, index) => {
      const size = 3 * Math.min(LEDS_PER_PACKET, leds - index * LEDS_PER_PACKET);
      const bytes = new Uint8Array(HEADER + size + 1);
      bytes.set([START, DATA, size >> 8, size & 0xff, index + 1, count]);
      bytes[HEADER + size] = END;
      return bytes;
    });
  }

  /** The packets that carry a picture of red, green and blue, LED by LED. They hold until the next call. */
  fill(picture) {
    this.#packets.forEach((packet, index) => {
      const start = index * LEDS_PER_PACKET * 3;
      packet.set(picture.subarray(start, start + packet.length - HEADER - 1), HEADER);
    });
    return this.#packets;
  }
}
