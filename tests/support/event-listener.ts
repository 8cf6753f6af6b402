import { once } from 'node:events';
import { readChannelMessage, toChannelMessage } from '@lightkeeper/plugin-sdk/wire';
import type { ChannelMessage, HubEvent } from '@lightkeeper/plugin-sdk/wire';
import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';
import { eventually } from './eventually.js';
import type { HubProcess } from './hub-process.js';

export interface Closed {
  code: number;
  reason: string;
}

type EventOf<T extends HubEvent['type']> = Extract<HubEvent, { type: T }>;

/** A client of the hub's WebSocket that keeps all it hears. */
export class EventListener {
  readonly events: HubEvent[] = [];
  /** The binary messages of channels. */
  readonly binaries: ChannelMessage[] = [];
  /** How the connection ended; null while it stands. */
  closed: Closed | null = null;
  #asked = 0;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, binary: boolean) => {
      const message = binary ? readChannelMessage(new Uint8Array(data)) : null;
      if (message !== null) this.binaries.push(message);
      else this.events.push(JSON.parse(data.toString('utf8')) as HubEvent);
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString('utf8') };
    });
    socket.on('error', () => undefined);
  }

  /** Connects with a token; resolves after the hub's `hello`. */
  static async open(hub: Pick<HubProcess, 'url'>, token: string, options: ClientOptions = {}): Promise<EventListener> {
    const listener = new EventListener(socketTo(hub, token, options));
    await eventually('the hub says hello', () => {
      if (listener.closed !== null) throw new Error(`It was closed: ${JSON.stringify(listener.closed)}`);
      return listener.events.length > 0;
    });
    return listener;
  }

  /** What was heard of one type. */
  of<T extends HubEvent['type']>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  send(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Opens a binary channel and gives its number; rejects with what the hub says against it. */
  async openChannel(name: string, options: Record<string, unknown> = {}): Promise<number> {
    const id = `channel-${(this.#asked += 1)}`;
    this.send({ type: 'open_channel', id, name, options });
    const answered = (event: HubEvent): boolean => (event.type === 'result' || event.type === 'error') && event.id === id;
    const answer = await eventually(`the hub answers about the channel ${name}`, () => this.events.find(answered) ?? false);
    if (answer.type === 'error') throw new Error(`${answer.code}: ${answer.detail}`);
    return ((answer as EventOf<'result'>).data as { channel: number }).channel;
  }

  sendTo(channel: number, payload: Uint8Array): void {
    this.socket.send(toChannelMessage(channel, payload));
  }

  async close(): Promise<void> {
    if (this.closed !== null) return;
    const closed = once(this.socket, 'close');
    this.socket.terminate();
    await closed;
  }
}

/** A bare socket on the hub's events, not yet connected. */
export function socketTo(hub: Pick<HubProcess, 'url'>, token: string, options: ClientOptions = {}): WebSocket {
  const headers = { authorization: `Bearer ${token}`, ...options.headers };
  return new WebSocket(`${hub.url.replace(/^http/, 'ws')}/api/v1/events/ws`, { ...options, headers });
}
