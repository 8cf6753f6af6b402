/*
 * Adalight: 'A', 'd', 'a', the number of LEDs less one as two bytes, the higher first, their exclusive or with 0x55, then three bytes for
 * each LED (Adafruit, "Adalight" LEDstream sketch; wled00/wled_serial.cpp). AWA is the same with 'A', 'w', 'a' and three sums over the
 * colours at the end, by which the board passes over what was garbled (HyperSerial, "AWA protocol").
 */
export const PROTOCOLS = ['adalight', 'awa'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** In which order an LED takes its colours. */
export const ORDERS = ['RGB', 'RBG', 'GRB', 'GBR', 'BRG', 'BGR'] as const;
export type Order = (typeof ORDERS)[number];

const HEADER = 6;
const SUMS = 3;

/** A byte on the line takes ten bits: a start bit, eight of data, a stop bit. */
const BITS_PER_BYTE = 10;
const MAX_FPS = 100;

export interface PacketOptions {
  protocol: Protocol;
  leds: number;
  order: Order;
}

export function packetLength({ protocol, leds }: Pick<PacketOptions, 'protocol' | 'leds'>): number {
  return HEADER + leds * 3 + (protocol === 'awa' ? SUMS : 0);
}

/** How many pictures a second the line carries. */
export function maxFps(options: Pick<PacketOptions, 'protocol' | 'leds'>, baud: number): number {
  return Math.min(MAX_FPS, Math.max(1, Math.floor(baud / BITS_PER_BYTE / packetLength(options))));
}

/** The packet of one strip, made once and filled anew for each picture. */
export class SerialPacket {
  readonly #bytes: Uint8Array;
  readonly #sums: boolean;
  /** For the first, second and third byte on the line: which byte of the picture it is. */
  readonly #places: readonly [number, number, number];

  constructor({ protocol, leds, order }: PacketOptions) {
    const bytes = new Uint8Array(packetLength({ protocol, leds }));
    const high = (leds - 1) >> 8;
    const low = (leds - 1) & 0xff;
    bytes.set([0x41, protocol === 'awa' ? 0x77 : 0x64, 0x61, high, low, high ^ low ^ 0x55]);
    this.#bytes = bytes;
    this.#sums = protocol === 'awa';
    const place = (index: number): number => 'RGB'.indexOf(order.charAt(index));
    this.#places = [place(0), place(1), place(2)];
  }

  /** The packet that carries a picture of red, green, blue. It holds until the next call. */
  fill(picture: Uint8Array): Uint8Array {
    const bytes = this.#bytes;
    const [first, second, third] = this.#places;
    for (let at = 0; at < picture.length; at += 3) {
      bytes[HEADER + at] = picture[at + first] ?? 0;
      bytes[HEADER + at + 1] = picture[at + second] ?? 0;
      bytes[HEADER + at + 2] = picture[at + third] ?? 0;
    }
    if (this.#sums) this.#addSums();
    return bytes;
  }

  /** Fletcher's two sums, and one that heeds the places; it never looks like the beginning of a packet. */
  #addSums(): void {
    const bytes = this.#bytes;
    const end = bytes.length - SUMS;
    let [sum, sum_of_sums, placed] = [0, 0, 0];
    for (let at = HEADER; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      sum = (sum + byte) % 255;
      sum_of_sums = (sum_of_sums + sum) % 255;
      placed = (placed + (byte ^ ((at - HEADER) & 0xff))) % 255;
    }
    bytes[end] = sum;
    bytes[end + 1] = sum_of_sums;
    bytes[end + 2] = placed === 0x41 ? 0xaa : placed;
  }
}
