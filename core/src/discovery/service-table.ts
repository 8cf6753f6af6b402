import { safeText, type DiscoveredService } from '@lightkeeper/plugin-sdk';
import { foldName, type MdnsRecord } from './records.js';

/** What the table wants to know from the network. */
export interface Question {
  name: string;
  type: 'PTR' | 'SRV' | 'TXT' | 'A' | 'AAAA';
}

/** What happened since the last time. */
interface TableNews {
  found: DiscoveredService[];
  updated: DiscoveredService[];
  lost: string[];
  questions: Question[];
}

export interface ServiceTableOptions {
  /** `_wled._tcp.local` */
  domain: string;
  /** A service is not gone before so long without a word, whatever its TTL says: three polls that were missed. */
  min_lifetime_ms: number;
  max_services: number;
}

/** What is known of one type of service: a table of our own, since nothing in it may depend on who answers how. */
export interface ServiceTable {
  /** Takes in the records of one packet and the address that it came from; `false` when a new service did not find room. */
  apply(records: readonly MdnsRecord[], from: string, now: number): boolean;
  /** Draws the consequences that are due. */
  advance(now: number): TableNews;
  /** When `advance` has something to do without new records; null when never. */
  due(): number | null;
  /** Those that were told of. */
  current(): DiscoveredService[];
}

interface Service {
  instance: string;
  expires: number;
  /** Whether a goodbye has set `expires`. */
  leaving: boolean;
  srv: { host: string; port: number; ttl_ms: number; from: string } | null;
  txt: Record<string, string> | null;
  told: { service: DiscoveredService; json: string } | null;
  /** When the next word about it may go out. */
  quiet_until: number;
  changed: boolean;
  asked: number;
  ask_at: number;
}

type Addresses = Map<string, { family: 4 | 6; seen: number; expires: number }>;

// RFC 6762 §10.1 and §10.2: a goodbye and a cache flush take effect after one second, so that another answer may save the record.
const GRACE_MS = 1_000;
// A device that changes with every packet is told of once a second.
const UPDATE_EVERY_MS = 1_000;
const ASK_AFTER_MS = [100, 1_000, 5_000] as const;
const MAX_ADDRESSES = 8;
// After so many questions without an answer the service is shown with what is known of it.
const PATIENT_QUESTIONS = 2;

export function createServiceTable({ domain, min_lifetime_ms, max_services }: ServiceTableOptions): ServiceTable {
  const folded_domain = foldName(domain);
  const services = new Map<string, Service>();
  const hosts = new Map<string, Addresses>();

  /** The service of an instance's name, made when it is new; null when it is not of this type, or there is no room. */
  function serviceOf(instance: string, now: number): Service | null {
    const key = foldName(instance);
    if (!key.endsWith(`.${folded_domain}`)) return null;
    const known = services.get(key);
    if (known !== undefined) return known;
    if (services.size >= max_services) return null;
    const service: Service = {
      instance,
      expires: now + min_lifetime_ms,
      leaving: false,
      srv: null,
      txt: null,
      told: null,
      quiet_until: 0,
      changed: true,
      asked: 0,
      ask_at: now + ASK_AFTER_MS[0],
    };
    services.set(key, service);
    return service;
  }

  function heard(service: Service, ttl_ms: number, now: number): void {
    if (ttl_ms === 0) {
      service.leaving = true;
      service.expires = Math.min(service.expires, now + GRACE_MS);
      return;
    }
    // The host's records live shorter than the pointer's (RFC 6762 §10), and it is the host that may be gone.
    const ttl = Math.min(ttl_ms, service.srv?.ttl_ms ?? ttl_ms);
    service.leaving = false;
    service.expires = now + Math.max(ttl, min_lifetime_ms);
  }

  function applyToService(record: Exclude<MdnsRecord, { kind: 'ADDRESS' }>, from: string, now: number): boolean {
    const instance = record.kind === 'PTR' ? record.instance : record.name;
    if (record.kind === 'PTR' && foldName(record.name) !== folded_domain) return true;
    if (!foldName(instance).endsWith(`.${folded_domain}`)) return true;
    // A goodbye makes nothing known that was not.
    if (record.ttl_ms === 0 && !services.has(foldName(instance))) return true;
    const service = serviceOf(instance, now);
    if (service === null) return false;
    if (record.ttl_ms > 0 && record.kind === 'SRV' && service.srv === null) {
      // Now its host is known, and there may be other things to ask.
      service.asked = 0;
      service.ask_at = now + ASK_AFTER_MS[0];
    }
    if (record.ttl_ms > 0 && record.kind === 'SRV') service.srv = { host: record.host, port: record.port, ttl_ms: record.ttl_ms, from };
    if (record.ttl_ms > 0 && record.kind === 'TXT') service.txt = record.txt;
    heard(service, record.ttl_ms, now);
    service.changed = true;
    return true;
  }

  function applyAddress(record: Extract<MdnsRecord, { kind: 'ADDRESS' }>, wanted: ReadonlySet<string>, now: number): void {
    const host = foldName(record.name);
    if (!wanted.has(host)) return;
    const addresses: Addresses = hosts.get(host) ?? new Map<string, { family: 4 | 6; seen: number; expires: number }>();
    hosts.set(host, addresses);
    if (record.flush) {
      for (const [address, { family, seen }] of addresses) {
        if (family === record.family && address !== record.address && now - seen > GRACE_MS) addresses.delete(address);
      }
    }
    if (record.ttl_ms === 0) addresses.delete(record.address);
    else if (addresses.has(record.address) || addresses.size < MAX_ADDRESSES) {
      addresses.set(record.address, { family: record.family, seen: now, expires: now + Math.max(record.ttl_ms, min_lifetime_ms) });
    }
    for (const service of services.values()) if (service.srv !== null && foldName(service.srv.host) === host) service.changed = true;
  }

  function addressesOf(host: string): string[] {
    const known = [...(hosts.get(foldName(host)) ?? [])];
    return known.sort(([a, x], [b, y]) => x.family - y.family || (a < b ? -1 : 1)).map(([address]) => address);
  }

  function describe({ instance, srv, txt, asked }: Service): DiscoveredService | null {
    if (srv === null) return null;
    const addresses = addressesOf(srv.host);
    // Some responders never name an address; it is then the one that they answer from.
    if (addresses.length === 0 && asked >= PATIENT_QUESTIONS) addresses.push(srv.from);
    return {
      key: safeText(foldName(instance), 255),
      name: safeText(instance.slice(0, -domain.length - 1), 120),
      host: safeText(srv.host, 255),
      port: srv.port,
      addresses,
      txt: txt ?? {},
    };
  }

  /** Records that did not come along: some responders send the pointer alone. */
  function missing({ instance, srv, txt }: Service): Question[] {
    if (srv === null) return [{ name: instance, type: 'SRV' }, ...(txt === null ? [{ name: instance, type: 'TXT' } as const] : [])];
    const questions: Question[] = txt === null ? [{ name: instance, type: 'TXT' }] : [];
    if (addressesOf(srv.host).length === 0) questions.push({ name: srv.host, type: 'A' }, { name: srv.host, type: 'AAAA' });
    return questions;
  }

  function ask(service: Service, news: TableNews, now: number): void {
    const questions = missing(service);
    if (questions.length === 0 || service.ask_at > now || service.asked >= ASK_AFTER_MS.length) return;
    service.asked += 1;
    service.ask_at = now + (ASK_AFTER_MS[service.asked] ?? 0);
    service.changed = true;
    news.questions.push(...questions);
  }

  function tell(service: Service, news: TableNews, now: number): void {
    if (!service.changed || service.leaving || service.quiet_until > now) return;
    service.changed = false;
    const next = describe(service);
    if (next === null || next.addresses.length === 0) return;
    // Every service has a TXT record (RFC 6763 §6), if an empty one; who withholds it twice is shown without.
    if (service.txt === null && service.asked < PATIENT_QUESTIONS) return;
    const json = JSON.stringify(next);
    if (service.told?.json === json) return;
    (service.told === null ? news.found : news.updated).push(next);
    service.told = { service: next, json };
    service.quiet_until = now + UPDATE_EVERY_MS;
  }

  function forgetHosts(now: number): void {
    const wanted = new Set([...services.values()].flatMap(({ srv }) => (srv === null ? [] : [foldName(srv.host)])));
    for (const [host, addresses] of hosts) {
      if (!wanted.has(host)) hosts.delete(host);
      for (const [address, { expires }] of addresses) if (expires <= now) addresses.delete(address);
    }
  }

  return {
    apply(records, from, now) {
      let room = true;
      for (const record of records) if (record.kind !== 'ADDRESS') room = applyToService(record, from, now) && room;
      const wanted = new Set([...services.values()].flatMap(({ srv }) => (srv === null ? [] : [foldName(srv.host)])));
      for (const record of records) if (record.kind === 'ADDRESS') applyAddress(record, wanted, now);
      return room;
    },
    advance(now) {
      const news: TableNews = { found: [], updated: [], lost: [], questions: [] };
      for (const [key, service] of services) {
        if (service.expires <= now) {
          services.delete(key);
          if (service.told !== null) news.lost.push(service.told.service.key);
          continue;
        }
        ask(service, news, now);
        tell(service, news, now);
      }
      forgetHosts(now);
      return news;
    },
    due() {
      const times = [...services.values()].flatMap((service) => [
        service.expires,
        ...(service.changed && service.told !== null ? [service.quiet_until] : []),
        ...(service.asked < ASK_AFTER_MS.length && missing(service).length > 0 ? [service.ask_at] : []),
      ]);
      return times.length === 0 ? null : Math.min(...times);
    },
    current: () => [...services.values()].flatMap(({ told }) => (told === null ? [] : [told.service])),
  };
}
