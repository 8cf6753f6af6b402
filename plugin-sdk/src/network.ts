import type { Disposer } from './disposable.js';

/** Something seen by mDNS. Every field is what was announced: hostile until checked. */
export interface DiscoveredService {
  /** The instance's full name, the key of its life: `wled-bookshelf._wled._tcp.local`. */
  key: string;
  name: string;
  host: string;
  port: number;
  /** IPv4 and IPv6 addresses, checked to be addresses. */
  addresses: string[];
  /** TXT records as text: at most 32 keys of at most 256 characters. */
  txt: Record<string, string>;
}

/** One shared mDNS browser. It tells what is there; it contacts nothing. */
export interface DiscoveryService {
  /** Looks for `_<type>._tcp` for as long as the plugin runs. */
  browse(
    type: string,
    handler: { found(service: DiscoveredService): void; updated?(service: DiscoveredService): void; lost(key: string): void },
  ): Disposer;
}

/** How the hub came to know an address. A person may type loopback; an announcement may not name it. */
export type AddressTrust = 'typed' | 'announced';

export interface HttpRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  json?: unknown;
  headers?: Record<string, string>;
  trust: AddressTrust;
  /** Milliseconds for the whole exchange, by default 5,000. */
  timeout_ms?: number;
  /** Largest answer, by default 1 MiB. */
  max_bytes?: number;
  signal?: AbortSignal;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  text: string;
  /** Parses the text, without `__proto__` keys; throws `LK_UPSTREAM` when it is not JSON. */
  json(): unknown;
}

export interface OutboundSocket {
  send(text: string): void;
  close(): void;
}

export interface OutboundSocketHandlers {
  open(): void;
  /** Text messages, at most `max_bytes` long. */
  message(text: string): void;
  /** Called once, after a failed connect too. */
  closed(reason: string): void;
}

/**
 * The only way out. Addresses are checked when the name is resolved (rebinding cannot get past), redirects are not followed, size and
 * time are capped.
 */
export interface HttpClient {
  request(url: string, options: HttpRequest): Promise<HttpResponse>;
  socket(
    url: string,
    options: { trust: AddressTrust; max_bytes?: number; timeout_ms?: number },
    handlers: OutboundSocketHandlers,
  ): OutboundSocket;
}

/** Where datagrams may go: an IPv4 address that was checked. Only `UdpService` makes them. */
export interface UdpTarget {
  readonly address: string;
  readonly port: number;
}

export interface UdpSocket {
  /**
   * Resolves when the system has taken the datagram, and then `bytes` may be used anew; UDP does not tell whether it arrives.
   * Rejects with `LK_UPSTREAM` where it cannot be sent, with `LK_ADDRESS_REFUSED` where the target is not one of `UdpService`.
   */
  send(bytes: Uint8Array, target: UdpTarget): Promise<void>;
  close(): void;
}

/** Datagrams over IPv4, for protocols that have nothing else. Sockets that are still open when the plugin stops are closed after all else. */
export interface UdpService {
  /**
   * Finds the address of a host once and checks it by the rules of `HttpClient`; what is sent goes to that very address.
   * Rejects with `LK_ADDRESS_REFUSED`, or with `LK_UPSTREAM` where the name is not known.
   */
  target(host: string, port: number, options: { trust: AddressTrust }): Promise<UdpTarget>;
  /** A multicast group within 239.0.0.0/8, the block that stays within a site (RFC 2365 §6); throws `LK_ADDRESS_REFUSED` for any other. */
  group(address: string, port: number): UdpTarget;
  /**
   * Opens a socket on a free port, or on `port`, which it shares with others that are willing to share. `message` hears what anyone sends:
   * hostile until checked. Rejects with `LK_UPSTREAM` when the port is taken.
   */
  open(options?: { port?: number; message?: (bytes: Uint8Array, from: { address: string; port: number }) => void }): Promise<UdpSocket>;
}
