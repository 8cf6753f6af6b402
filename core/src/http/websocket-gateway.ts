import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CHANNEL_HEADER_BYTES, HubError, MAX_CHANNEL_PAYLOAD } from '@lightkeeper/plugin-sdk';
import type { Logger, Principal } from '@lightkeeper/plugin-sdk';
import type Koa from 'koa';
import websockify from 'koa-websocket';
import secureJson from 'secure-json-parse';
import type { Contexts } from '../context/context-service.js';
import type { AccessGate, RequestFacts } from './access-gate.js';
import { ClientChannels } from './client-channels.js';
import { sameOrigin } from './origin.js';
import { PROBLEM_TYPE, toHubError, toProblem } from './problem.js';
import type { SocketChannels } from './socket-channels.js';
import { CLOSE, SocketClient } from './socket-client.js';
import type { EventAccess, Socket } from './socket-client.js';
import { SocketCommands } from './socket-commands.js';
import type { SocketMessage } from './socket-commands.js';

export const SOCKET_PATH = '/api/v1/events/ws';
const HEARTBEAT_MS = 30_000;
const MAX_TEXT_BYTES = 256 * 1024;
const MAX_CLIENTS = 2_000;
const MAX_MESSAGES_PER_10_S = 400;
/** Twice sixty pictures a second. */
const MAX_BINARY_PER_10_S = 1_200;

interface GatewayDeps {
  access: AccessGate;
  commands: SocketCommands;
  channels: SocketChannels;
  contexts: Contexts;
  peer: (request: IncomingMessage) => string;
  log: Logger;
  version: string;
}

/** A client, and what belongs to its connection alone. */
interface Connection {
  client: SocketClient;
  channels: ClientChannels;
  /** Runs `fn` as the client. */
  run: <T>(fn: () => T) => T;
}

/**
 * The one file that knows koa-websocket. It upgrades only our path, after the guard; koa-websocket on its own accepts any path and
 * swallows errors, so the server runs without one of its own (`noServer`) and every middleware is caught here.
 */
export class WebSocketGateway {
  readonly #deps: GatewayDeps;
  readonly #clients = new Map<SocketClient, ClientChannels>();
  /** Who was let in, between the upgrade and the connection. */
  readonly #admitted = new WeakMap<IncomingMessage, { principal: Principal; facts: RequestFacts }>();
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(deps: GatewayDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#clients.size;
  }

  attach(app: Koa, server: Server): void {
    const socketApp = websockify(app);
    socketApp.ws.use((ctx) => {
      this.#connected(ctx.websocket, ctx.req);
    });
    socketApp.ws.listen({ noServer: true, maxPayload: MAX_CHANNEL_PAYLOAD + CHANNEL_HEADER_BYTES, perMessageDeflate: false });
    const inner = socketApp.ws.server;
    if (inner === undefined) throw new Error('koa-websocket made no server');
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => {
        socket.destroy();
      });
      void this.#admit(request).then(
        () => {
          inner.handleUpgrade(request, socket, head, (webSocket) => inner.emit('connection', webSocket, request));
        },
        (error: unknown) => {
          refuse(socket, error);
        },
      );
    });
    this.#heartbeat = setInterval(() => {
      this.#beat();
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** Sends to every client that may hear it. With a topic, only to those that asked for it. */
  publish(type: string, payload: object, access: EventAccess, topic?: string): void {
    let text: string | undefined;
    for (const client of this.#clients.keys()) {
      if ((topic !== undefined && !client.topics.has(topic)) || !client.mayHear(access)) continue;
      text ??= JSON.stringify({ type, ...payload });
      client.send(text);
    }
  }

  hasListeners(topic: string): boolean {
    for (const client of this.#clients.keys()) if (client.topics.has(topic)) return true;
    return false;
  }

  /** Closes the sockets of a session, token or user that lost its access, at once. */
  closeMatching(match: { session_id?: string; user_id?: string; token_id?: string }): void {
    for (const client of this.#clients.keys()) {
      const { kind, id, session_id } = client.principal;
      const hit =
        (match.session_id !== undefined && session_id === match.session_id) ||
        (match.user_id !== undefined && kind === 'user' && id === match.user_id) ||
        (match.token_id !== undefined && kind === 'token' && id === match.token_id);
      if (hit) client.close(CLOSE.signed_out, 'signed out');
    }
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const client of this.#clients.keys()) client.close(CLOSE.going_away, 'the hub is stopping');
  }

  async #admit(request: IncomingMessage): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://hub').pathname;
    if (path !== SOCKET_PATH) throw new HubError('LK_NOT_FOUND', 'There is no WebSocket at this address.');
    if (!sameOrigin(request)) throw new HubError('LK_CROSS_ORIGIN', 'A page of another origin may not connect.');
    if (this.#clients.size >= MAX_CLIENTS) throw new HubError('LK_RATE_LIMITED', 'Too many clients are connected.', { retry_after_s: 30 });
    const { authorization, cookie, 'user-agent': user_agent = '' } = request.headers;
    const facts: RequestFacts = {
      ip: this.#deps.peer(request),
      user_agent,
      ...(authorization !== undefined && { authorization }),
      ...(cookie !== undefined && { cookie }),
    };
    const { access, contexts } = this.#deps;
    // Whoever has signed in may connect; each event and each message has a guard of its own.
    const principal = await contexts.run(access.contextOf(null, facts), async () => {
      const found = await access.authenticate(facts);
      if (found === null) await access.authorize(null, { role: 'guest', scope: 'events:read' });
      return found;
    });
    if (principal === null) throw new HubError('LK_UNAUTHENTICATED', 'Sign in before connecting.');
    this.#admitted.set(request, { principal, facts });
  }

  #connected(socket: Socket, request: IncomingMessage): void {
    const admitted = this.#admitted.get(request);
    if (admitted === undefined) {
      socket.terminate();
      return;
    }
    const { principal, facts } = admitted;
    const client = new SocketClient(socket, principal, () => {
      // It reads too late, or never, to learn it from the close frame alone.
      this.#deps.log.warn('A WebSocket client was too slow and was dropped', { client: principal.name, ip: facts.ip });
    });
    const run = <T>(fn: () => T): T => {
      const context = { ...this.#deps.access.contextOf(client.principal, admitted.facts), origin: 'ws' as const };
      return this.#deps.contexts.run(context, fn);
    };
    const channels = new ClientChannels({ ...this.#deps, client, run });
    const connection: Connection = { client, channels, run };
    this.#clients.set(client, channels);
    // It may have been revoked between the guard and here, when there was no socket to close yet.
    if (!this.#stillSignedIn(client)) return;
    const texts = new MessageBudget(MAX_MESSAGES_PER_10_S);
    const binaries = new MessageBudget(MAX_BINARY_PER_10_S);
    socket.on('pong', () => {
      client.alive = true;
    });
    socket.on('close', () => {
      this.#clients.delete(client);
      channels.end();
    });
    socket.on('message', (data: Buffer, binary: boolean) => {
      client.alive = true;
      if (!(binary ? binaries : texts).take()) client.close(CLOSE.try_later, 'too many messages');
      else if (binary) this.#binary(connection, data);
      else if (data.byteLength > MAX_TEXT_BYTES) client.close(CLOSE.too_big, 'the message is too big');
      else void this.#message(connection, data.toString('utf8'));
    });
    client.send(JSON.stringify({ type: 'hello', version: this.#deps.version, heartbeat_ms: HEARTBEAT_MS }));
  }

  async #message(connection: Connection, text: string): Promise<void> {
    const { client, run } = connection;
    if (!this.#stillSignedIn(client)) return;
    let id: string | undefined;
    const answer = (data: unknown): void => {
      client.send(JSON.stringify({ type: 'result', ...(id !== undefined && { id }), ok: true, data: data ?? null }));
    };
    try {
      const message = SocketCommands.read(parse(text));
      id = message.id;
      if (await this.#builtIn(connection, message, answer)) return;
      answer(await run(() => this.#deps.commands.run(message, client.principal)));
    } catch (thrown) {
      this.#refuse(client, thrown, id);
    }
  }

  #binary({ client, channels }: Connection, data: Buffer): void {
    if (!this.#stillSignedIn(client)) return;
    try {
      channels.receive(data);
    } catch (thrown) {
      this.#refuse(client, thrown);
    }
  }

  #refuse(client: SocketClient, thrown: unknown, id?: string): void {
    const error = toHubError(thrown);
    if (error.code === 'LK_INTERNAL') this.#deps.log.error('A message failed', { reason: String(error.cause) });
    client.send(JSON.stringify({ type: 'error', ...(id !== undefined && { id }), code: error.code, detail: error.message }));
  }

  /** Ping, topics and channels concern the connection itself; all else is a registered command. */
  async #builtIn({ client, channels }: Connection, { type, id, fields }: SocketMessage, answer: (data: unknown) => void): Promise<boolean> {
    switch (type) {
      case 'ping':
        client.send(JSON.stringify({ type: 'pong', ...(id !== undefined && { id }) }));
        return true;
      case 'open_channel':
        await channels.open(fields, answer);
        return true;
      case 'close_channel':
        channels.close(fields);
        answer(null);
        return true;
      case 'subscribe':
      case 'unsubscribe':
        for (const topic of topicsIn(fields)) {
          if (!client.mayHear(TOPICS[topic])) throw new HubError('LK_FORBIDDEN', `Only admins may follow ${topic}.`);
          if (type === 'subscribe') client.topics.add(topic);
          else client.topics.delete(topic);
        }
        answer(null);
        return true;
      default:
        return false;
    }
  }

  /** A session may have ended, or a role changed, since the client connected. */
  #stillSignedIn(client: SocketClient): boolean {
    const current = this.#deps.access.refresh(client.principal);
    if (current === null) client.close(CLOSE.signed_out, 'signed out');
    else client.principal = current;
    return current !== null;
  }

  #beat(): void {
    for (const [client, channels] of this.#clients) {
      if (!client.alive) client.terminate();
      else if (this.#stillSignedIn(client)) {
        channels.check();
        client.ping();
      }
    }
  }
}

function parse(text: string): unknown {
  try {
    return secureJson.parse(text, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    throw new HubError('LK_BAD_JSON', 'The message is not usable JSON.', { cause: error });
  }
}

/** Answers a refused upgrade as plain HTTP, with the problem as body. */
function refuse(socket: Duplex, thrown: unknown): void {
  const error = toHubError(thrown);
  const body = JSON.stringify(toProblem(error, SOCKET_PATH));
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** A client may send so many messages in ten seconds. */
class MessageBudget {
  readonly #limit: number;
  #left: number;
  #since = performance.now();

  constructor(limit: number) {
    this.#limit = this.#left = limit;
  }

  take(): boolean {
    const now = performance.now();
    if (now - this.#since > 10_000) {
      this.#left = this.#limit;
      this.#since = now;
    }
    this.#left -= 1;
    return this.#left >= 0;
  }
}

/** What is sent only to those who ask for it, since there is much of it. */
const TOPICS = {
  logs: { role: 'admin', scope: 'logs:read' },
  mqtt_traffic: { role: 'admin', scope: 'mqtt:read' },
} as const satisfies Record<string, EventAccess>;
type Topic = keyof typeof TOPICS;

function topicsIn({ topics, ...others }: Record<string, unknown>): Topic[] {
  const known = (topic: unknown): topic is Topic => typeof topic === 'string' && Object.hasOwn(TOPICS, topic);
  if (!Array.isArray(topics) || topics.length === 0 || !topics.every(known) || Object.keys(others).length > 0) {
    throw HubError.field('/topics', `must be a list of ${Object.keys(TOPICS).join(' and ')}`);
  }
  return topics;
}
