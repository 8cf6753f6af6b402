import { HubError, readChannelMessage } from '@lightkeeper/plugin-sdk';
import type { ChannelHandler, Logger } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import { parseOrThrow } from '../entities/validation.js';
import type { AccessGate } from './access-gate.js';
import { OpenChannel } from './open-channel.js';
import type { SocketChannelRecord, SocketChannels } from './socket-channels.js';
import type { SocketClient } from './socket-client.js';

const MAX_OPEN = 16;

const opening = z.strictObject({ name: z.string().min(1).max(60), options: z.record(z.string().max(60), z.unknown()).default({}) });
const closing = z.strictObject({ channel: z.number().int().min(1) });

interface ClientChannelsDeps {
  client: SocketClient;
  channels: SocketChannels;
  access: AccessGate;
  log: Logger;
  /** Runs `fn` as the client. */
  run: <T>(fn: () => T) => T;
}

/** The channels that one client has opened, by the numbers it was given. */
export class ClientChannels {
  readonly #deps: ClientChannelsDeps;
  readonly #open = new Map<number, OpenChannel>();
  #last = 0;

  constructor(deps: ClientChannelsDeps) {
    this.#deps = deps;
  }

  /** `answer` tells the client its number. */
  async open(fields: Record<string, unknown>, answer: (data: { channel: number }) => void): Promise<void> {
    const { client, channels, access, run } = this.#deps;
    const { name, options } = parseOrThrow(opening, fields);
    const { record, open } = channels.require(name);
    await access.authorize(client.principal, record.access);
    const parsed = parseOrThrow(z.strictObject({ options: record.schema }), { options }).options;
    if (this.#open.size >= MAX_OPEN) throw new HubError('LK_RATE_LIMITED', `A client has at most ${MAX_OPEN} channels open.`);
    const channel = this.#make((this.#last += 1), record, open);
    let handler: ChannelHandler;
    try {
      handler = await run(async () => record.open(parsed, channel));
    } catch (error) {
      channel.refuse();
      throw error;
    }
    answer({ channel: channel.number });
    channel.serve(handler);
  }

  close(fields: Record<string, unknown>): void {
    const { channel } = parseOrThrow(closing, fields);
    this.#find('/channel', channel)?.end();
  }

  /** A binary message came. */
  receive(data: Uint8Array): void {
    const message = readChannelMessage(data);
    if (message === null) throw new HubError('LK_VALIDATION', 'A binary message begins with the number of a channel, four bytes.');
    this.#find('/channel', message.channel)?.receive(message.payload);
  }

  /** Ends those that the client may no longer use. */
  check(): void {
    for (const channel of [...this.#open.values()]) channel.check();
  }

  /** The client is gone. */
  end(): void {
    for (const channel of [...this.#open.values()]) channel.end();
  }

  /** Undefined for one that has ended: the client may not know it yet. */
  #find(field: string, number: number): OpenChannel | undefined {
    if (number < 1 || number > this.#last) throw HubError.field(field, `no channel ${number} was opened`);
    return this.#open.get(number);
  }

  #make(number: number, record: SocketChannelRecord, noted: Set<Pick<OpenChannel, 'close'>>): OpenChannel {
    const { client, log, run } = this.#deps;
    const channel = new OpenChannel({
      number,
      record,
      run,
      principal: () => client.principal,
      allowed: () => client.mayHear(record.access),
      put: (message, sent) => {
        client.sendBytes(message, sent);
      },
      ended: (reason) => {
        noted.delete(channel);
        this.#open.delete(number);
        if (reason !== null) client.send(JSON.stringify({ type: 'channel_closed', channel: number, reason }));
      },
      failed: (error) => {
        log.error('A channel failed', { channel: record.name, plugin: record.owner, error });
      },
    });
    noted.add(channel);
    this.#open.set(number, channel);
    return channel;
  }
}
