import { createHash, randomInt } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import { DeviceServer, parseObject, readObject, sendJson } from './device-server.js';
import type { Json } from './device-server.js';

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
export class ShellySimulator extends DeviceServer<'gen1'> {
  readonly app: string;
  readonly mac: string;
  readonly components: Record<string, Json>;
  password: string;
  /** The parameters of the last `Set`. */
  last_set: Json = {};
  protected readonly garbage = '{"gen":2,"mac":[[[[';
  readonly #nonces = new Set<string>();
  /** Those that have named themselves, and so are notified ("Notifications"). */
  readonly #listeners = new Map<WebSocket, string>();

  constructor({ app = 'Plus1PM', mac = 'a8032abe54dc', components, password = '' }: ShellyOptions = {}) {
    super('/rpc');
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

  get listeners(): number {
    return this.#listeners.size;
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

  protected async serve(request: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    // "RPC Channels", HTTP: no connection is kept.
    response.setHeader('Connection', 'close');
    if (path === '/shelly') {
      this.requests.push('GET /shelly');
      sendJson(response, 200, this.#about());
      return;
    }
    const frame = await readFrame(request, path);
    if (frame === null) {
      sendJson(response, 404, { code: 404, message: 'No handler' });
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
    if (path === '/rpc') sendJson(response, 200, { id: frame.id, src: this.id, dst: frame.src, ...outcome });
    else sendJson(response, 'error' in outcome ? 500 : 200, 'error' in outcome ? outcome.error : outcome.result);
  }

  protected override misbehave(path: string, response: ServerResponse): boolean {
    if (this.mode !== 'gen1') return false;
    // "Gen1 Device API", /shelly.
    if (path === '/shelly')
      sendJson(response, 200, { type: 'SHSW-25', mac: this.mac.toUpperCase(), auth: false, fw: '20230913-112003/v1.14.0' });
    else sendJson(response, 404, {});
    return true;
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
    if (namespace === 'Cover') return this.#moveCover(verb, status, params);
    if (verb !== 'Set') return { error: { code: 404, message: `No handler for ${method}` } };
    return this.#set(namespace, status, params);
  }

  /** "Cover": begins to move and says so; {@link arrive} is the end of the way. */
  #moveCover(verb: string, status: Json, params: Json): { result: unknown } | { error: RpcFailure } {
    const key = `cover:${String(params.id)}`;
    const { pos } = params;
    this.last_set = params;
    switch (verb) {
      case 'Open':
      case 'Close':
        this.touch(key, { state: verb === 'Open' ? 'opening' : 'closing', source: 'HTTP_in' });
        return { result: null };
      case 'Stop':
        this.touch(key, { state: 'stopped', source: 'HTTP_in' });
        return { result: null };
      case 'GoToPosition':
        if (status.pos_control !== true) return { error: { code: -109, message: 'Calibration required!' } };
        if (typeof pos !== 'number' || pos < 0 || pos > 100) return { error: { code: -103, message: "Argument 'pos' is invalid!" } };
        this.touch(key, { state: pos > Number(status.current_pos) ? 'opening' : 'closing', target_pos: pos, source: 'HTTP_in' });
        return { result: null };
      default:
        return { error: { code: 404, message: `No handler for Cover.${verb}` } };
    }
  }

  /** A cover has come to where it was sent. */
  arrive(key: string): void {
    const { state, target_pos } = this.components[key] ?? {};
    const current_pos = typeof target_pos === 'number' ? target_pos : state === 'opening' ? 100 : 0;
    this.touch(key, { state: current_pos === 0 ? 'closed' : 'open', current_pos, target_pos: null });
  }

  /** Something happens at an input that is a button ("Notifications", NotifyEvent; "Input", Webhook Events and Notifications). */
  press(key: string, ...events: string[]): void {
    const [, id] = key.split(':');
    this.#notify('NotifyEvent', {
      events: events.map((event) => ({ component: key, id: Number(id), event, ts: 1_700_000_000.5 })),
    });
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

  protected welcome(client: WebSocket): void {
    client.once('close', () => this.#listeners.delete(client));
  }

  protected hear(client: WebSocket, text: string): void {
    this.#hear(client, parseObject(text) ?? {});
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
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The frame of `POST /rpc`, or what `POST` and `GET /rpc/<Method>` stand for ("RPC Channels", HTTP). */
async function readFrame(request: IncomingMessage, path: string): Promise<Json | null> {
  const named = /^\/rpc\/([A-Za-z0-9.]+)$/.exec(path)?.[1];
  if (request.method === 'GET' && named !== undefined) {
    const query = new URL(request.url ?? '/', 'http://device/').searchParams;
    return { method: named, params: Object.fromEntries([...query].map(([key, value]) => [key, parseValue(value)])) };
  }
  if (request.method !== 'POST' || (path !== '/rpc' && named === undefined)) return null;
  const body = await readObject(request);
  return named === undefined || body === null ? body : { method: named, params: body };
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
