import { HubError, definePlugin, z } from '@lightkeeper/plugin-sdk';
import type { ChannelPeer, Role } from '@lightkeeper/plugin-sdk';
import { CHANNEL_HEADER_BYTES, MAX_CHANNEL_PAYLOAD, readChannelMessage, toChannelMessage } from '@lightkeeper/plugin-sdk/wire';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';

/* Binary channels through the real gateway, over real sockets. */

const opened: ChannelPeer[] = [];
/** Who acted when a channel was opened and when it ended. */
const actors: string[] = [];
let received = 0;

const plugin: TestPlugin<never, never> = {
  manifest: { id: 'post', name: 'Post', sdk: '*', permissions: ['routes'] },
  definition: definePlugin({
    setup({ sockets, context }) {
      sockets.channel({
        name: 'echo',
        summary: 'Sends back what it is sent',
        access: { role: 'member', scope: 'post:write' },
        schema: z.strictObject({ refuse: z.boolean().default(false) }),
        max_payload: MAX_CHANNEL_PAYLOAD,
        async open({ refuse }, peer) {
          await Promise.resolve();
          if (refuse) throw new HubError('LK_CONFLICT', 'It is taken.');
          opened.push(peer);
          actors.push(`opened by ${context.current().actor}`);
          peer.send(Buffer.from('welcome'));
          return {
            receive(payload) {
              received += 1;
              if (payload[0] === 0xff) throw new HubError('LK_VALIDATION', 'That is no letter.');
              if (payload[0] === 0xfe) throw new Error('a secret of the house');
              peer.send(payload);
            },
            closed() {
              actors.push(`ended for ${context.current().actor}`);
            },
          };
        },
      });
      sockets.channel({
        name: 'small',
        summary: 'Takes four bytes',
        access: { role: 'viewer', scope: 'post:read' },
        schema: z.strictObject({}),
        max_payload: 4,
        open: () => ({}),
      });
    },
  }) as never,
};

let hub: TestHub;
const listeners: EventListener[] = [];

beforeAll(async () => {
  hub = await createTestHub({ plugins: [plugin] });
  const anna = { code: 'TEST-CODE', name: 'anna', display_name: 'Anna', password: 'a lamp for every room' };
  expect((await hub.request('POST', '/setup', { as: null, body: anna })).status).toBe(201);
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
  opened.length = actors.length = received = 0;
});
afterAll(async () => {
  await hub.stop();
});

async function listen(role: Role = 'member'): Promise<EventListener> {
  const listener = await EventListener.open(hub, await hub.token(role));
  listeners.push(listener);
  return listener;
}

const texts = (client: EventListener): string[] => client.binaries.map(({ payload }) => Buffer.from(payload).toString());

/** All that the client has sent before is dealt with. */
async function settled(client: EventListener): Promise<void> {
  const before = client.of('pong').length;
  client.send({ type: 'ping' });
  await eventually('the hub answers', () => client.of('pong').length > before);
}

describe('a message of a channel', () => {
  it('is read as it was put together, whatever it holds', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffff_ffff }), fc.uint8Array(), (channel, payload) => {
        expect(readChannelMessage(toChannelMessage(channel, payload))).toEqual({ channel, payload });
      }),
    );
    expect(toChannelMessage(258, Uint8Array.of(7))).toEqual(Uint8Array.of(0, 0, 1, 2, 7));
    for (let length = 0; length < CHANNEL_HEADER_BYTES; length += 1) expect(readChannelMessage(new Uint8Array(length))).toBeNull();
  });
});

describe('a channel', () => {
  it('carries bytes both ways until the client closes it', async () => {
    const client = await listen();
    const channel = await client.openChannel('echo');
    client.sendTo(channel, Buffer.from('hello'));
    await eventually('both are there', () => texts(client).length === 2);
    expect(texts(client)).toEqual(['welcome', 'hello']);
    expect(client.binaries.every((message) => message.channel === channel)).toBe(true);
    client.send({ type: 'close_channel', id: 'bye', channel });
    await eventually('it has ended', () => actors.length === 2);
    expect(actors).toEqual(['opened by token:test-member', 'ended for token:test-member']);
    // What was on its way is nobody's fault.
    client.sendTo(channel, Buffer.from('too late'));
    await settled(client);
    expect(client.of('error')).toEqual([]);
    expect(client.of('channel_closed')).toEqual([]);
    expect(await client.openChannel('echo')).toBe(channel + 1);
  });

  it('is refused with the owner’s reason, with bad options, under a name nobody has, and to who may not', async () => {
    const client = await listen();
    await expect(client.openChannel('echo', { refuse: true })).rejects.toThrow('LK_CONFLICT: It is taken.');
    await expect(client.openChannel('echo', { refuse: 1 })).rejects.toThrow('LK_VALIDATION: /options/refuse');
    await expect(client.openChannel('echo', { more: 1 })).rejects.toThrow('LK_VALIDATION: /options/more');
    await expect(client.openChannel('nobody')).rejects.toThrow('LK_VALIDATION: /name');
    await expect((await listen('viewer')).openChannel('echo')).rejects.toThrow('LK_FORBIDDEN');
    expect(opened).toEqual([]);
  });

  it('ends by what its owner throws, which is told when it is meant to be', async () => {
    const client = await listen();
    const [first, second] = [await client.openChannel('echo'), await client.openChannel('echo')];
    client.sendTo(first, Uint8Array.of(0xff));
    client.sendTo(second, Uint8Array.of(0xfe));
    await eventually('both have ended', () => client.of('channel_closed').length === 2);
    expect(client.of('channel_closed')).toMatchObject([
      { channel: first, reason: 'That is no letter.' },
      { channel: second, reason: 'It failed in the hub.' },
    ]);
    expect(hub.logs().some(({ message }) => message === 'A channel failed')).toBe(true);
    expect(client.closed).toBeNull();
  });

  it('ends for who sends more than it takes; the connection stays', async () => {
    const client = await listen();
    const channel = await client.openChannel('small');
    client.sendTo(channel, new Uint8Array(4));
    client.sendTo(channel, new Uint8Array(5));
    await eventually('it has ended', () => client.of('channel_closed').length === 1);
    expect(client.of('channel_closed')[0]?.reason).toBe('A message has at most 4 bytes.');
    await settled(client);
  });

  it('answers a message without a channel, or for one that never was', async () => {
    const client = await listen();
    client.socket.send(Buffer.from([1, 2]));
    client.socket.send(toChannelMessage(4_000_000_000, new Uint8Array(8)));
    client.send({ type: 'close_channel', id: 'c', channel: 9 });
    await eventually('all are answered', () => client.of('error').length === 3);
    expect(client.of('error').map(({ code }) => code)).toEqual(Array(3).fill('LK_VALIDATION'));
  });

  it('is closed with the connection of who sends a message that no channel takes, or too many', async () => {
    const large = await listen();
    await large.openChannel('echo');
    large.socket.send(new Uint8Array(MAX_CHANNEL_PAYLOAD + CHANNEL_HEADER_BYTES + 1));
    await eventually('the large one is cut off', () => large.closed !== null);
    // RFC 6455, section 7.4.1: 1009, a message too big.
    expect(large.closed?.code).toBe(1009);
    await eventually('its channel has ended', () => actors.length === 2);

    const many = await listen();
    const channel = await many.openChannel('echo');
    for (let n = 0; n < 3_000; n += 1) many.sendTo(channel, Uint8Array.of(1));
    await eventually('the flood is cut off', () => many.closed !== null);
    expect(many.closed).toEqual({ code: 1013, reason: 'too many messages' });
    expect(received).toBe(1_200);
  });

  it('may be open so many times for a client, and not once more', async () => {
    const client = await listen();
    for (let n = 0; n < 16; n += 1) await client.openChannel('small');
    await expect(client.openChannel('small')).rejects.toThrow('LK_RATE_LIMITED');
    client.send({ type: 'close_channel', id: 'c', channel: 1 });
    await client.openChannel('small');
  });

  it('drops what a slow reader has no time for: the newest arrives', async () => {
    const client = await listen();
    await client.openChannel('echo');
    await eventually('it is there', () => opened.length === 1);
    client.socket.pause();
    const message = new Uint8Array(1024 * 1024);
    const sent = 200;
    for (let n = 1; n <= sent; n += 1) {
      message[0] = n;
      opened[0]?.send(message);
      await new Promise(setImmediate);
    }
    client.socket.resume();
    await eventually('the last one is there', () => client.binaries.at(-1)?.payload[0] === sent);
    // What the kernel's buffers on the way take, and not what is left of 200 MiB.
    expect(client.binaries.length).toBeLessThan(sent / 2);
    const order = client.binaries.slice(1).map(({ payload }) => payload[0] ?? 0);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(client.closed).toBeNull();
  });
});

describe('a channel whose ground is gone', () => {
  it('is closed with the token', async () => {
    const body = { name: 'sharer', role: 'member', scopes: ['*'] };
    const made = (await hub.request('POST', '/tokens', { body })).body as { id: string; token: string };
    const client = await EventListener.open(hub, made.token);
    listeners.push(client);
    await client.openChannel('echo');
    await hub.request('DELETE', `/tokens/${made.id}`);
    await eventually('the connection is closed', () => client.closed !== null);
    await eventually('its channel has ended', () => actors.includes('ended for token:sharer'));
  });

  it('is closed with the role that it took, before another message is heard', async () => {
    const person = { name: 'ben', display_name: 'Ben', role: 'member', password: 'a long enough password' };
    const { id } = (await hub.request('POST', '/users', { body: person })).body as { id: string };
    const login = await hub.request('POST', '/auth/login', { as: null, body: { name: person.name, password: person.password } });
    const cookie = login.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    const client = await EventListener.open(hub, '', { headers: { authorization: '', cookie }, origin: hub.url });
    listeners.push(client);
    const channel = await client.openChannel('echo');
    await hub.request('PATCH', `/users/${id}`, { body: { role: 'viewer' } });
    client.sendTo(channel, Uint8Array.of(1));
    await eventually('the connection is closed', () => client.closed !== null);
    expect(received).toBe(0);
    await eventually('the owner knows', () => actors.includes('ended for user:ben'));
  });

  it('ends with the plugin, and is there again with it', async () => {
    const client = await listen();
    await client.openChannel('small');
    await hub.request('POST', '/plugins/post/restart', { as: 'owner' });
    await eventually('it has ended', () => client.of('channel_closed').length === 1);
    await client.openChannel('small');
  });
});
