import type { StreamFormat } from '@lightkeeper/plugin-sdk';

/*
 * WLED's own realtime protocol over UDP (kno.wled.ge, "UDP Realtime"; wled00/udp.cpp, handleNotifications). Byte 0 names the form, byte 1
 * says after how many seconds of silence the light returns to its own state. DRGB and DRGBW hold a whole strip from its first light on; in
 * DNRGB and DNRGBW bytes 2 and 3, big-endian, name the first light of the packet.
 */
export const REALTIME_PORT = 21_324;

const DRGB = { form: 2, lights: 490 } as const;
const DRGBW = { form: 3, lights: 367 } as const;
const DNRGB = { form: 4, lights: 489 } as const;
const DNRGBW = { form: 5, lights: 367 } as const;

/** Seconds, and never 255, which would mean for ever: a light whose hub has died must find back by itself. */
const TIME_OUT_S = 3;

/** The packets of one strip, made once and filled anew for each picture. */
export class RealtimePackets {
  readonly #packets: Uint8Array[];
  readonly #header: number;

  constructor({ leds, channels }: Pick<StreamFormat, 'leds' | 'channels'>) {
    const whole = channels === 4 ? DRGBW : DRGB;
    const parts = channels === 4 ? DNRGBW : DNRGB;
    const single = leds <= whole.lights;
    const { form, lights } = single ? whole : parts;
    this.#header = single ? 2 : 4;
    this.#packets = Array.from({ length: Math.ceil(leds / lights) }, (_, index) => {
      const start = index * lights;
      const bytes = Buffer.alloc(this.#header + Math.min(lights, leds - start) * channels);
      bytes[0] = form;
      bytes[1] = TIME_OUT_S;
      if (!single) bytes.writeUInt16BE(start, 2);
      return bytes;
    });
  }

  /** The packets that carry a picture, in order. They hold until the next call. */
  fill(picture: Uint8Array): readonly Uint8Array[] {
    let offset = 0;
    for (const packet of this.#packets) {
      const length = packet.length - this.#header;
      packet.set(picture.subarray(offset, offset + length), this.#header);
      offset += length;
    }
    return this.#packets;
  }
}
