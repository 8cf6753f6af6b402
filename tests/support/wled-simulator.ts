import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Bonjour } from 'bonjour-service';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { WledModel } from './wled-model.js';
import type { WledOptions } from './wled-model.js';

/**
 * How the device behaves:
 * `normal`; `garbage` answers what is no WLED state; `slow` takes 30 s for each answer; `silent` takes connections and says nothing more,
 * as when its plug was pulled and nobody told the other side; `huge` answers with 100 MB; `redirect` sends elsewhere; `busy` answers
 * 503, as while its JSON buffer is in use; `other` is a device of another make.
 */
export type WledMode = 'normal' | 'garbage' | 'slow' | 'silent' | 'huge' | 'redirect' | 'busy' | 'other';

const HUGE_BYTES = 100 * 1024 * 1024;
const SLOW_MS = 30_000;
const MAX_BODY_BYTES = 32_768;

/**
 * A WLED device for tests: a real HTTP and WebSocket server on 127.0.0.1 that follows WLED's JSON API (kno.wled.ge, "JSON API" and
 * "WebSocket"; wled00/ws.cpp).
 *
 * @example
 * const light = new WledSimulator({ name: 'Desk' });
 * await light.start();
 * await light.announce();
 * light.address; // 127.0.0.1:40213
 * await light.stop();
 */
export class WledSimulator {
  readonly model: WledModel;
  mode: WledMode = 'normal';
  /** Where `redirect` sends to. */
  redirect_to = 'http://127.0.0.1:9/';
  /** Whether the WebSocket is refused while the rest works. */
  refuse_websocket = false;
  /** Method and path of each request so far, those over the WebSocket as `WS`. */
  readonly requests: string[] = [];
  /** Most requests that were ever being answered at once. */
  most_at_once = 0;

  #server: Server | null = null;
  #port = 0;
  #at_once = 0;
  readonly #sockets = new Set<Socket>();
  readonly #clients = new Set<WebSocket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #bonjour: Bonjour | null = null;

  constructor(options: WledOptions = {}) {
    this.model = new WledModel(options);
  }

  get port(): number {
    return this.#port;
  }

  /** `host:port`, as a person would type it. */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get websocket_clients(): number {
    return this.#clients.size;
  }

  /** Plugs it in: on a free port the first time, on the same port again after {@link stop}. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.#answer(request, response).catch(() => {
        response.destroy();
      });
    });
    const websockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY_BYTES });
    server.on('upgrade', (request, socket, head) => {
      this.requests.push(`UPGRADE ${request.url ?? ''}`);
      if (this.mode === 'silent') return;
      if (request.url !== '/ws' || !this.model.websockets || this.refuse_websocket || this.mode === 'redirect') {
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
        return;
      }
      websockets.handleUpgrade(request, socket, head, (client) => {
        this.#welcome(client);
      });
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Pulls the plug: every connection breaks at once, and nothing listens any more. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#clients.clear();
    await closed;
  }

  /** Ends its announcement too. */
  async end(): Promise<void> {
    await this.withdraw();
    await this.stop();
  }

  /** Breaks the WebSockets while the rest goes on. */
  dropWebSockets(): void {
    for (const client of this.#clients) client.terminate();
  }

  /** Changes it as a hand at its button would, and tells its clients. */
  touch(state: Record<string, unknown>): void {
    this.model.apply(state);
    this.#broadcast();
  }

  /** Sends a text to all WebSocket clients as it is. */
  say(text: string): void {
    for (const client of this.#clients) client.send(text);
  }

  /**
   * Announces itself by real mDNS as `_wled._tcp` with its MAC, until {@link withdraw}. `address` is what it claims to be its own, by
   * default 127.0.0.1. Resolves when the announcement was sent.
   */
  async announce({ address = '127.0.0.1', name = this.model.name }: { address?: string; name?: string } = {}): Promise<void> {
    const bonjour = new Bonjour({}, () => undefined);
    this.#bonjour = bonjour;
    const host = `wled-${this.model.mac.slice(6)}.local`;
    const service = bonjour.publish({ name, type: 'wled', port: this.#port, host, txt: { mac: this.model.mac }, probe: true });
    // The library announces the machine's own addresses only; what is announced is settled after the probing that follows.
    const records = service.records.bind(service);
    service.records = () => [
      ...records().filter(({ type }) => type !== 'A' && type !== 'AAAA'),
      { name: host, type: address.includes(':') ? 'AAAA' : 'A', ttl: 120, data: address },
    ];
    await new Promise<void>((resolve) => {
      service.once('up', () => {
        resolve();
      });
    });
  }

  /** Says goodbye. */
  async withdraw(): Promise<void> {
    const bonjour = this.#bonjour;
    this.#bonjour = null;
    if (bonjour === null) return;
    await new Promise<void>((resolve) => {
      bonjour.unpublishAll(() => {
        bonjour.destroy(() => {
          resolve();
        });
      });
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').replace(/\?.*$/, '');
    this.requests.push(`${request.method ?? 'GET'} ${path}`);
    this.#at_once += 1;
    this.most_at_once = Math.max(this.most_at_once, this.#at_once);
    response.once('close', () => {
      this.#at_once -= 1;
    });
    if (!(await this.#misbehave(response))) await this.#serve(request, path, response);
  }

  /** Whether the answer has been taken care of. */
  async #misbehave(response: ServerResponse): Promise<boolean> {
    switch (this.mode) {
      case 'garbage':
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"state":{"on":"perhaps","bri":"\u0000"},"info":[[[[');
        return true;
      case 'slow':
        await this.#wait(SLOW_MS);
        return false;
      case 'silent':
        return true;
      case 'huge':
        await pour(response);
        return true;
      case 'redirect':
        response.writeHead(302, { Location: this.redirect_to }).end();
        return true;
      case 'busy':
        json(response, 503, { error: 3 });
        return true;
      case 'other':
        json(response, 200, { ok: true, vendor: 'Somebody else' });
        return true;
      case 'normal':
        return false;
    }
  }

  async #serve(request: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    const { model } = this;
    const state = (): unknown => model.state();
    const info = (): unknown => model.info(this.#clients.size);
    if (request.method === 'POST' && (path === '/json' || path === '/json/state' || path === '/json/si')) {
      const body = await readJson(request);
      if (body === null) {
        json(response, 400, { error: 9 });
        return;
      }
      const verbose = model.apply(body);
      this.#broadcast();
      json(response, 200, !verbose ? { success: true } : path === '/json/state' ? state() : { state: state(), info: info() });
      return;
    }
    const pages: Record<string, () => unknown> = {
      '/json': () => ({ state: state(), info: info(), effects: model.effects(), palettes: model.palettes() }),
      '/json/state': state,
      '/json/info': info,
      '/json/si': () => ({ state: state(), info: info() }),
      '/json/eff': () => model.effects(),
      '/json/pal': () => model.palettes(),
    };
    const page = pages[path];
    if (request.method !== 'GET' || page === undefined) json(response, 404, { error: 404 });
    else json(response, 200, page());
  }

  #welcome(client: WebSocket): void {
    this.#clients.add(client);
    client.once('close', () => this.#clients.delete(client));
    client.on('error', () => undefined);
    client.on('message', (data: Buffer, binary: boolean) => {
      if (!binary) this.#hear(client, data.toString('utf8'));
    });
    this.#tell(client);
  }

  #hear(client: WebSocket, text: string): void {
    if (this.mode === 'silent') return;
    this.requests.push(`WS ${text}`);
    if (text.length < 10 && text.startsWith('p')) {
      client.send('pong');
      return;
    }
    const root = parseObject(text);
    if (root === null) return;
    if (root.v === true && Object.keys(root).length === 1) this.#tell(client);
    else if (!('lv' in root)) {
      this.model.apply(root);
      this.#broadcast();
    }
  }

  #tell(client: WebSocket): void {
    if (this.mode === 'silent') return;
    if (this.mode === 'garbage') client.send('{"state":{"on":"perhaps"}}');
    else client.send(JSON.stringify({ state: this.model.state(), info: this.model.info(this.#clients.size) }));
  }

  #broadcast(): void {
    for (const client of this.#clients) this.#tell(client);
  }

  async #wait(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms);
      this.#timers.add(timer);
    });
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' }).end(JSON.stringify(body));
}

/** 100 MB of well-formed JSON, as fast as the other side takes it. */
async function pour(response: ServerResponse): Promise<void> {
  const chunk = Buffer.alloc(65_536, 'a');
  function* chunks(): Generator<Buffer> {
    yield Buffer.from('{"state":"');
    for (let sent = 0; sent < HUGE_BYTES; sent += chunk.byteLength) yield chunk;
    yield Buffer.from('"}');
  }
  response.writeHead(200, { 'Content-Type': 'application/json' });
  await pipeline(Readable.from(chunks()), response);
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return parseObject(Buffer.concat(chunks).toString('utf8'));
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
