import type { Principal, Role } from '@lightkeeper/plugin-sdk';
import type Koa from 'koa';
import type {} from 'koa-websocket';
import { permits } from '../access/scopes.js';

/** A client that lets this much pile up is too slow: it is dropped, with the reason, before it costs the hub its memory. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** Close codes: RFC 6455 section 7.4.1 for those below 4000, the rest our own in the private range. */
export const CLOSE = {
  going_away: 1001,
  internal: 1011,
  try_later: 1013,
  too_big: 1009,
  too_slow: 4008,
  signed_out: 4001,
  bad_message: 4000,
} as const;

/** A `ws` socket, as koa-websocket hands it out. */
export type Socket = Koa.Context['websocket'];

export interface EventAccess {
  role: Role;
  scope: string;
}

/** One connected client. */
export class SocketClient {
  principal: Principal;
  readonly topics = new Set<string>();
  alive = true;
  readonly #socket: Socket;
  readonly #onTooSlow: () => void;

  /** `onTooSlow` is called once when the client is dropped because it does not keep up. */
  constructor(socket: Socket, principal: Principal, onTooSlow: () => void) {
    this.#socket = socket;
    this.principal = principal;
    this.#onTooSlow = onTooSlow;
  }

  mayHear(access: EventAccess): boolean {
    return permits(this.principal, access);
  }

  send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.close(CLOSE.too_slow, 'too slow: events piled up');
      this.#onTooSlow();
      return;
    }
    this.#socket.send(text);
  }

  /** `sent` is called when the bytes have left for the network; never when the connection ends first. */
  sendBytes(bytes: Uint8Array, sent: () => void): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(bytes, (error) => {
      if (!error) sent();
    });
  }

  ping(): void {
    this.alive = false;
    this.#socket.ping();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
    // A client that does not answer the closing handshake is cut off.
    setTimeout(() => {
      this.#socket.terminate();
    }, 2_000).unref();
  }

  terminate(): void {
    this.#socket.terminate();
  }
}
