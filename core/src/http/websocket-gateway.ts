import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { HubError } from '@lightkeeper/plugin-sdk';
import type { Logger, Principal } from '@lightkeeper/plugin-sdk';
import type Koa from 'koa';
import websockify from 'koa-websocket';
import secureJson from 'secure-json-parse';
import type { Contexts } from '../context/context-service.js';
import type { AccessGate, RequestFacts } from './access-gate.js';
import { sameOrigin } from './origin.js';
import { PROBLEM_TYPE, toHubError, toProblem } from './problem.js';
import { CLOSE, SocketClient } from './socket-client.js';
import type { EventAccess, Socket } from './socket-client.js';
import { SocketCommands } from './socket-commands.js';

export const SOCKET_PATH = '/api/v1/events/ws';
const HEARTBEAT_MS = 30_000;
const MAX_MESSAGE_BYTES = 256 * 1024;
const MAX_CLIENTS = 2_000;
const MAX_MESSAGES_PER_10_S = 400;

interface GatewayDeps {
  access: AccessGate;
  commands: SocketCommands;
  contexts: Contexts;
  peer: (request: IncomingMessage) => string;
  log: Logger;
  version: string;
}

/**
 * The one file that knows koa-websocket. It upgrades only our path, after the guard; koa-websocket on its own accepts any path and
 * swallows errors, so the server runs without one of its own (`noServer`) and every middleware is caught here.
 */
export class WebSocketGateway {
  readonly #deps: GatewayDeps;
  readonly #clients = new Set<SocketClient>();
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
    socketApp.ws.listen({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
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
    for (const client of this.#clients) {
      if ((topic !== undefined && !client.topics.has(topic)) || !client.mayHear(access)) continue;
      text ??= JSON.stringify({ type, ...payload });
      client.send(text);
    }
  }

  hasListeners(topic: string): boolean {
    for (const client of this.#clients) if (client.topics.has(topic)) return true;
    return false;
  }

  /** Closes the sockets of a session, token or user that lost its access, at once. */
  closeMatching(match: { session_id?: string; user_id?: string; token_id?: string }): void {
    for (const client of this.#clients) {
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
    for (const client of this.#clients) client.close(CLOSE.going_away, 'the hub is stopping');
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
    this.#clients.add(client);
    // It may have been revoked between the guard and here, when there was no socket to close yet.
    if (!this.#stillSignedIn(client)) return;
    const budget = new MessageBudget();
    socket.on('pong', () => {
      client.alive = true;
    });
    socket.on('close', () => {
      this.#clients.delete(client);
    });
    socket.on('message', (data: Buffer, binary: boolean) => {
      client.alive = true;
      if (!budget.take()) client.close(CLOSE.try_later, 'too many messages');
      else void this.#message(client, admitted.facts, binary ? null : data.toString('utf8'));
    });
    client.send(JSON.stringify({ type: 'hello', version: this.#deps.version, heartbeat_ms: HEARTBEAT_MS }));
  }

  async #message(client: SocketClient, facts: RequestFacts, text: string | null): Promise<void> {
    if (!this.#stillSignedIn(client)) return;
    let id: string | undefined;
    try {
      if (text === null) throw new HubError('LK_BAD_JSON', 'Messages are JSON text.');
      const message = SocketCommands.read(parse(text));
      id = message.id;
      if (this.#builtIn(client, message.type, message.fields, id)) return;
      const context = { ...this.#deps.access.contextOf(client.principal, facts), origin: 'ws' as const };
      const data = await this.#deps.contexts.run(context, () => this.#deps.commands.run(message, client.principal));
      client.send(JSON.stringify({ type: 'result', ...(id !== undefined && { id }), ok: true, data: data ?? null }));
    } catch (thrown) {
      const error = toHubError(thrown);
      if (error.code === 'LK_INTERNAL') this.#deps.log.error('A message failed', { reason: String(error.cause) });
      client.send(JSON.stringify({ type: 'error', ...(id !== undefined && { id }), code: error.code, detail: error.message }));
    }
  }

  /** Ping and topics concern the connection itself; all else is a registered command. */
  #builtIn(client: SocketClient, type: string, fields: Record<string, unknown>, id: string | undefined): boolean {
    if (type === 'ping') {
      client.send(JSON.stringify({ type: 'pong', ...(id !== undefined && { id }) }));
      return true;
    }
    if (type !== 'subscribe' && type !== 'unsubscribe') return false;
    for (const topic of topicsIn(fields)) {
      if (!client.mayHear(TOPICS[topic])) throw new HubError('LK_FORBIDDEN', `Only admins may follow ${topic}.`);
      if (type === 'subscribe') client.topics.add(topic);
      else client.topics.delete(topic);
    }
    client.send(JSON.stringify({ type: 'result', ...(id !== undefined && { id }), ok: true, data: null }));
    return true;
  }

  /** A session may have ended, or a role changed, since the client connected. */
  #stillSignedIn(client: SocketClient): boolean {
    const current = this.#deps.access.refresh(client.principal);
    if (current === null) client.close(CLOSE.signed_out, 'signed out');
    else client.principal = current;
    return current !== null;
  }

  #beat(): void {
    for (const client of this.#clients) {
      if (!client.alive) client.terminate();
      else if (this.#stillSignedIn(client)) client.ping();
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
  #left = MAX_MESSAGES_PER_10_S;
  #since = performance.now();

  take(): boolean {
    const now = performance.now();
    if (now - this.#since > 10_000) {
      this.#left = MAX_MESSAGES_PER_10_S;
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
