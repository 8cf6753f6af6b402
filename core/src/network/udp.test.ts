import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { HubError, type Logger } from '@lightkeeper/plugin-sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { createAddressPolicy } from './address-policy.js';
import type { Resolve } from './checked-lookup.js';
import { createUdp, type PluginUdp } from './udp.js';

const silent: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const typed = { trust: 'typed' } as const;
const doors: PluginUdp[] = [];
const peers: Socket[] = [];

function make(resolve?: Resolve): PluginUdp {
  const udp = createUdp({
    policy: createAddressPolicy({ allow_loopback_discovery: false }),
    log: silent,
    ...(resolve !== undefined && { resolve }),
  });
  doors.push(udp);
  return udp;
}

async function peer(): Promise<{ socket: Socket; port: number }> {
  const socket = createSocket('udp4');
  peers.push(socket);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { socket, port: socket.address().port };
}

async function failure(work: Promise<unknown>): Promise<HubError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HubError)) throw new Error('It did not fail as a HubError', { cause: error });
  return error;
}

afterEach(() => {
  for (const udp of doors.splice(0)) udp.close();
  for (const socket of peers.splice(0)) socket.close();
});

describe('datagrams', () => {
  it('go to a typed loopback address in the order of the calls, and answers are heard', async () => {
    const { socket: other, port } = await peer();
    const heard: Buffer[] = [];
    other.on('message', (bytes, from) => {
      heard.push(bytes);
      if (heard.length === 3) other.send('pong', from.port, from.address);
    });
    const udp = make((name) => Promise.resolve(name === 'lamp.test' ? [{ address: '127.0.0.1', family: 4 }] : []));
    const target = await udp.target('lamp.test', port, typed);
    let answered: (text: string) => void = () => {};
    const answer = new Promise<string>((resolve) => (answered = resolve));
    const socket = await udp.open({
      message: (bytes, from) => {
        answered(`${Buffer.from(bytes).toString()} from ${from.address}:${from.port}`);
      },
    });
    await Promise.all([1, 2, 3].map((byte) => socket.send(Uint8Array.of(byte), target)));
    expect(await answer).toBe(`pong from 127.0.0.1:${port}`);
    expect(heard.map((bytes) => bytes[0])).toEqual([1, 2, 3]);
  });

  it.each(['169.254.169.254', '0.0.0.0', '224.0.0.251', '239.255.0.1', '255.255.255.255', '169.254.1.1'])(
    'do not go to %s',
    async (address) => {
      expect((await failure(make().target(address, 5568, typed))).code).toBe('LK_ADDRESS_REFUSED');
      const named = make(() => Promise.resolve([{ address, family: 4 }]));
      expect((await failure(named.target('lamp.test', 5568, typed))).code).toBe('LK_ADDRESS_REFUSED');
    },
  );

  it('do not go to loopback where it was announced, nor to a name that has only IPv6', async () => {
    expect((await failure(make().target('127.0.0.1', 5568, { trust: 'announced' }))).code).toBe('LK_ADDRESS_REFUSED');
    const named = make(() => Promise.resolve([{ address: 'fd00::12', family: 6 }]));
    expect((await failure(named.target('lamp.test', 5568, typed))).message).toBe('lamp.test has no IPv4 address.');
  });

  it('go to a multicast group only by that name, and within the site', () => {
    const udp = make();
    expect(udp.group('239.255.1.2', 5568)).toEqual({ address: '239.255.1.2', port: 5568 });
    for (const address of ['224.0.0.251', '192.168.1.2', 'ff02::fb', '239.lamp.test', '239.255.1']) {
      expect(() => udp.group(address, 5568)).toThrow(HubError);
    }
    expect(() => udp.group('239.255.1.2', 0)).toThrow(HubError);
  });

  it('do not go to a target that was not checked', async () => {
    const { port } = await peer();
    const socket = await make().open();
    const forged = { address: '127.0.0.1', port };
    expect((await failure(socket.send(Uint8Array.of(1), forged))).code).toBe('LK_ADDRESS_REFUSED');
    const foreign = await make().target('127.0.0.1', port, typed);
    expect((await failure(socket.send(Uint8Array.of(1), foreign))).code).toBe('LK_ADDRESS_REFUSED');
  });

  it('fail when the socket is closed, and when they are too large', async () => {
    const { port } = await peer();
    const udp = make();
    const target = await udp.target('127.0.0.1', port, typed);
    const socket = await udp.open();
    expect((await failure(socket.send(new Uint8Array(70_000), target))).code).toBe('LK_UPSTREAM');
    udp.close();
    socket.close();
    expect((await failure(socket.send(Uint8Array.of(1), target))).code).toBe('LK_UPSTREAM');
  });

  it('say so when their port is taken', async () => {
    const holder = createSocket('udp4');
    peers.push(holder);
    holder.bind(0);
    await once(holder, 'listening');
    const { port } = holder.address();
    expect((await failure(make().open({ port }))).message).toContain(`UDP port ${port} cannot be opened`);
  });

  it('have a port of their own where they are told not to share it', async () => {
    const { port } = await make().open({ port: 0, share: false, host: '127.0.0.1' });
    expect((await failure(make().open({ port, share: false }))).message).toBe(`UDP port ${port} cannot be opened: another program has it.`);
  });

  it('are heard on one address alone where it is named', async () => {
    const { socket: other } = await peer();
    const heard: string[] = [];
    const { port } = await make().open({ host: '127.0.0.2', message: (bytes) => void heard.push(Buffer.from(bytes).toString()) });
    other.send('not for it', port, '127.0.0.1');
    other.send('for it', port, '127.0.0.2');
    await expect.poll(() => heard, { timeout: 15_000 }).toEqual(['for it']);
  });

  it('join groups within the site, no others, and go on without those that cannot be joined', async () => {
    expect((await failure(make().open({ groups: ['224.0.0.251'] }))).code).toBe('LK_ADDRESS_REFUSED');
    const { socket: other } = await peer();
    let count = 0;
    const { port } = await make().open({ groups: ['239.255.0.1', '239.255.0.1'], message: () => (count += 1) });
    other.send('one', port, '127.0.0.1');
    await expect.poll(() => count, { timeout: 15_000 }).toBe(1);
  });

  it('go on being heard after a handler has failed', async () => {
    const { socket: other } = await peer();
    let count = 0;
    const free = await peer();
    free.socket.close();
    peers.splice(peers.indexOf(free.socket), 1);
    await make().open({
      port: free.port,
      message: () => {
        count += 1;
        if (count === 1) throw new Error('a fault');
      },
    });
    other.send('one', free.port, '127.0.0.1');
    other.send('two', free.port, '127.0.0.1');
    await expect.poll(() => count, { timeout: 15_000 }).toBe(2);
  });
});
