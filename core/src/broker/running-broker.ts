import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { safeText, type BrokerClient, type Clock, type Logger } from '@lightkeeper/plugin-sdk';
import { Aedes, type AedesPublishPacket, type Client, type ConnectPacket, type PublishPacket, type Subscription } from 'aedes';
import type { MqttTransport } from '../mqtt/index.js';
import type { AccessRules } from './access-rules.js';
import type { Account, Accounts } from './accounts.js';
import { createGate } from './gate.js';
import { createInnerTransport } from './inner-transport.js';
import type { BrokerLimits } from './limits.js';
import { createRetainedMessages } from './retained.js';
import type { BrokerSignIn } from './sign-in.js';

export interface RunningBrokerDeps {
  clock: Clock;
  log: Logger;
  accounts: Accounts;
  rules: AccessRules;
  signIn: BrokerSignIn;
  limits: BrokerLimits;
  newId: () => string;
  /** The clients are others than before. */
  onClients: () => void;
  /** It can go on no longer. */
  onError: (error: Error) => void;
}

/** A broker that listens. */
export interface RunningBroker {
  host: string;
  port: number;
  /** The hub's own way in. */
  transport: MqttTransport;
  clients(): BrokerClient[];
  /** Closes the connections of an account at once. */
  disconnect(account_id: string): void;
  close(): Promise<void>;
}

/** A client that has proven its account. */
interface Session {
  account: Account;
  client_id: string;
  address: string;
  since: string;
  filters: Set<string>;
}

// MQTT 3.1.1 §3.2.2.3.
const NOT_AVAILABLE = 3;
const BAD_CREDENTIALS = 4;
const BAD_CLIENT_ID = 2;
const MAX_CLIENT_ID = 256;
const WARN_EVERY_MS = 3_600_000;
/** Where refused messages go: nobody may subscribe there, and nothing is kept there. */
const NOWHERE = '$refused';

/** Opens the broker. Rejects with the system's error when it cannot listen. */
export async function runBroker(at: { host: string; port: number }, deps: RunningBrokerDeps): Promise<RunningBroker> {
  const { clock, log, accounts, rules, signIn, limits } = deps;
  // A last will is judged after its connection has ended, so sessions are known for as long as their client is; `present` are those that last.
  const sessions = new WeakMap<Client, Session>();
  const present = new Map<Session, Client>();
  const retained = createRetainedMessages(limits.retained_per_account);
  const gate = createGate(limits);
  const sockets = new Set<Socket>();
  const warned_full = new Map<string, number>();

  /** A message that may not be published is acknowledged and dropped: MQTT 3.1.1 has no other answer that keeps the connection (§3.3.5). */
  function drop(packet: PublishPacket): void {
    Object.assign(packet, { topic: NOWHERE, payload: Buffer.alloc(0), retain: false });
  }

  function mayPublish({ account }: Session, topic: string): boolean {
    const now = accounts.current(account);
    if (now === null || Buffer.byteLength(topic) > limits.topic_bytes || !rules.mayPublish(now, topic)) return false;
    // The first to announce a thing owns its announcement for as long as it stands.
    const owner = retained.ownerOf(topic);
    return now.access !== 'own' || owner === undefined || owner === now.name || topic.startsWith(`${now.name}/`);
  }

  const aedes = await Aedes.createBroker({
    connectTimeout: limits.connect_ms,
    drainTimeout: limits.drain_ms,
    maxInflightInbound: limits.inflight_per_client,
    maxTopicLevels: limits.topic_levels,
    // The ids are lengthened by the account's name; their own length is checked before.
    maxClientsIdLength: MAX_CLIENT_ID * 2,
    preConnect: (client, packet, done) => {
      done(null, admit(client, packet));
    },
    authenticate: (client, username, password, done) => {
      const code = authenticate(client, username, password);
      done(code === 0 ? null : Object.assign(new Error('refused'), { returnCode: code }), code === 0);
    },
    authorizePublish: (client, packet, done) => {
      const session = client === null ? undefined : sessions.get(client);
      if (session === undefined || !mayPublish(session, packet.topic)) {
        if (session !== undefined) signIn.denied(session.account, `publishing to ${packet.topic}`, session.address);
        drop(packet);
      } else if (packet.retain) {
        keep(session, packet);
      }
      done(null);
    },
    authorizeSubscribe: (client, subscription, done) => {
      done(null, maySubscribe(client, subscription) ? subscription : null);
    },
    authorizeForward: (client, packet: AedesPublishPacket) => {
      const session = sessions.get(client);
      return session !== undefined && rules.mayRead(session.account, packet.topic) ? packet : null;
    },
  });

  /** Gives each account ids of its own, so that nobody can take over the connection of another by its id; and no session outlives its connection. */
  function admit(client: Client, packet: ConnectPacket): boolean {
    if (packet.clientId.length > MAX_CLIENT_ID || Buffer.byteLength(packet.username ?? '') > MAX_CLIENT_ID) {
      client.conn.destroy();
      return false;
    }
    packet.clientId = `${packet.username ?? ''}/${packet.clientId === '' ? deps.newId() : packet.clientId}`;
    packet.clean = true;
    return true;
  }

  /** The return code of the CONNACK, 0 for a welcome. */
  function authenticate(client: Client, username: string | undefined, password: Buffer | undefined): number {
    const socket = client.conn as Socket;
    const address = socket.remoteAddress ?? '';
    const account = username === undefined || password === undefined ? 'refused' : signIn.try(username, password, address);
    if (account === 'locked') return NOT_AVAILABLE;
    if (account === 'refused') return BAD_CREDENTIALS;
    const client_id = client.id.slice(account.name.length + 1);
    // U+0000 and other control characters are no part of an id that people could tell apart.
    if (safeText(client_id, MAX_CLIENT_ID) !== client_id) return BAD_CLIENT_ID;
    gate.signedIn(socket);
    const session: Session = { account, client_id, address, since: clock.iso(), filters: new Set() };
    sessions.set(client, session);
    present.set(session, client);
    socket.once('close', () => {
      present.delete(session);
      deps.onClients();
    });
    return 0;
  }

  function maySubscribe(client: Client, { topic }: Subscription): boolean {
    const session = sessions.get(client);
    if (session === undefined) return false;
    const { account, filters, address } = session;
    if (Buffer.byteLength(topic) > limits.topic_bytes || !rules.mayRead(account, topic)) {
      signIn.denied(account, `subscribing to ${topic}`, address);
      return false;
    }
    if (filters.size >= limits.filters_per_client && !filters.has(topic)) return false;
    filters.add(topic);
    return true;
  }

  function keep({ account }: Session, packet: PublishPacket): void {
    const given = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
    // The parser hands out a view of what came from the socket, and keeping it would keep all of that.
    const payload = Buffer.alloc(given.byteLength);
    given.copy(payload);
    packet.payload = payload;
    if (retained.put(account.name, packet.topic, payload)) return;
    packet.retain = false;
    if (clock.now() - (warned_full.get(account.id) ?? -Infinity) < WARN_EVERY_MS) return;
    warned_full.set(account.id, clock.now());
    log.warn('An account has no room left for retained messages; further ones are delivered, and not kept', { account: account.name });
  }

  aedes.on('clientReady', () => {
    deps.onClients();
  });
  aedes.on('unsubscribe', (filters, client) => {
    for (const filter of filters) sessions.get(client)?.filters.delete(filter);
  });
  aedes.on('clientError', (client, error) => {
    log.debug('A client of the broker was disconnected', { client: safeText(client.id, 100), reason: error.message });
  });
  // Declared on the emitter itself, since the library's own types do not name it.
  (aedes as NodeJS.EventEmitter).on('error', deps.onError);

  const server = createServer(
    { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000, highWaterMark: limits.write_buffer_bytes },
    (socket) => {
      socket.on('error', () => undefined);
      if (!gate.admit(socket)) {
        socket.destroy();
        return;
      }
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      aedes.handle(socket);
      gate.watch(socket);
    },
  );
  try {
    await listen(server, at);
  } catch (error) {
    await closeAedes(aedes);
    throw error;
  }
  server.on('error', deps.onError);

  const inner = createInnerTransport({
    aedes,
    retained,
    accountOf: (client_id) => (client_id === undefined ? null : client_id.slice(0, client_id.indexOf('/'))),
  });
  return {
    host: at.host,
    port: (server.address() as AddressInfo).port,
    transport: inner.transport,
    clients: () =>
      [...present.keys()].map(({ account, client_id, address, since }) => ({ account: account.name, client_id, address, since })),
    disconnect(account_id) {
      for (const [{ account }, client] of [...present]) if (account.id === account_id) client.close();
    },
    async close() {
      inner.close();
      const closed = once(server, 'close');
      server.close();
      await closeAedes(aedes);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  const listening = once(server, 'listening');
  server.listen({ host, port });
  await listening;
}

async function closeAedes(aedes: Aedes): Promise<void> {
  await new Promise<void>((resolve) => {
    aedes.close(resolve);
  });
}
