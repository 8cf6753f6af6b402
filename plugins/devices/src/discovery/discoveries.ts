import { HubError, mayBeAnnounced, safeText } from '@lightkeeper/plugin-sdk';
import type { Clock, Discovery, DiscoveredService, DiscoveryService, Disposer, Logger } from '@lightkeeper/plugin-sdk';
import type { Proposal, RegisteredDriver } from '../drivers/registry.js';
import { TokenBucket } from '../token-bucket.js';

/** Announcements cost their sender nothing, so what they may cost the hub is bounded. */
const MAX_FOUND = 1_024;
/** A flood in one protocol leaves room for what others find. */
const MAX_FOUND_EACH = 512;
const MAX_PROPOSAL_CHARS = 32_768;
const MAX_DETAILS = 16;

export interface Found {
  readonly id: string;
  readonly driver: RegisteredDriver;
  proposal: Proposal;
  /** The mDNS instance that it was last heard under; null for what its driver's plugin announces. */
  service_key: string | null;
  name: string;
  first_seen_at: number;
  last_seen_at: number;
  /** Whether the log was told, so that it is told of the end as well. */
  told: boolean;
  /** What the clients were last told of its status and device. */
  standing: string;
}

export interface DiscoveriesDeps {
  browser: DiscoveryService;
  clock: Clock;
  log: Logger;
  newId: () => string;
  allow_loopback: boolean;
  /** The device that a found thing became. */
  deviceOf(found: Found): string | null;
  isIgnored(found: Found): boolean;
  /** Something appeared, changed or went. */
  onChange(discovery: Discovery, gone: boolean): void;
  /** A thing that waits for a person's word appeared or went: worth an entry. */
  onTransition(found: Found, what: 'discovered' | 'lost'): void;
  /** A device that was added already announces itself. */
  onKnown(device_id: string, found: Found): void;
}

/** What announced itself on the network. Nothing here is fetched; a person's word makes a device of it. */
export class Discoveries {
  readonly #deps: DiscoveriesDeps;
  readonly #found = new Map<string, Found>();
  readonly #browsers = new Map<string, Disposer>();
  /** How many entries each driver may cause. */
  readonly #entries = new Map<string, TokenBucket>();

  constructor(deps: DiscoveriesDeps) {
    this.#deps = deps;
  }

  watch(driver: RegisteredDriver): void {
    if (driver.mdns === null) return;
    const heard = (service: DiscoveredService): void => {
      this.#hear(driver, service);
    };
    const dispose = this.#deps.browser.browse(driver.mdns, {
      found: heard,
      updated: heard,
      lost: (key) => {
        for (const [id, found] of this.#found) if (found.driver === driver && found.service_key === key) this.#drop(id, found);
      },
    });
    this.#browsers.set(driver.id, dispose);
  }

  unwatch(driver: RegisteredDriver): void {
    void this.#browsers.get(driver.id)?.();
    this.#browsers.delete(driver.id);
    for (const [id, found] of this.#found) if (found.driver === driver) this.#drop(id, found);
  }

  list(): Discovery[] {
    return [...this.#found.values()].map((found) => this.present(found));
  }

  require(id: string): Found {
    const found = [...this.#found.values()].find((one) => one.id === id);
    if (found === undefined) throw new HubError('LK_NOT_FOUND', 'It is no longer announced, or never was.');
    return found;
  }

  /** Tells the clients of things whose standing changed: one was added or ignored, or its device was deleted. */
  refresh(which: (found: Found) => boolean): void {
    for (const found of this.#found.values()) {
      if (!which(found)) continue;
      const discovery = this.present(found);
      const standing = standingOf(discovery);
      if (standing === found.standing) continue;
      found.standing = standing;
      this.#deps.onChange(discovery, false);
    }
  }

  present(found: Found): Discovery {
    const device_id = this.#deps.deviceOf(found);
    const details = Object.entries(found.proposal.details).slice(0, MAX_DETAILS);
    return {
      id: found.id,
      driver: found.driver.id,
      name: found.name,
      address: found.proposal.address,
      port: found.proposal.port,
      details: Object.fromEntries(details.map(([key, value]) => [safeText(key, 64), safeText(value, 256)])),
      status: device_id !== null ? 'added' : this.#deps.isIgnored(found) ? 'ignored' : 'new',
      device_id,
      first_seen_at: new Date(found.first_seen_at).toISOString(),
      last_seen_at: new Date(found.last_seen_at).toISOString(),
    };
  }

  /** A driver's plugin found something by its own protocol. */
  announce(driver: RegisteredDriver, proposal: Proposal): void {
    const { address } = proposal;
    if (!isKey(proposal.key)) throw HubError.field('/key', 'must have 1 to 300 characters');
    if (JSON.stringify(proposal).length > MAX_PROPOSAL_CHARS) {
      throw HubError.field('/config', `must have at most ${MAX_PROPOSAL_CHARS} characters, with all else of the proposal`);
    }
    if (address !== null && !mayBeAnnounced(address, this.#deps.allow_loopback)) {
      throw new HubError('LK_ADDRESS_REFUSED', `A device may not have the address ${safeText(address, 64)}.`);
    }
    this.#take(driver, proposal, null);
  }

  withdraw(driver: RegisteredDriver, key: string): void {
    const id = `${driver.id}|${key}`;
    const found = this.#found.get(id);
    if (found !== undefined) this.#drop(id, found);
  }

  #hear(driver: RegisteredDriver, announced: DiscoveredService): void {
    const proposal = this.#propose(driver, announced);
    if (proposal !== null) this.#take(driver, proposal, announced.key);
  }

  #take(driver: RegisteredDriver, proposal: Proposal, service_key: string | null): void {
    const id = `${driver.id}|${proposal.key}`;
    const now = this.#deps.clock.now();
    const known = this.#found.get(id);
    const found: Found = known ?? {
      id: this.#deps.newId(),
      driver,
      proposal,
      service_key,
      name: '',
      first_seen_at: now,
      last_seen_at: now,
      told: false,
      standing: '',
    };
    const before = known === undefined ? '' : JSON.stringify([known.proposal, known.name]);
    found.proposal = proposal;
    found.service_key = service_key;
    found.name = safeText(proposal.name, 120).trim() || driver.name;
    found.last_seen_at = now;
    const discovery = this.present(found);
    if (known === undefined && !this.#makeRoom(driver)) {
      this.#deps.log.debug('Too many announcements; one was passed over', { driver: driver.id });
      // A device of the home is heard all the same.
      if (discovery.device_id !== null) this.#deps.onKnown(discovery.device_id, found);
      return;
    }
    this.#found.set(id, found);
    found.standing = standingOf(discovery);
    if (known === undefined && discovery.status === 'new' && this.#mayTell(driver)) {
      found.told = true;
      this.#deps.onTransition(found, 'discovered');
    }
    if (discovery.device_id !== null) this.#deps.onKnown(discovery.device_id, found);
    if (before !== JSON.stringify([found.proposal, found.name])) this.#deps.onChange(discovery, false);
  }

  /** Only addresses that may be announced reach the driver; a thing that names none of them is not even listed. */
  #propose(driver: RegisteredDriver, announced: DiscoveredService): Proposal | null {
    const { allow_loopback, log } = this.#deps;
    const addresses = announced.addresses.filter((address) => mayBeAnnounced(address, allow_loopback));
    if (addresses.length === 0) {
      log.debug('An announcement was refused: it names no address that a device may have', { service: safeText(announced.key, 120) });
      return null;
    }
    const proposal = driver.propose({ ...announced, addresses });
    if (proposal === null || !isKey(proposal.key)) return null;
    return proposal.address !== null && addresses.includes(proposal.address) ? proposal : null;
  }

  /** Where all is full, the driver that found most gives way to one that found less. */
  #makeRoom(driver: RegisteredDriver): boolean {
    const counts = new Map<RegisteredDriver, number>();
    for (const { driver: of } of this.#found.values()) counts.set(of, (counts.get(of) ?? 0) + 1);
    const own = counts.get(driver) ?? 0;
    if (own >= MAX_FOUND_EACH) return false;
    if (this.#found.size < MAX_FOUND) return true;
    const [fullest, most] = [...counts].reduce<readonly [RegisteredDriver, number]>((a, b) => (b[1] > a[1] ? b : a), [driver, own]);
    const last = [...this.#found].findLast(([, found]) => found.driver === fullest);
    if (last === undefined || most <= own + 1) return false;
    this.#drop(...last);
    return true;
  }

  /** 32 entries at once, then one in ten seconds: a house full of new lamps, but not a flood of made-up ones. */
  #mayTell({ id }: RegisteredDriver): boolean {
    let entries = this.#entries.get(id);
    if (entries === undefined) this.#entries.set(id, (entries = new TokenBucket(32, 10_000, () => this.#deps.clock.now())));
    return entries.take();
  }

  #drop(id: string, found: Found): void {
    this.#found.delete(id);
    const discovery = this.present(found);
    if (found.told && discovery.status === 'new') this.#deps.onTransition(found, 'lost');
    this.#deps.onChange(discovery, true);
  }
}

function isKey(key: string): boolean {
  return key !== '' && key.length <= 300;
}

function standingOf({ status, device_id }: Discovery): string {
  return `${status} ${device_id ?? ''}`;
}
