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
