import { HubError, type DiscoveredService, type DiscoveryService, type Disposer, type Logger } from '@lightkeeper/plugin-sdk';
import type { HubClock } from '../time/clock.js';
import { openBonjour, type MdnsTransport, type OpenMdns } from './mdns-transport.js';
import { readRecords } from './records.js';
import { createServiceTable, type ServiceTable } from './service-table.js';

export interface DiscoveryOptions {
  clock: HubClock;
  log: Logger;
  /** Listens to nothing and finds nothing. */
  disabled?: boolean;
  open?: OpenMdns;
  /** 0 to 1, for the jitter. */
  random?: () => number;
}

export interface KernelDiscovery extends DiscoveryService {
  stop(): Promise<void>;
}

type Handler = Parameters<DiscoveryService['browse']>[1];

interface Browse {
  domain: string;
  table: ServiceTable;
  handlers: Set<Handler>;
  polls: number;
  next_poll: number;
}

// The first question may be lost, so it is put again soon; then seldom, since most devices announce themselves.
const POLL_AFTER_MS = [1_000, 20_000, 60_000] as const;
const SLOWEST_POLL_MS = 60_000;
const JITTER = 0.1;
const MIN_LIFETIME_MS = 3 * SLOWEST_POLL_MS * (1 + JITTER);
const MAX_SERVICES = 256;
const MAX_PACKETS_PER_S = 200;
const REOPEN_AFTER_MS = 30_000;
// RFC 6762 §6: whoever answers from another port is not a responder, and is to be ignored.
const MDNS_PORT = 5_353;

/** Makes the shared browser. Its socket is opened with the first browse. */
export function createDiscovery({
  clock,
  log,
  disabled = false,
  open = openBonjour,
  random = Math.random,
}: DiscoveryOptions): KernelDiscovery {
  const browses = new Map<string, Browse>();
  let transport: MdnsTransport | null = null;
  let opened = 0;
  let reopen_at = 0;
  let stopped = disabled;
  let cancelTimer: Disposer | null = null;
  let second = { start: 0, packets: 0, dropped: 0 };
  let warned_full_at = -Infinity;

  function ensureOpen(): void {
    if (transport !== null || stopped || reopen_at > clock.now()) return;
    opened += 1;
    const mine = opened;
    try {
      transport = open({
        response: (packet, from) => {
          if (opened === mine && from.port === MDNS_PORT && underLimit()) take(packet, from.address);
        },
        failed: (error) => {
          if (opened === mine) fail(error);
        },
      });
    } catch (error) {
      fail(error);
    }
  }

  function fail(error: unknown): void {
    log.warn('Devices cannot be discovered for now', { error, next_try_ms: REOPEN_AFTER_MS });
    const failed = transport;
    transport = null;
    opened += 1;
    reopen_at = clock.now() + REOPEN_AFTER_MS;
    void failed?.close();
    plan();
  }

  function underLimit(): boolean {
    const now = clock.now();
    if (now - second.start >= 1_000) {
      if (second.dropped > 0) log.warn('Too many announcements; some were dropped', { dropped: second.dropped });
      second = { start: now, packets: 0, dropped: 0 };
    }
    second.packets += 1;
    if (second.packets > MAX_PACKETS_PER_S) second.dropped += 1;
    return second.packets <= MAX_PACKETS_PER_S;
  }

  function take(packet: unknown, from: string): void {
    const records = readRecords(packet);
    if (records.length === 0) return;
    for (const { table, domain } of browses.values()) {
      if (!table.apply(records, from, clock.now()) && clock.now() - warned_full_at > 60_000) {
        warned_full_at = clock.now();
        log.warn('More services announce themselves than there is room for', { domain, max: MAX_SERVICES });
      }
    }
    work();
  }

  function work(): void {
    ensureOpen();
    for (const browse of [...browses.values()]) {
      const { found, updated, lost, questions } = browse.table.advance(clock.now());
      for (const service of found)
        tell(browse, (handler) => {
          handler.found(service);
        });
      for (const service of updated) tell(browse, (handler) => handler.updated?.(service));
      for (const key of lost)
        tell(browse, (handler) => {
          handler.lost(key);
        });
      if (questions.length > 0) transport?.ask(questions);
      if (browse.next_poll <= clock.now()) poll(browse);
    }
    plan();
  }

  function poll(browse: Browse): void {
    transport?.ask([{ name: browse.domain, type: 'PTR' }]);
    const interval = POLL_AFTER_MS[browse.polls] ?? SLOWEST_POLL_MS;
    browse.polls += 1;
    browse.next_poll = clock.now() + Math.round(interval * (1 - JITTER + 2 * JITTER * random()));
  }

  function tell(browse: Browse, fn: (handler: Handler) => void): void {
    for (const handler of [...browse.handlers])
      contain(() => {
        fn(handler);
      });
  }

  function contain(fn: () => void): void {
    try {
      fn();
    } catch (error) {
      log.error('A handler of discovery failed', { error });
    }
  }

  /** One timer, for whatever is due first. */
  function plan(): void {
    void cancelTimer?.();
    cancelTimer = null;
    if (stopped || browses.size === 0) return;
    const times = [...browses.values()].map(({ next_poll, table }) => Math.min(next_poll, table.due() ?? Infinity));
    const due = Math.max(Math.min(...times), transport === null ? reopen_at : 0);
    cancelTimer = clock.setTimeout(work, Math.max(due - clock.now(), 10));
  }

  return {
    browse(type, handler) {
      if (!/^[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/.test(type)) {
        throw new HubError('LK_PLUGIN_INVALID', `"${type}" is no service type; it must be 1 to 15 letters, digits or dashes (RFC 6335).`);
      }
      if (stopped) return () => undefined;
      const own: Handler = {
        found: (service) => {
          handler.found(service);
        },
        updated: (service) => handler.updated?.(service),
        lost: (key) => {
          handler.lost(key);
        },
      };
      const browse = browses.get(type) ?? createBrowse(type, clock.now());
      browses.set(type, browse);
      work();
      const known: DiscoveredService[] = browse.table.current();
      browse.handlers.add(own);
      // After this call has returned, so that the plugin holds its disposer when it first hears.
      queueMicrotask(() => {
        for (const service of known) {
          if (!browse.handlers.has(own)) return;
          contain(() => {
            own.found(service);
          });
        }
      });
      return () => {
        browse.handlers.delete(own);
        if (browse.handlers.size > 0 || browses.get(type) !== browse) return;
        browses.delete(type);
        plan();
      };
    },
    async stop() {
      stopped = true;
      opened += 1;
      browses.clear();
      plan();
      const last = transport;
      transport = null;
      await last?.close();
    },
  };
}

function createBrowse(type: string, now: number): Browse {
  const domain = `_${type}._tcp.local`;
  const table = createServiceTable({ domain, min_lifetime_ms: MIN_LIFETIME_MS, max_services: MAX_SERVICES });
  return { domain, table, handlers: new Set(), polls: 0, next_poll: now };
}
