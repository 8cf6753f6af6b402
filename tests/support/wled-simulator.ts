import type { IncomingMessage, ServerResponse } from 'node:http';
import { Bonjour } from 'bonjour-service';
import type { WebSocket } from 'ws';
import { DeviceServer, parseObject, readObject, sendJson } from './device-server.js';
import type { DeviceMode } from './device-server.js';
import { WledModel } from './wled-model.js';
import type { WledOptions } from './wled-model.js';

/** Beside what any device may do, `busy` answers 503, as while its JSON buffer is in use. */
export type WledMode = DeviceMode | 'busy';

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
export class WledSimulator extends DeviceServer<'busy'> {
  readonly model: WledModel;
  /** Requests that are answered by 503 before it is free again. */
  busy_for = 0;
  protected readonly garbage = '{"state":{"on":"perhaps","bri":"\u0000"},"info":[[[[';
  #bonjour: Bonjour | null = null;

  constructor(options: WledOptions = {}) {
    super('/ws');
    this.model = new WledModel(options);
    if (!this.model.websockets) this.refuse_websocket = true;
  }

  /** Ends its announcement too. */
  async end(): Promise<void> {
    await this.withdraw();
    await this.stop();
  }

  /** Changes it as a hand at its button would, and tells its clients. */
  touch(state: Record<string, unknown>): void {
    this.model.apply(state);
    this.#settle();
  }

  /** Changes what stands in its info, as time and weather do; it tells nobody. */
  drift(info: Record<string, unknown>): void {
    Object.assign(this.model.drifted, info);
  }

  /**
   * Announces itself by real mDNS as `_wled._tcp` with its MAC, until {@link withdraw}. `address` is what it claims to be its own, by
   * default 127.0.0.1. Resolves when the announcement was sent.
   */
  async announce({ address = '127.0.0.1', name = this.model.name }: { address?: string; name?: string } = {}): Promise<void> {
    const bonjour = new Bonjour({}, () => undefined);
    this.#bonjour = bonjour;
    const host = `wled-${this.model.mac.slice(6)}.local`;
    const service = bonjour.publish({ name, type: 'wled', port: this.port, host, txt: { mac: this.model.mac }, probe: true });
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

  protected override asked(method: string, path: string): void {
    this.requests.push(`${method} ${path}`);
  }

  protected override misbehave(_path: string, response: ServerResponse): boolean {
    if (this.mode !== 'busy' && this.busy_for === 0) return false;
    this.busy_for = Math.max(0, this.busy_for - 1);
    sendJson(response, 503, { error: 3 });
    return true;
  }

  protected async serve(request: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    const { model } = this;
    const state = (): unknown => model.state();
    const info = (): unknown => model.info(this.websocket_clients);
    if (request.method === 'POST' && (path === '/json' || path === '/json/state' || path === '/json/si')) {
      const body = await readObject(request);
      if (body === null) {
        sendJson(response, 400, { error: 9 });
        return;
      }
      const verbose = model.apply(body);
      sendJson(response, 200, !verbose ? { success: true } : path === '/json/state' ? state() : { state: state(), info: info() });
      this.#settle();
      return;
    }
    const pages: Record<string, () => unknown> = {
      '/json': () => ({ state: state(), info: info(), effects: model.effects(), palettes: model.palettes() }),
      '/json/state': state,
      '/json/info': info,
      '/json/si': () => ({ state: state(), info: info() }),
      '/json/eff': () => model.effects(),
      '/json/pal': () => model.palettes(),
      '/json/cfg': () => ({ rev: [1, 0], vid: 2503100, if: { live: model.live_settings } }),
      '/presets.json': () => model.presets(),
    };
    const page = request.method === 'GET' ? pages[path]?.() : undefined;
    if (page === undefined) sendJson(response, 404, { error: 404 });
    else sendJson(response, 200, page);
  }

  protected welcome(client: WebSocket): void {
    this.#tell(client);
  }

  protected hear(client: WebSocket, text: string): void {
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
      this.#settle();
    }
  }

  /** What a write began ends after its answer: a preset is loaded by the main loop (wled00/presets.cpp, handlePresets). */
  #settle(): void {
    this.#broadcast();
    if (this.model.loop()) this.#broadcast();
  }

  #tell(client: WebSocket): void {
    if (this.mode === 'silent') return;
    if (this.mode === 'garbage') client.send('{"state":{"on":"perhaps"}}');
    else client.send(JSON.stringify({ state: this.model.state(), info: this.model.info(this.websocket_clients) }));
  }

  #broadcast(): void {
    for (const client of this.clients) this.#tell(client);
  }
}
