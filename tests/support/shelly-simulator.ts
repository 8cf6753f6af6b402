import { createHash, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

type Json = Record<string, unknown>;

/**
 * How the device behaves: `normal`; `garbage` answers what is no JSON; `slow` takes 30 s for each answer; `silent` takes connections and
 * says nothing more; `huge` answers with 100 MB; `redirect` sends elsewhere; `gen1` is a Shelly of the first generation; `other` is a
 * device of another make.
 */
export type ShellyMode = 'normal' | 'garbage' | 'slow' | 'silent' | 'huge' | 'redirect' | 'gen1' | 'other';

export interface ShellyOptions {
  app?: string;
  mac?: string;
  /** Statuses by key, such as `switch:0`. */
  components?: Record<string, Json>;
  password?: string;
}

interface RpcFailure {
  code: number;
  message: string;
}

const HUGE_BYTES = 100 * 1024 * 1024;
const SLOW_MS = 30_000;
const MAX_BODY_BYTES = 32_768;
const KELVIN = [2_700, 6_500] as const;

/**
 * A Shelly of the second generation for tests: a real HTTP and WebSocket server on 127.0.0.1 that follows the Gen2+ documentation ("RPC
 * Protocol", "RPC Channels", "Notifications", "Authentication" and the pages of the components).
 *
 * @example
 * const plug = new ShellySimulator({ app: 'PlusPlugS', components: { 'switch:0': { id: 0, output: false, apower: 0 } } });
 * await plug.start();
 * plug.touch('switch:0', { output: true });
 */
export class ShellySimulator {
  readonly app: string;
  readonly mac: string;
  readonly components: Record<string, Json>;
  password: string;
  mode: ShellyMode = 'normal';
  redirect_to = 'http://127.0.0.1:9/';
  refuse_websocket = false;
  /** What was asked so far: `GET /shelly`, `HTTP Light.Set`, `WS Shelly.GetStatus`, with `unauthorized` behind where it was refused. */
  readonly requests: string[] = [];
  /** The parameters of the last `Set`. */
  last_set: Json = {};
  most_at_once = 0;

  #server: Server | null = null;
  #port = 0;
  #at_once = 0;
  #nonces = new Set<string>();
  readonly #sockets = new Set<Socket>();
  readonly #clients = new Set<WebSocket>();
  /** Those that have named themselves, and so are notified ("Notifications"). */
  readonly #listeners = new Map<WebSocket, string>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor({ app = 'Plus1PM', mac = 'a8032abe54dc', components, password = '' }: ShellyOptions = {}) {
    this.app = app;
    this.mac = mac;
    this.components = components ?? {
      'switch:0': { id: 0, output: false, apower: 0, voltage: 230.4, temperature: { tC: 41.5, tF: 106.7 } },
    };
    this.password = password;
  }

  get id(): string {
    return `shelly${this.app.toLowerCase()}-${this.mac}`;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get websocket_clients(): number {
    return this.#clients.size;
  }

  get listeners(): number {
    return this.#listeners.size;
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
      if (this.mode === 'silent') return;
      if (request.url !== '/rpc' || this.refuse_websocket || this.mode === 'redirect') {
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
    this.#listeners.clear();
    await closed;
  }

  dropWebSockets(): void {
    for (const client of this.#clients) client.terminate();
  }

  /** Changes a component as a hand at its button would, and tells who listens; what does not change is not told. */
  touch(key: string, change: Json): void {
    Object.assign((this.components[key] ??= {}), change);
    this.#notify('NotifyStatus', { [key]: { id: this.components[key].id, ...change } });
  }

  /** Tells who listens the status as a whole, as after a reconnect of its own. */
  tellAll(): void {
    this.#notify('NotifyFullStatus', this.#status());
  }

  /** Sends a text to all WebSocket clients as it is. */
  say(text: string): void {
    for (const client of this.#clients) client.send(text);
  }

  #notify(method: string, params: Json): void {
    if (this.mode === 'silent') return;
    for (const [client, dst] of this.#listeners) {
      client.send(JSON.stringify({ src: this.id, dst, method, params: { ts: 1_700_000_000.5, ...params } }));
    }
  }

  #status(): Json {
    return {
      ble: {},
      cloud: { connected: false },
      ...this.components,
      sys: { mac: this.mac.toUpperCase(), uptime: 11 },
      ws: { connected: false },
    };
  }

  #about(): Json {
    return {
      name: null,
      id: this.id,
      mac: this.mac.toUpperCase(),
      slot: 1,
      model: 'SNSW-001P16EU',
      gen: 2,
      fw_id: '20240819-074343/1.4.0-gb2aeadb',
      ver: '1.4.0',
      app: this.app,
      auth_en: this.password !== '',
      auth_domain: this.password === '' ? null : this.id,
    };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').replace(/\?.*$/, '');
    this.#at_once += 1;
    this.most_at_once = Math.max(this.most_at_once, this.#at_once);
    response.once('close', () => {
      this.#at_once -= 1;
    });
    // "RPC Channels", HTTP: no connection is kept.
    response.setHeader('Connection', 'close');
    if (await this.#misbehave(path, response)) return;
    if (path === '/shelly') {
      this.requests.push('GET /shelly');
      json(response, 200, this.#about());
      return;
    }
    const frame = await readFrame(request, path);
    if (frame === null) {
      json(response, 404, { code: 404, message: 'No handler' });
      return;
    }
    const method = String(frame.method);
    if (this.#locked(method) && !this.#knocks(request, path)) {
      this.requests.push(`HTTP ${method} unauthorized`);
      const nonce = String(randomInt(1, 2 ** 31));
      this.#nonces.add(nonce);
      response.setHeader('WWW-Authenticate', `Digest qop="auth", realm="${this.id}", nonce="${nonce}", algorithm=SHA-256`);
      response.writeHead(401).end();
      return;
    }
    this.requests.push(`HTTP ${method}`);
    const outcome = this.#call(method, (frame.params ?? {}) as Json);
    if (path === '/rpc') json(response, 200, { id: frame.id, src: this.id, dst: frame.src, ...outcome });
    else json(response, 'error' in outcome ? 500 : 200, 'error' in outcome ? outcome.error : outcome.result);
  }

  async #misbehave(path: string, response: ServerResponse): Promise<boolean> {
    switch (this.mode) {
      case 'garbage':
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"gen":2,"mac":[[[[');
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
        this.requests.push(`GET ${path}`);
        response.writeHead(302, { Location: this.redirect_to }).end();
        return true;
      case 'gen1':
        // "Gen1 Device API", /shelly.
        if (path === '/shelly')
          json(response, 200, { type: 'SHSW-25', mac: this.mac.toUpperCase(), auth: false, fw: '20230913-112003/v1.14.0' });
        else json(response, 404, {});
        return true;
      case 'other':
        json(response, 200, { ok: true, vendor: 'Somebody else' });
        return true;
      case 'normal':
        return false;
    }
  }

  /** "Authentication": all but Shelly.GetDeviceInfo asks for the password. */
  #locked(method: string): boolean {
    return this.password !== '' && method !== 'Shelly.GetDeviceInfo';
  }

  /** RFC 7616, section 3.4.1; each nonce for one request, as before firmware 2.0. */
  #knocks(request: IncomingMessage, path: string): boolean {
    const field = (name: string): string => new RegExp(`${name}="?([^",\\s]+)`).exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!this.#nonces.delete(field('nonce')) || field('uri') !== path) return false;
    const ha1 = sha256(`admin:${this.id}:${this.password}`);
    const ha2 = sha256(`${request.method ?? ''}:${path}`);
    return field(' response') === sha256(`${ha1}:${field('nonce')}:${field(' nc')}:${field('cnonce')}:auth:${ha2}`);
  }

  #call(method: string, params: Json): { result: unknown } | { error: RpcFailure } {
    if (method === 'Shelly.GetDeviceInfo') return { result: this.#about() };
    if (method === 'Shelly.GetStatus') return { result: this.#status() };
    const [namespace = '', verb = ''] = method.split('.');
    const status = this.components[`${namespace.toLowerCase()}:${String(params.id)}`];
    if (status === undefined) return { error: { code: -105, message: `Argument 'id', value ${String(params.id)} not found!` } };
    if (verb === 'GetStatus') return { result: status };
    if (verb === 'GetConfig') return { result: { id: params.id, name: null, ...(namespace === 'CCT' && { ct_range: KELVIN }) } };
    if (verb !== 'Set') return { error: { code: 404, message: `No handler for ${method}` } };
    return this.#set(namespace, status, params);
  }

  #set(namespace: string, status: Json, params: Json): { result: unknown } | { error: RpcFailure } {
    const { on, brightness, rgb, ct, transition_duration } = params;
    const bad = (name: string): { error: RpcFailure } => ({ error: { code: -103, message: `Argument '${name}' is invalid!` } });
    if (namespace === 'Switch' && typeof on !== 'boolean') return bad('on');
    if (brightness !== undefined && !(typeof brightness === 'number' && brightness >= 0 && brightness <= 100)) return bad('brightness');
    if (transition_duration !== undefined && !(typeof transition_duration === 'number' && transition_duration >= 0.5))
      return bad('transition_duration');
    if (ct !== undefined && !(typeof ct === 'number' && ct >= KELVIN[0] && ct <= KELVIN[1])) return bad('ct');
    const was_on = status.output;
    this.last_set = params;
    this.touch(`${namespace.toLowerCase()}:${String(params.id)}`, {
      ...(on !== undefined && { output: on }),
      ...(brightness !== undefined && { brightness }),
      ...(rgb !== undefined && { rgb }),
      ...(ct !== undefined && { ct }),
      source: 'HTTP_in',
    });
    return { result: namespace === 'Switch' ? { was_on } : null };
  }

  #welcome(client: WebSocket): void {
    this.#clients.add(client);
    client.once('close', () => {
      this.#clients.delete(client);
      this.#listeners.delete(client);
    });
    client.on('error', () => undefined);
    client.on('message', (data: Buffer, binary: boolean) => {
      if (!binary && this.mode !== 'silent') this.#hear(client, parseObject(data.toString('utf8')) ?? {});
    });
  }

  #hear(client: WebSocket, { id, src, method, params, auth }: Json): void {
    const answer = (outcome: object): void => {
      client.send(JSON.stringify({ id, src: this.id, dst: src, ...outcome }));
    };
    if (this.#locked(String(method)) && !this.#isRight(auth)) {
      this.requests.push(`WS ${String(method)} unauthorized`);
      const nonce = randomInt(1, 2 ** 31);
      this.#nonces.add(String(nonce));
      const challenge = { auth_type: 'digest', nonce, nc: 1, realm: this.id, algorithm: 'SHA-256' };
      answer({ error: { code: 401, message: JSON.stringify(challenge) } });
      return;
    }
    this.requests.push(`WS ${String(method)}`);
    if (typeof src === 'string' && (this.password === '' || auth !== undefined)) this.#listeners.set(client, src);
    answer(this.#call(String(method), (params ?? {}) as Json));
  }

  /** "Authentication", Authentication Request: the digest in the frame, over words that stand for method and address. */
  #isRight(auth: unknown): boolean {
    const { realm, username, nonce, cnonce, response, algorithm } = (auth ?? {}) as Json;
    if (username !== 'admin' || realm !== this.id || algorithm !== 'SHA-256' || !this.#nonces.has(String(nonce))) return false;
    const ha1 = sha256(`admin:${this.id}:${this.password}`);
    return response === sha256(`${ha1}:${String(nonce)}:1:${String(cnonce)}:auth:${sha256('dummy_method:dummy_uri')}`);
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

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
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

/** The frame of `POST /rpc`, or what `POST` and `GET /rpc/<Method>` stand for ("RPC Channels", HTTP). */
async function readFrame(request: IncomingMessage, path: string): Promise<Json | null> {
  const named = /^\/rpc\/([A-Za-z0-9.]+)$/.exec(path)?.[1];
  if (request.method === 'GET' && named !== undefined) {
    const query = new URL(request.url ?? '/', 'http://device/').searchParams;
    return { method: named, params: Object.fromEntries([...query].map(([key, value]) => [key, parseValue(value)])) };
  }
  if (request.method !== 'POST' || (path !== '/rpc' && named === undefined)) return null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  const body = parseObject(Buffer.concat(chunks).toString('utf8'));
  return named === undefined || body === null ? body : { method: named, params: body };
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function parseObject(text: string): Json | null {
  const value = parseValue(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}
