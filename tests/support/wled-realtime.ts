import { createSocket } from 'node:dgram';
import type { RemoteInfo, Socket } from 'node:dgram';
import { once } from 'node:events';
import type { WledSimulator } from './wled-simulator.js';

/** A datagram as it came in. */
export interface RealtimePacket {
  /** When, in epoch milliseconds with fractions. */
  at: number;
  protocol: 'ddp' | 'udp';
  /** DDP alone: 1 to 15. */
  sequence: number;
  /** Whether the picture is shown with it. */
  shows: boolean;
  /** Seconds after which the light returns to itself, where the packet says so; 255 stands for never. */
  time_out_s: number | null;
  bytes: Buffer;
}

/**
 * The part of a WLED that takes pictures: DDP (3waylabs, "DDP Protocol", section "Header"; wled00/e131.cpp, handleDDPPacket) and its own
 * realtime protocol (kno.wled.ge, "UDP Realtime"; wled00/udp.cpp, handleNotifications), on one free port of 127.0.0.1.
 */
export class WledRealtime {
  /** Pictures as they were shown: the bytes of all lights, by the channels of the last packet. */
  readonly pictures: Buffer[] = [];
  readonly packets: RealtimePacket[] = [];
  /** Datagrams that WLED would not understand. */
  readonly strange: Buffer[] = [];
  /** How often it returned to its own state because nothing came any more. */
  time_outs = 0;
  readonly #light: WledSimulator;
  readonly #socket: Socket = createSocket('udp4');
  #strip = Buffer.alloc(0);
  #silence: NodeJS.Timeout | undefined;

  constructor(light: WledSimulator) {
    this.#light = light;
  }

  async start(): Promise<void> {
    this.#socket.on('message', (bytes, from) => {
      this.#take(bytes, from);
    });
    this.#socket.bind(0, '127.0.0.1');
    await once(this.#socket, 'listening');
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** The newest picture as numbers. */
  get last(): number[] {
    return [...(this.pictures.at(-1) ?? [])];
  }

  end(): void {
    clearTimeout(this.#silence);
    this.#socket.close();
  }

  #take(bytes: Buffer, from: RemoteInfo): void {
    const form = bytes[0] ?? 0;
    if ((form & 0xc0) === 0x40 && bytes.length >= 10 && bytes.length === 10 + bytes.readUInt16BE(8)) this.#takeDdp(bytes, from);
    else if (form >= 2 && form <= 5 && bytes.length <= 1_472) this.#takeUdp(bytes, from);
    else this.strange.push(bytes);
  }

  #takeDdp(bytes: Buffer, from: RemoteInfo): void {
    const shows = (bytes.readUInt8(0) & 1) === 1;
    this.packets.push({ at: arrival(), protocol: 'ddp', sequence: bytes.readUInt8(1) & 15, shows, time_out_s: null, bytes });
    // The colour type in the bits TTT: 1 is RGB, 3 RGBW.
    const channels = (bytes.readUInt8(2) & 0x38) >> 3 === 3 ? 4 : 3;
    this.#enter('DDP', from, Number(this.#light.model.live_settings.timeout) * 100);
    this.#paint(bytes.subarray(10), bytes.readUInt32BE(4), channels, shows);
  }

  #takeUdp(bytes: Buffer, from: RemoteInfo): void {
    const form = bytes.readUInt8(0);
    const time_out_s = bytes.readUInt8(1);
    this.packets.push({ at: arrival(), protocol: 'udp', sequence: 0, shows: true, time_out_s, bytes });
    const channels = form === 3 || form === 5 ? 4 : 3;
    const header = form >= 4 ? 4 : 2;
    this.#enter('UDP', from, time_out_s * 1_000);
    this.#paint(bytes.subarray(header), header === 4 ? bytes.readUInt16BE(2) * channels : 0, channels, true);
  }

  /** A light that is off lights up, and stays off in its own state (wled00/udp.cpp, realtimeLock). */
  #enter(lm: string, from: RemoteInfo, silence_ms: number): void {
    const { model } = this.#light;
    if (model.live_settings.en === false) return;
    if (!model.live) {
      Object.assign(model.drifted, { lm, lip: from.address });
      this.#light.touch({ live: true });
    }
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      if (!model.live) return;
      this.time_outs += 1;
      this.#light.touch({ live: false });
    }, silence_ms);
  }

  #paint(pixels: Buffer, offset: number, channels: number, shows: boolean): void {
    const { model } = this.#light;
    const size = model.leds * channels;
    if (this.#strip.length !== size) this.#strip = Buffer.alloc(size);
    pixels.copy(this.#strip, Math.min(offset, size));
    if (shows && model.override === 0 && model.live) this.pictures.push(Buffer.from(this.#strip));
  }
}

function arrival(): number {
  return performance.timeOrigin + performance.now();
}
