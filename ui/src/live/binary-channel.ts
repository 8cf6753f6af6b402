import { readChannelMessage, toChannelMessage } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, unreachable } from '../api/problem-error.js';
import { eventsUrl } from './events-url.js';

export interface ChannelListener {
  /** Bytes came from the hub. */
  message?: (payload: Uint8Array) => void;
  /** It has ended, and not by `close()`; a sentence says why. */
  closed?: (reason: string) => void;
}

/**
 * A binary channel to the hub, on a connection of its own: no picture makes an event wait, and what could not be sent yet can be seen.
 * It does not come back by itself.
 *
 * @example
 * const channel = await BinaryChannel.open('capture_preview', { capture_id }, { message: (bytes) => show(readPreview(bytes)) });
 */
export class BinaryChannel {
  readonly #socket: WebSocket;
  readonly #listener: ChannelListener;
  #number: number | null = null;

  private constructor(socket: WebSocket, listener: ChannelListener) {
    this.#socket = socket;
    this.#listener = listener;
  }

  /** Rejects with a `ProblemError`: what the hub has against it, or that the hub is not reached. */
  static open(name: string, options: Record<string, unknown>, listener: ChannelListener): Promise<BinaryChannel> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(eventsUrl());
      socket.binaryType = 'arraybuffer';
      const channel = new BinaryChannel(socket, listener);
      socket.onopen = () => {
        socket.send(JSON.stringify({ type: 'open_channel', id: 'open', name, options }));
      };
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
        if (data instanceof ArrayBuffer) channel.#bytes(new Uint8Array(data));
        else channel.#text(data, resolve, reject);
      };
      socket.onclose = () => {
        reject(unreachable());
        if (channel.#number !== null) channel.#end('The connection to the hub broke.');
      };
    });
  }

  /** Bytes that wait to be sent. */
  get waiting(): number {
    return this.#socket.bufferedAmount;
  }

  send(payload: Uint8Array): void {
    if (this.#number !== null && this.#socket.readyState === WebSocket.OPEN) this.#socket.send(toChannelMessage(this.#number, payload));
  }

  close(): void {
    this.#number = null;
    this.#socket.close();
  }

  #bytes(data: Uint8Array): void {
    const message = readChannelMessage(data);
    if (message !== null && message.channel === this.#number) this.#listener.message?.(message.payload);
  }

  #text(text: string, resolve: (channel: BinaryChannel) => void, reject: (error: Error) => void): void {
    const event = JSON.parse(text) as {
      type: string;
      id?: string;
      data?: { channel: number };
      code?: string;
      detail?: string;
      reason?: string;
    };
    if (event.type === 'channel_closed') {
      this.#end(event.reason ?? '');
      this.#socket.close();
    } else if (event.id === 'open' && event.type === 'result' && event.data !== undefined) {
      this.#number = event.data.channel;
      resolve(this);
    } else if (event.id === 'open' && event.type === 'error') {
      const detail = event.detail ?? '';
      reject(new ProblemError({ type: 'about:blank', title: detail, status: 0, detail, code: event.code ?? 'LK_UNKNOWN' }));
      this.#socket.close();
    }
  }

  #end(reason: string): void {
    if (this.#number === null) return;
    this.#number = null;
    this.#listener.closed?.(reason);
  }
}
