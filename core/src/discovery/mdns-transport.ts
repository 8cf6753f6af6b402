import bonjour from 'bonjour-service';
import type { Question } from './service-table.js';

export interface MdnsEvents {
  /** A decoded response, not yet checked. */
  response(packet: unknown, from: { address: string; port: number }): void;
  /** The socket cannot be used (any more). */
  failed(error: Error): void;
}

/** The socket that all browsing shares. It decodes; it keeps nothing. */
export interface MdnsTransport {
  ask(questions: readonly Question[]): void;
  close(): Promise<void>;
}

export type OpenMdns = (events: MdnsEvents) => MdnsTransport;

interface RawMdns {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  query(packet: { questions: readonly Question[] }, done: (error?: unknown) => void): void;
}

/**
 * The one instance of `bonjour-service`. Its own browser is not used: it asks once, expires nothing, keeps the first address for ever
 * and has no bound. Its socket is, by the events of the mDNS server inside.
 */
export const openBonjour: OpenMdns = (events) => {
  const instance = new bonjour.Bonjour({}, (error: unknown) => {
    events.failed(error instanceof Error ? error : new Error(String(error)));
  });
  const mdns = rawMdns(instance);
  mdns.on('error', (error) => {
    events.failed(error instanceof Error ? error : new Error(String(error)));
  });
  mdns.on('response', (packet, from) => {
    if (isPeer(from)) events.response(packet, from);
  });
  return {
    ask(questions) {
      // A network that is away for a while is no failure: the next poll asks again.
      mdns.query({ questions }, () => undefined);
    },
    close: () =>
      new Promise((resolve) => {
        instance.destroy(() => {
          resolve();
        });
      }),
  };
};

function isPeer(value: unknown): value is { address: string; port: number } {
  return typeof value === 'object' && value !== null && 'address' in value && 'port' in value && typeof value.port === 'number';
}

// The package keeps its server private, and offers no other way to the responses. The version is pinned, and a test with the real
// package holds this.
function rawMdns(instance: object): RawMdns {
  const server: unknown = Reflect.get(instance, 'server');
  const mdns: unknown = typeof server === 'object' && server !== null ? Reflect.get(server, 'mdns') : undefined;
  if (isRawMdns(mdns)) return mdns;
  throw new Error('bonjour-service has another shape than expected: it has no server.mdns.');
}

function isRawMdns(value: unknown): value is RawMdns {
  return typeof value === 'object' && value !== null && 'on' in value && 'query' in value && typeof value.query === 'function';
}
