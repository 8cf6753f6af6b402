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
  /** The port that it has. */
  readonly port: number;
  /**
   * Resolves when the system has taken the datagram, and then `bytes` may be used anew; UDP does not tell whether it arrives.
   * Rejects with `LK_UPSTREAM` where it cannot be sent, with `LK_ADDRESS_REFUSED` where the target is not one of `UdpService`.
   */
  send(bytes: Uint8Array, target: UdpTarget): Promise<void>;
  close(): void;
}

export interface UdpOpenOptions {
  port?: number;
  /** False where no other may have the port, since each datagram for one address reaches only one of those who share. By default true. */
  share?: boolean;
  /** The hub's own IPv4 address to listen on, by default all. `127.0.0.1` hears this computer alone. */
  host?: string;
  /** Multicast groups within 239.0.0.0/8 to hear as well. Those that the system does not let it join are told in the log. */
  groups?: readonly string[];
  message?: (bytes: Uint8Array, from: { address: string; port: number }) => void;
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
  open(options?: UdpOpenOptions): Promise<UdpSocket>;
}

/** A connection that somebody opened to the hub. */
export interface TcpConnection {
  /** The peer's address. */
  readonly address: string;
  /**
   * Sends bytes, which may be used anew at once. A peer that does not read what it is sent is dropped when more than `max_waiting_bytes`
   * wait for it. After the end of the connection it does nothing.
   */
  send(bytes: Uint8Array): void;
  /** Ends the connection after what was sent. */
  close(): void;
}

export interface TcpConnectionHandlers {
  /** Bytes as they arrive, cut anywhere; they belong to the handler. What anyone sends is hostile until checked. */
  data(bytes: Uint8Array): void;
  /** Called once. */
  closed?(reason: string): void;
}

export interface TcpListenOptions {
  /** 0 takes a port that is free. */
  port: number;
  /** The hub's own address to listen on, by default `127.0.0.1`: this computer alone. `0.0.0.0` is all IPv4 addresses, `::` all there are. */
  host?: string;
  /** Connections at one time, by default 32; a further one is closed at once. */
  max_connections?: number;
  /** Of them from one address, by default 8. */
  max_connections_per_address?: number;
  /** Bytes that may wait for a peer, by default 256 KiB. */
  max_waiting_bytes?: number;
  /** Milliseconds after which a connection on which nothing comes or goes is closed, by default 60,000. */
  idle_ms?: number;
  /** Somebody has connected. A handler that throws ends its connection, and no other. */
  connection(socket: TcpConnection): TcpConnectionHandlers;
}

export interface TcpServer {
  /** The port that it listens on. */
  readonly port: number;
  /** Ends it with all its connections. */
  close(): void;
}

/** Ports for other programs to connect to, for protocols that are not HTTP. Those still open when the plugin stops are closed after all else. */
export interface TcpService {
  /**
   * Listens until it is closed. Rejects with `LK_UPSTREAM` when the port is taken, `LK_VALIDATION` when `port` or `host` is none.
   *
   * @example
   * const server = await hub.tcp.listen({
   *   port: 7000,
   *   connection: (socket) => ({ data: (bytes) => socket.send(bytes) }),
   * });
   */
  listen(options: TcpListenOptions): Promise<TcpServer>;
}
