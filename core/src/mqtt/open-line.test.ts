import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type Server } from 'node:tls';
import { Aedes } from 'aedes';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer, createWebSocketStream } from 'ws';
import { mqttTransport } from './mqtt-transport.js';
import type { MqttConnection } from './transport.js';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Outcome {
  connection: MqttConnection;
  /** `open`, or why not. */
  first: Promise<string>;
  message: Promise<{ topic: string; payload: string; truncated: boolean }>;
}

function connect(url: string): Outcome {
  let opened: (how: string) => void;
  let heard: (message: { topic: string; payload: string; truncated: boolean }) => void;
  const first = new Promise<string>((resolve) => (opened = resolve));
  const message = new Promise<{ topic: string; payload: string; truncated: boolean }>((resolve) => (heard = resolve));
  const connection = mqttTransport(
    { url, username: null, password: null, client_id: 'line', will: { topic: 'w', payload: 'x' } },
    {
      open: () => {
        opened('open');
      },
      message: ({ topic, payload, truncated }) => {
        heard({ topic, payload: payload.toString(), truncated });
      },
      closed: (reason) => {
        opened(reason);
      },
    },
  );
  cleanups.push(() => connection.end(true));
  return { connection, first, message };
}

async function aedes(): Promise<Aedes> {
  const broker = await Aedes.createBroker();
  cleanups.push(
    () =>
      new Promise<void>((resolve) => {
        broker.close(resolve);
      }),
  );
  return broker;
}

async function listen(server: Server | HttpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

describe('lines to a broker', () => {
  it('goes over a WebSocket, in messages that hold to no packet', async () => {
    const broker = await aedes();
    const server = createHttpServer();
    const sockets = new WebSocketServer({ server, handleProtocols: (offered) => offered.has('mqtt') && 'mqtt' });
    sockets.on('connection', (socket) => broker.handle(createWebSocketStream(socket)));
    const { connection, first, message } = connect(`ws://127.0.0.1:${await listen(server)}/mqtt`);
    expect(await first).toBe('open');
    await connection.subscribe(['a/#'], 1);
    await connection.publish('a/b', 'x'.repeat(200_000), { qos: 1, retain: false });
    expect(await message).toEqual({ topic: 'a/b', payload: 'x'.repeat(65_536), truncated: true });
    await connection.end(false);
  });

  it('takes no certificate that nobody vouches for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lightkeeper-tls-'));
    cleanups.push(() => {
      rmSync(folder, { recursive: true });
    });
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const wanted = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', [...wanted, '-subj', '/CN=localhost', '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const broker = await aedes();
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
      socket.on('error', () => undefined);
      broker.handle(socket);
    });
    const { first } = connect(`mqtts://localhost:${await listen(server)}`);
    expect(await first).toBe('its certificate is self-signed');
  });

  it('says so when the other side is no WebSocket', async () => {
    const server = createHttpServer((_request, response) => {
      response.writeHead(404).end();
    });
    expect(await connect(`ws://127.0.0.1:${await listen(server)}`).first).toMatch(/./u);
  });
});
