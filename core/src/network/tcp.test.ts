import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { HubError, type Logger, type TcpConnection, type TcpListenOptions, type TcpServer } from '@lightkeeper/plugin-sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { createTcp, type PluginTcp } from './tcp.js';

const warnings: string[] = [];
const log: Logger = {
  trace() {},
  debug() {},
  info() {},
  warn: (message) => void warnings.push(message),
  error: (message) => void warnings.push(message),
};
const doors: PluginTcp[] = [];
const peers: Socket[] = [];

function make(): PluginTcp {
  const tcp = createTcp({ log });
  doors.push(tcp);
  return tcp;
}

const listen = (options: Omit<TcpListenOptions, 'port'>): Promise<TcpServer> => make().listen({ port: 0, ...options });

async function client(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  peers.push(socket);
  await once(socket, 'connect');
  return socket;
}

function refused(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  peers.push(socket);
  return socket;
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
  for (const socket of peers.splice(0)) socket.destroy();
  for (const tcp of doors.splice(0)) tcp.close();
  warnings.length = 0;
});

describe('a port that listens', () => {
  it('takes connections, hears them and answers, and hears their end once', async () => {
    const reasons: string[] = [];
    const { port } = await listen({
      connection: (socket) => ({
        data(bytes) {
          socket.send(bytes);
          bytes.fill(0);
        },
        closed: (reason) => void reasons.push(`${socket.address}: ${reason}`),
      }),
    });
    const peer = await client(port);
    peer.write('hello');
    expect(String((await once(peer, 'data'))[0])).toBe('hello');
    peer.end();
    await expect.poll(() => reasons, { timeout: 15_000 }).toEqual(['127.0.0.1: it closed the connection']);
  });

  it('says so when it is taken, or is none', async () => {
    const holder = createServer();
    holder.listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const connection = (): { data: () => void } => ({ data: () => undefined });
    const taken = await failure(make().listen({ port, connection }));
    expect([taken.code, taken.message]).toEqual(['LK_UPSTREAM', `TCP port ${port} of 127.0.0.1 cannot be opened: another program has it.`]);
    holder.close();
    expect((await failure(make().listen({ port: 70_000, connection }))).code).toBe('LK_VALIDATION');
    expect((await failure(make().listen({ port: 0, host: 'example.test', connection }))).code).toBe('LK_VALIDATION');
  });

  it('closes connections beyond its limits, says so once, and takes others when there is room again', async () => {
    let count = 0;
    const { port } = await listen({
      max_connections_per_address: 2,
      connection() {
        count += 1;
        return { data: () => undefined, closed: () => void (count -= 1) };
      },
    });
    const first = await client(port);
    await client(port);
    for (let time = 0; time < 3; time += 1) await once(await client(port), 'close');
    expect(warnings).toEqual(['A TCP port takes no more connections']);
    first.destroy();
    await expect.poll(() => count, { timeout: 15_000 }).toBe(1);
    await client(port);
    await expect.poll(() => count, { timeout: 15_000 }).toBe(2);
  });

  it('drops a peer that does not read', async () => {
    let reason = '';
    const { port } = await listen({
      max_waiting_bytes: 64 * 1024,
      connection: (socket) => ({
        data() {
          for (let time = 0; time < 1_000 && reason === ''; time += 1) socket.send(new Uint8Array(64 * 1024));
        },
        closed: (why) => void (reason = why),
      }),
    });
    const peer = await client(port);
    peer.pause();
    peer.write('go');
    await expect.poll(() => reason, { timeout: 15_000 }).toBe('it does not take what it is sent');
  });

  it('closes a connection on which nothing happens', async () => {
    let reason = '';
    const { port } = await listen({ idle_ms: 50, connection: () => ({ data: () => undefined, closed: (why) => void (reason = why) }) });
    await once(await client(port), 'close');
    await expect.poll(() => reason, { timeout: 15_000 }).toBe('nothing came or went for too long');
  });

  it('ends the connection whose handler fails, and only that', async () => {
    const { port } = await listen({
      connection: (socket) => ({
        data(bytes) {
          if (bytes[0] === 0x21) throw new Error('a fault');
          socket.send(bytes);
        },
      }),
    });
    const [bad, good] = [await client(port), await client(port)];
    bad.write('!');
    await once(bad, 'close');
    good.write('ok');
    expect(String((await once(good, 'data'))[0])).toBe('ok');
    expect(warnings).toEqual(['A handler of a TCP connection failed']);
  });

  it('ends with all its connections, after what was sent where the plugin closes one', async () => {
    const sockets: TcpConnection[] = [];
    const server = await listen({
      connection(socket) {
        sockets.push(socket);
        return { data: () => undefined };
      },
    });
    const [one, two] = [await client(server.port), await client(server.port)];
    await expect.poll(() => sockets.length, { timeout: 15_000 }).toBe(2);
    sockets[0]?.send(Buffer.from('bye'));
    sockets[0]?.close();
    expect(String((await once(one, 'data'))[0])).toBe('bye');
    const closed = once(two, 'close');
    server.close();
    server.close();
    await closed;
    sockets[1]?.send(Buffer.from('late'));
    const [error] = (await once(refused(server.port), 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });
});
