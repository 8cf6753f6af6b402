import { HubError, toChannelMessage } from '@lightkeeper/plugin-sdk';
import type { ChannelHandler, ChannelPeer, Principal } from '@lightkeeper/plugin-sdk';
import type { SocketChannelRecord } from './socket-channels.js';

interface OpenChannelDeps {
  number: number;
  record: SocketChannelRecord;
  principal: () => Principal;
  /** Whether the client may still use it. */
  allowed: () => boolean;
  /** Calls `sent` when the bytes have left the hub; never when the connection ends first. */
  put: (message: Uint8Array, sent: () => void) => void;
  /** Runs the owner's code as whoever opened the channel. */
  run: <T>(fn: () => T) => T;
  /** It has ended; null when nobody is left to be told why. */
  ended: (reason: string | null) => void;
  failed: (error: unknown) => void;
}

/** A channel that one client has opened. What is sent or ended before the client knows its number waits until then. */
export class OpenChannel implements ChannelPeer {
  readonly number: number;
  readonly #deps: OpenChannelDeps;
  #handler: ChannelHandler | null = null;
  #ended = false;
  /** A message is on its way, or cannot be sent yet. */
  #busy = true;
  /** The newest message that could not be sent yet. */
  #waiting: Uint8Array | null = null;
  #early: { reason: string | null } | null = null;

  constructor(deps: OpenChannelDeps) {
    this.#deps = deps;
    this.number = deps.number;
  }

  get principal(): Principal {
    return this.#deps.principal();
  }

  /** The owner has taken it, and the client knows its number. */
  serve(handler: ChannelHandler): void {
    this.#handler = handler;
    if (this.#early === null) this.#sent();
    else this.end(this.#early.reason);
  }

  send(payload: Uint8Array): void {
    if (this.#ended || !this.check()) return;
    const message = toChannelMessage(this.number, payload);
    if (this.#busy) this.#waiting = message;
    else this.#put(message);
  }

  receive(payload: Uint8Array): void {
    if (this.#ended || this.#handler === null || !this.check()) return;
    const { max_payload } = this.#deps.record;
    if (payload.byteLength > max_payload) {
      this.close(max_payload === 0 ? 'This channel takes no messages.' : `A message has at most ${max_payload} bytes.`);
      return;
    }
    try {
      const handler = this.#handler;
      this.#deps.run(() => handler.receive?.(payload));
    } catch (error) {
      if (!(error instanceof HubError)) this.#deps.failed(error);
      this.close(error instanceof HubError ? error.message : 'It failed in the hub.');
    }
  }

  close(reason: string): void {
    this.end(reason);
  }

  /** Ends it when the client may no longer use it. */
  check(): boolean {
    const allowed = this.#deps.allowed();
    if (!allowed) this.close('You may no longer use this.');
    return allowed;
  }

  /** The owner has refused it. */
  refuse(): void {
    this.#ended = true;
    this.#deps.ended(null);
  }

  /** Without a reason when the client asked for it or is gone. */
  end(reason: string | null = null): void {
    if (this.#ended) return;
    if (this.#handler === null) {
      this.#early ??= { reason };
      return;
    }
    this.#ended = true;
    this.#waiting = null;
    this.#deps.ended(reason);
    void this.#farewell(this.#handler);
  }

  #put(message: Uint8Array): void {
    this.#busy = true;
    this.#deps.put(message, () => {
      this.#sent();
    });
  }

  #sent(): void {
    this.#busy = false;
    const next = this.#waiting;
    this.#waiting = null;
    if (next !== null) this.#put(next);
  }

  async #farewell(handler: ChannelHandler): Promise<void> {
    try {
      await this.#deps.run(() => handler.closed?.());
    } catch (error) {
      this.#deps.failed(error);
    }
  }
}
