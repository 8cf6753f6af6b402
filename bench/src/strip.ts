import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { WledSimulator } from '../../tests/support/wled-simulator.js';

/** A WLED, and the times at which it was told to show a picture: DDP sets bit 0 of the flags in the last packet of one. */
export class Strip {
  readonly light: WledSimulator;
  readonly shown: number[] = [];
  readonly #socket: Socket = createSocket('udp4');

  constructor(number: number, leds: number) {
    this.light = new WledSimulator({ name: `Strip ${number}`, mac: `a0b1c2d3e4${number.toString(16).padStart(2, '0')}`, leds });
    this.#socket.on('message', (bytes) => {
      if (((bytes[0] ?? 0) & 1) === 1) this.shown.push(performance.now());
    });
  }

  async start(): Promise<void> {
    await this.light.start();
    this.#socket.bind(0, '127.0.0.1');
    await once(this.#socket, 'listening');
  }

  get config(): Record<string, unknown> {
    return { address: this.light.address, realtime_port: this.#socket.address().port };
  }

  async end(): Promise<void> {
    this.#socket.close();
    await this.light.end();
  }
}
