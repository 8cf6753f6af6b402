import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HubError, type Logger } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { createAddressPolicy } from './address-policy.js';
import type { Resolve } from './checked-lookup.js';
import { createHttpClient, type KernelHttpClient } from './http-client.js';

const nothing = (): void => undefined;
const log: Logger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
const cleanups: (() => unknown)[] = [];
let client: KernelHttpClient;

function make(resolve?: Resolve, allow_loopback_discovery = false): KernelHttpClient {
  const made = createHttpClient({
    policy: createAddressPolicy({ allow_loopback_discovery }),
    log,
    version: '1.2.3',
    ...(resolve === undefined ? {} : { resolve }),
  });
  cleanups.push(() => made.close());
  return made;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener): Promise<number> => listen(createServer(listener));

async function failure(work: Promise<unknown>): Promise<HubError> {
  const error: unknown = await work.then(
    () => new Error('It succeeded.'),
    (reason: unknown) => reason,
  );
  if (error instanceof HubError) return error;
  throw error;
}

beforeEach(() => {
  client = make();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('requests', () => {
  it('sends JSON and gives status, headers and body', async () => {
    const port = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => {
        response.writeHead(201, { 'content-type': 'application/json', 'x-seen': String(request.headers['user-agent']) });
        response.end(JSON.stringify({ method: request.method, body: JSON.parse(body) as unknown }));
      });
    });
    const answer = await client.request(`http://127.0.0.1:${port}/json/state`, { method: 'POST', json: { on: true }, trust: 'typed' });
    expect(answer).toMatchObject({ status: 201, headers: { 'x-seen': 'Lightkeeper/1.2.3' } });
    expect(answer.json()).toEqual({ method: 'POST', body: { on: true } });
  });

  it('leaves keys out that would reach the prototype, and refuses what is not JSON', async () => {
    const port = await serve((request, response) => response.end(request.url === '/ok' ? '{"a":1,"__proto__":{"b":2}}' : '<html>'));
    const parsed = (await client.request(`http://127.0.0.1:${port}/ok`, { trust: 'typed' })).json();
    expect(Object.keys(parsed as object)).toEqual(['a']);
    const garbage = await client.request(`http://127.0.0.1:${port}/html`, { trust: 'typed' });
    expect(() => garbage.json()).toThrow(expect.objectContaining({ code: 'LK_UPSTREAM' }) as Error);
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const port = await serve((request, response) => {
      asked += 1;
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    });
    const answer = await client.request(`http://127.0.0.1:${port}/`, { trust: 'typed' });
    expect([answer.status, asked]).toEqual([302, 1]);
  });

  it.each([undefined, 'content-length'])('stops reading an answer that is too large (%s)', async (announced) => {
    const total = 100_000_000;
    let written = 0;
    const port = await serve((_request, response) => {
      if (announced !== undefined) response.setHeader(announced, String(total));
      const chunk = Buffer.alloc(65_536, 'x');
      const pump = (): void => {
        while (written < total && !response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', pump);
            return;
          }
        }
        if (!response.destroyed) response.end();
      };
      pump();
    });
    const error = await failure(client.request(`http://127.0.0.1:${port}/`, { trust: 'typed', max_bytes: 100_000 }));
    expect(error.code).toBe('LK_UPSTREAM');
    expect(error.message).toContain('larger than 100000 bytes');
    expect(written).toBeLessThan(total / 2);
  });

  it('limits the time for the whole exchange, however slowly it trickles', async () => {
    const port = await serve((_request, response) => {
      const timer = setInterval(() => response.write('.'), 5);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
    expect((await failure(client.request(`http://127.0.0.1:${port}/`, { trust: 'typed', timeout_ms: 60 }))).code).toBe('LK_TIMEOUT');
  });

  it('is given up when the caller gives up', async () => {
    const controller = new AbortController();
    const port = await serve(() => {
      controller.abort();
    });
    const work = client.request(`http://127.0.0.1:${port}/`, { trust: 'typed', signal: controller.signal });
    expect((await failure(work)).message).toContain('given up');
    expect((await failure(client.request(`http://127.0.0.1:${port}/`, { trust: 'typed', signal: controller.signal }))).message).toContain(
      'given up',
    );
  });

  it('says in words why a device cannot be reached', async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const error = await failure(client.request(`http://127.0.0.1:${port}/`, { trust: 'typed' }));
    expect(error).toMatchObject({ code: 'LK_UPSTREAM', message: `127.0.0.1:${port}: nothing listens at that address and port.` });
  });

  it('calls what speaks no HTTP an upstream failure', async () => {
    const port = await serve((request) => request.socket.end('SSH-2.0-garbage\r\n\r\n'));
    expect((await failure(client.request(`http://127.0.0.1:${port}/`, { trust: 'typed' }))).code).toBe('LK_UPSTREAM');
  });

  it('refuses a header with a line break', async () => {
    const port = await serve((_request, response) => response.end());
    const work = client.request(`http://127.0.0.1:${port}/`, { trust: 'typed', headers: { 'x-a': 'b\r\nx-c: d' } });
    expect((await failure(work)).code).toBe('LK_UPSTREAM');
  });
});

describe('addresses', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:169.254.169.254]/',
    'http://0xa9fea9fe/',
    'http://2852039166/',
    'http://0/',
    'http://255.255.255.255/',
    'http://[ff02::fb]/',
    'file:///etc/passwd',
    'ftp://192.168.1.2/',
    'http://user:password@192.168.1.2/',
    'no address',
  ])('refuses %s, though typed', async (url) => {
    expect((await failure(client.request(url, { trust: 'typed' }))).code).toBe('LK_ADDRESS_REFUSED');
  });

  it.each(['127.0.0.1', '2130706433', '127.1', '[::1]', '[::ffff:7f00:1]', 'localhost'])(
    'refuses %s where it was announced, without connecting',
    async (host) => {
      let connections = 0;
      const server = createServer();
      server.on('connection', () => (connections += 1));
      const port = await listen(server);
      expect((await failure(client.request(`http://${host}:${port}/`, { trust: 'announced' }))).code).toBe('LK_ADDRESS_REFUSED');
      expect(connections).toBe(0);
    },
  );

  it('contacts an announced loopback address where that is allowed', async () => {
    const port = await serve((_request, response) => response.end('ok'));
    const lenient = make(undefined, true);
    expect((await lenient.request(`http://localhost:${port}/`, { trust: 'announced' })).text).toBe('ok');
  });

  it('checks every address a name leads to, at the moment it connects', async () => {
    let turn = 0;
    const rebinding = make(() => {
      turn += 1;
      return Promise.resolve([{ address: turn === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]);
    });
    const port = await serve((_request, response) => response.setHeader('connection', 'close').end('ok'));
    expect((await rebinding.request(`http://lamp.example:${port}/`, { trust: 'typed' })).text).toBe('ok');
    expect((await failure(rebinding.request(`http://lamp.example:${port}/`, { trust: 'typed' }))).code).toBe('LK_ADDRESS_REFUSED');
    expect(turn).toBe(2);
  });

  it('uses only those of several addresses that are allowed', async () => {
    const mixed = make(() =>
      Promise.resolve([
        { address: 'fe80::1', family: 6 },
        { address: '169.254.169.254', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]),
    );
    const port = await serve((_request, response) => response.end('ok'));
    expect((await mixed.request(`http://lamp.local:${port}/`, { trust: 'typed' })).text).toBe('ok');
    expect((await failure(mixed.request(`http://lamp.local:${port}/`, { trust: 'announced' }))).code).toBe('LK_ADDRESS_REFUSED');
  });
});

const has_openssl = (() => {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
})();

describe('TLS', () => {
  it.skipIf(!has_openssl)('refuses a certificate that nobody vouches for (needs openssl)', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lk-tls-'));
    cleanups.push(() => {
      rmSync(folder, { recursive: true });
    });
    const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, ...subject],
      {
        stdio: 'ignore',
      },
    );
    const port = await listen(
      createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) => response.end('secret')),
    );
    const error = await failure(client.request(`https://127.0.0.1:${port}/`, { trust: 'typed' }));
    expect(error).toMatchObject({ code: 'LK_UPSTREAM', message: `127.0.0.1:${port}: its certificate is self-signed.` });
  });
});

describe('WebSockets', () => {
  interface Heard {
    opened: number;
    messages: string[];
    closed: string[];
    ended: Promise<void>;
  }

  function connect(
    url: string,
    options: { trust?: 'typed' | 'announced'; max_bytes?: number; timeout_ms?: number; onMessage?: () => void; onOpen?: () => void } = {},
  ) {
    const { onMessage, onOpen, trust = 'typed', ...limits } = options;
    let finish = nothing;
    const heard: Heard = { opened: 0, messages: [], closed: [], ended: new Promise((resolve) => (finish = resolve)) };
    const socket = client.socket(
      url,
      { trust, ...limits },
      {
        open() {
          heard.opened += 1;
          onOpen?.();
        },
        message(text) {
          heard.messages.push(text);
          onMessage?.();
        },
        closed(reason) {
          heard.closed.push(reason);
          finish();
        },
      },
    );
    return { socket, heard };
  }

  async function socketServer(onConnection: (socket: WebSocket) => void): Promise<string> {
    const http = createServer();
    const server = new WebSocketServer({ server: http });
    server.on('connection', onConnection);
    return `ws://127.0.0.1:${await listen(http)}/ws`;
  }

  it('carries text both ways and closes once', async () => {
    const url = await socketServer((peer) => {
      peer.on('message', (data: Buffer) => {
        peer.send(Buffer.from([1, 2]));
        peer.send(`echo ${data.toString()}`);
      });
    });
    const { socket, heard } = connect(url, {
      onOpen: () => {
        socket.send('hello');
      },
      onMessage: () => {
        socket.close();
      },
    });
    await heard.ended;
    socket.close();
    socket.send('too late');
    expect(heard).toMatchObject({ opened: 1, messages: ['echo hello'], closed: ['it closed the connection (1000)'] });
  });

  it('ends a connection whose message is too large', async () => {
    const url = await socketServer((peer) => {
      peer.on('error', nothing);
      peer.send('x'.repeat(5_000));
    });
    const { heard } = connect(url, { max_bytes: 1_000 });
    await heard.ended;
    expect(heard).toMatchObject({ messages: [], closed: ['it sent a message larger than 1000 bytes'] });
  });

  it('limits the time of the handshake', async () => {
    const port = await listen(createServer().on('upgrade', nothing));
    const { heard } = connect(`ws://127.0.0.1:${port}/`, { timeout_ms: 40 });
    await heard.ended;
    expect(heard).toMatchObject({ opened: 0, closed: ['it did not answer in time'] });
  });

  it('follows no redirect and says what it was told', async () => {
    const port = await serve((_request, response) => response.writeHead(302, { location: 'ws://127.0.0.1:1/' }).end());
    const { heard } = connect(`ws://127.0.0.1:${port}/`);
    await heard.ended;
    expect(heard.closed).toEqual(['it refused the connection (HTTP 302)']);
  });

  it('refuses addresses as requests do', async () => {
    expect(() => connect('ws://169.254.169.254/')).toThrow(expect.objectContaining({ code: 'LK_ADDRESS_REFUSED' }) as Error);
    expect(() => connect('http://192.168.1.2/')).toThrow(expect.objectContaining({ code: 'LK_ADDRESS_REFUSED' }) as Error);
    const { heard } = connect('ws://localhost:9/', { trust: 'announced' });
    await heard.ended;
    expect(heard.closed[0]).toContain('loopback address that was announced');
  });

  it('contains a handler that throws', async () => {
    const url = await socketServer((peer) => {
      peer.send('x');
    });
    const { heard } = connect(url, {
      onMessage: () => {
        throw new Error('driver failed');
      },
    });
    await heard.ended;
    expect(heard.closed).toEqual(['its handler failed']);
  });

  it('ends with the client', async () => {
    const url = await socketServer(nothing);
    const { heard } = connect(url);
    await client.close();
    await heard.ended;
    expect(heard.closed).toEqual(['the hub is stopping']);
  });
});
