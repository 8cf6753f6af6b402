import type { StreamFormat } from '../wire/device.js';

/*
 * Distributed Display Protocol (3waylabs, "DDP Protocol", sections "Header" and "Data types"). A header of 10 bytes: flags, sequence, data
 * type, destination, data offset in bytes (4) and data length (2), both big-endian; then the pixels.
 */
export const DDP_PORT = 4048;

const HEADER = 10;
/** Largest data of a packet that fits an Ethernet frame, and holds whole lights of 3 and of 4 bytes: 480 RGB, 360 RGBW. */
const MAX_DATA = 1_440;
/** Flags: version 1 in the upper two bits. */
const VERSION_1 = 0x40;
/** Flags: show what has come so far. Set in the last packet of a picture alone. */
const PUSH = 0x01;
/** Sequence numbers run from 1 to 15; 0 says that there is none. */
const MAX_SEQUENCE = 15;
/** Data types: RGB and RGBW of 8 bits a channel. */
const RGB24 = 0x0b;
const RGBW32 = 0x1b;
/** Destination 1 is the display. */
const DISPLAY = 1;

/** The packets of one display, made once and filled anew for each picture. */
export class DdpPackets {
  readonly #packets: Uint8Array[];
  #sequence = 0;

  constructor({ leds, channels }: Pick<StreamFormat, 'leds' | 'channels'>) {
    const size = leds * channels;
    this.#packets = Array.from({ length: Math.ceil(size / MAX_DATA) }, (_, index) => {
      const offset = index * MAX_DATA;
      const length = Math.min(MAX_DATA, size - offset);
      const bytes = Buffer.alloc(HEADER + length);
      bytes[0] = VERSION_1 | (offset + length === size ? PUSH : 0);
      bytes[2] = channels === 4 ? RGBW32 : RGB24;
      bytes[3] = DISPLAY;
      bytes.writeUInt32BE(offset, 4);
      bytes.writeUInt16BE(length, 8);
      return bytes;
    });
  }

  /** The packets that carry a picture, in order. They hold until the next call. */
  fill(picture: Uint8Array): readonly Uint8Array[] {
    let offset = 0;
    for (const packet of this.#packets) {
      this.#sequence = (this.#sequence % MAX_SEQUENCE) + 1;
      packet[1] = this.#sequence;
      const length = packet.length - HEADER;
      packet.set(picture.subarray(offset, offset + length), HEADER);
      offset += length;
    }
    return this.#packets;
  }
}
