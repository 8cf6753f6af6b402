import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

export type Json = Record<string, unknown>;

/**
 * How a device behaves: `normal`; `garbage` answers what it never should; `slow` takes 30 s for each answer; `silent` takes connections and
 * says nothing more, as when its plug was pulled and nobody told the other side; `huge` answers with 100 MB; `redirect` sends elsewhere;
 * `other` is a device of another make.
 */
export type DeviceMode = 'normal' | 'garbage' | 'slow' | 'silent' | 'huge' | 'redirect' | 'other';

const HUGE_BYTES = 100 * 1024 * 1024;
const SLOW_MS = 30_000;
const MAX_BODY_BYTES = 32_768;

/**
 * What simulated devices share: a real HTTP and WebSocket server on 127.0.0.1 whose plug can be pulled, and the ways in which a device goes
 * wrong. Who extends it says what a device answers.
 */
export abstract class DeviceServer<M extends string = never> {
  mode: DeviceMode | M = 'normal';
  /** Where `redirect` sends to. */
  redirect_to = 'http://127.0.0.1:9/';
  /** Whether the WebSocket is refused while the rest works. */
  refuse_websocket = false;
  /** What was asked so far. */
  readonly requests: string[] = [];
  /** How many came by HTTP, whatever became of them. */
  times_asked = 0;
  /** Most requests that were ever being answered at once. */
  most_at_once = 0;

  readonly #websocket_path: string;
  #server: Server | null = null;
  #port = 0;
  #at_once = 0;
  readonly #sockets = new Set<Socket>();
  readonly #clients = new Set<WebSocket>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(websocket_path: string) {
    this.#websocket_path = websocket_path;
  }

  /** What `garbage` answers. */
  protected abstract readonly garbage: string;

  protected abstract serve(request: IncomingMessage, path: string, response: ServerResponse): Promise<void>;
  protected abstract welcome(client: WebSocket): void;
  protected abstract hear(client: WebSocket, text: string): void;

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
      this.asked('UPGRADE', request.url ?? '');
      if (this.mode === 'silent') return;
      if (request.url !== this.#websocket_path || this.refuse_websocket || this.mode === 'redirect') {
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

  /** Breaks the WebSockets while the rest goes on. */
  dropWebSockets(): void {
    for (const client of this.#clients) client.terminate();
  }

  /** Sends a text to all WebSocket clients as it is. */
  say(text: string): void {
    for (const client of this.#clients) client.send(text);
  }

  protected get clients(): Iterable<WebSocket> {
    return this.#clients;
  }

  /** Hears of each request by HTTP before it is answered, in whatever way. */
  protected asked(_method: string, _path: string): void {}

  /** Answers in a way that only this kind of device has; false for the other modes. */
  protected misbehave(_path: string, _response: ServerResponse): boolean {
    return false;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').replace(/\?.*$/, '');
    this.times_asked += 1;
    this.asked(request.method ?? 'GET', path);
    this.#at_once += 1;
    this.most_at_once = Math.max(this.most_at_once, this.#at_once);
    response.once('close', () => {
      this.#at_once -= 1;
    });
    if (!(await this.#misbehave(path, response))) await this.serve(request, path, response);
  }

  /** Whether the answer has been taken care of. */
  async #misbehave(path: string, response: ServerResponse): Promise<boolean> {
    switch (this.mode) {
      case 'garbage':
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(this.garbage);
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
      case 'other':
        sendJson(response, 200, { ok: true, vendor: 'Somebody else' });
        return true;
      default:
        return this.misbehave(path, response);
    }
  }

  #welcome(client: WebSocket): void {
    this.#clients.add(client);
    client.once('close', () => this.#clients.delete(client));
    client.on('error', () => undefined);
    client.on('message', (data: Buffer, binary: boolean) => {
      if (!binary && this.mode !== 'silent') this.hear(client, data.toString('utf8'));
    });
    this.welcome(client);
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

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** The body as an object; null when it is none, or too long for a small device. */
export async function readObject(request: IncomingMessage): Promise<Json | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return parseObject(Buffer.concat(chunks).toString('utf8'));
}

export function parseObject(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** 100 MB of well-formed JSON, as fast as the other side takes it. */
async function pour(response: ServerResponse): Promise<void> {
  const chunk = Buffer.alloc(65_536, 'a');
  function* chunks(): Generator<Buffer> {
    yield Buffer.from('{"id":"');
    for (let sent = 0; sent < HUGE_BYTES; sent += chunk.byteLength) yield chunk;
    yield Buffer.from('"}');
  }
  response.writeHead(200, { 'Content-Type': 'application/json' });
  await pipeline(Readable.from(chunks()), response);
}
