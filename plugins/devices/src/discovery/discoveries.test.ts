import type { DiscoveredService, Discovery, DiscoveryService, Logger, UdpService } from '@lightkeeper/plugin-sdk';
import { z } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriverRegistry } from '../drivers/registry.js';
import type { Proposal, RegisteredDriver } from '../drivers/registry.js';
import { createWledDriver } from '../drivers/wled/driver.js';
import { Discoveries } from './discoveries.js';
import type { Found } from './discoveries.js';
import { TokenBucket } from '../token-bucket.js';

const silent: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const refuse = (): never => {
  throw new Error('no network in this test');
};
const noUdp: UdpService = { target: refuse, group: refuse, open: refuse };

function announced(change: Partial<DiscoveredService> = {}): DiscoveredService {
  return {
    key: 'wled-desk._wled._tcp.local',
    name: 'wled-desk',
    host: 'wled-desk.local',
    port: 80,
    addresses: ['192.168.1.40'],
    txt: { mac: 'a0b1c2d3e4f5' },
    ...change,
  };
}

/** Found by the protocol of its driver, without an address. */
function proposal(key: string): Proposal {
  return { key, name: key, config: {}, address: null, port: null, details: {} };
}

function house(options: { allow_loopback?: boolean } = {}): {
  discoveries: Discoveries;
  /** Another driver, that finds by its own protocol. */
  driverOf: (id: string) => RegisteredDriver;
  hear: (service: DiscoveredService) => void;
  lose: (key: string) => void;
  changes: { discovery: Discovery; gone: boolean }[];
  transitions: string[];
  known: string[];
  added: Map<string, string>;
  ignored: Set<string>;
  unwatch: () => void;
} {
  let handler: Parameters<DiscoveryService['browse']>[1] | null = null;
  let ids = 0;
  const changes: { discovery: Discovery; gone: boolean }[] = [];
  const transitions: string[] = [];
  const known: string[] = [];
  const added = new Map<string, string>();
  const ignored = new Set<string>();
  const discoveries = new Discoveries({
    browser: {
      browse: (_type, given) => {
        handler = given;
        return () => {
          handler = null;
        };
      },
    },
    clock: { now: () => 1_000, iso: () => '' },
    log: silent,
    newId: () => `found-${++ids}`,
    allow_loopback: options.allow_loopback ?? false,
    deviceOf: (found: Found) => added.get(found.proposal.key) ?? null,
    isIgnored: (found) => ignored.has(found.proposal.key),
    onChange: (discovery, gone) => changes.push({ discovery, gone }),
    onTransition: (found, what) => transitions.push(`${what} ${found.name}`),
    onKnown: (device_id) => known.push(device_id),
  });
  const registry = new DriverRegistry(() => {});
  registry.register(createWledDriver(noUdp), 'devices');
  const driver = registry.get('wled');
  if (driver === undefined) throw new Error('the driver is not there');
  discoveries.watch(driver);
  const others = new Map<string, RegisteredDriver>();
  const driverOf = (id: string): RegisteredDriver => {
    let other = others.get(id);
    if (other === undefined) {
      registry.register({ id, name: id, description: '', config: z.object({}), connect: refuse }, 'test');
      other = registry.get(id);
    }
    if (other === undefined) throw new Error('the driver is not there');
    others.set(id, other);
    return other;
  };
  return {
    discoveries,
    driverOf,
    hear: (service) => handler?.found(service),
    lose: (key) => handler?.lost(key),
    changes,
    transitions,
    known,
    added,
    ignored,
    unwatch: () => {
      discoveries.unwatch(driver);
    },
  };
}

describe('what announces itself', () => {
  it('is proposed with its address, and told once', () => {
    const { discoveries, hear, transitions } = house();
    hear(announced());
    hear(announced());
    expect(discoveries.list()).toMatchObject([
      {
        driver: 'wled',
        name: 'wled-desk',
        address: '192.168.1.40',
        port: 80,
        status: 'new',
        device_id: null,
        details: { mac: 'a0b1c2d3e4f5' },
      },
    ]);
    expect(discoveries.require(discoveries.list()[0]?.id ?? '').proposal).toMatchObject({
      key: 'a0b1c2d3e4f5',
      config: { address: '192.168.1.40', mac: 'a0b1c2d3e4f5' },
    });
    expect(transitions).toEqual(['discovered wled-desk']);
  });

  it('keeps its id when its address changes, and says so', () => {
    const { discoveries, hear, changes, transitions } = house();
    hear(announced());
    const before = discoveries.list()[0]?.id;
    hear(announced({ addresses: ['192.168.1.41'], port: 8080 }));
    expect(discoveries.list()).toMatchObject([{ id: before, address: '192.168.1.41', port: 8080 }]);
    expect(changes).toHaveLength(2);
    expect(transitions).toHaveLength(1);
  });

  it('goes when it says goodbye', () => {
    const { discoveries, hear, lose, changes, transitions } = house();
    hear(announced());
    lose('wled-desk._wled._tcp.local');
    lose('wled-desk._wled._tcp.local');
    expect(discoveries.list()).toEqual([]);
    expect(changes.at(-1)?.gone).toBe(true);
    expect(transitions).toEqual(['discovered wled-desk', 'lost wled-desk']);
  });

  it('is no news when it was added or ignored', () => {
    const { discoveries, hear, lose, added, ignored, transitions, known } = house();
    added.set('a0b1c2d3e4f5', 'device-1');
    ignored.add('ffffffffffff');
    hear(announced());
    hear(announced({ key: 'other', txt: { mac: 'ffffffffffff' } }));
    lose('other');
    expect(discoveries.list()).toMatchObject([{ status: 'added', device_id: 'device-1' }]);
    expect(transitions).toEqual([]);
    expect(known).toEqual(['device-1']);
  });

  it('tells of its standing when that changes, and only then', () => {
    const { discoveries, hear, changes, added, ignored } = house();
    hear(announced());
    discoveries.refresh(() => true);
    ignored.add('a0b1c2d3e4f5');
    discoveries.refresh(() => true);
    discoveries.refresh(() => true);
    added.set('a0b1c2d3e4f5', 'device-1');
    discoveries.refresh(() => true);
    expect(changes.map(({ discovery }) => [discovery.status, discovery.device_id])).toEqual([
      ['new', null],
      ['ignored', null],
      ['added', 'device-1'],
    ]);
  });

  it('goes with its driver', () => {
    const { discoveries, hear, unwatch } = house();
    hear(announced());
    unwatch();
    expect(discoveries.list()).toEqual([]);
  });
});

describe('a hostile announcement', () => {
  it.each([
    ['loopback', ['127.0.0.1', '::1']],
    ['cloud metadata', ['169.254.169.254']],
    ['link-local', ['169.254.7.7', 'fe80::1']],
    ['multicast', ['224.0.0.251', 'ff02::fb']],
    ['unspecified', ['0.0.0.0', '::']],
    ['mapped loopback', ['::ffff:127.0.0.1']],
    ['nothing at all', []],
  ])('of %s is not even listed', (_, addresses) => {
    const { discoveries, hear, transitions, changes } = house();
    hear(announced({ addresses }));
    expect([discoveries.list(), transitions, changes]).toEqual([[], [], []]);
  });

  it('of loopback counts where the hub was started to allow it', () => {
    const { discoveries, hear } = house({ allow_loopback: true });
    hear(announced({ addresses: ['127.0.0.1'], port: 40_000 }));
    expect(discoveries.list()).toMatchObject([{ address: '127.0.0.1', port: 40_000 }]);
  });

  it('that mixes good and bad addresses leads to the good one only', () => {
    const { discoveries, hear } = house();
    hear(announced({ addresses: ['127.0.0.1', '169.254.169.254', '192.168.1.40'] }));
    expect(discoveries.list()).toMatchObject([{ address: '192.168.1.40' }]);
  });

  it('with markup, line breaks and direction marks is text on one line', () => {
    const { discoveries, hear } = house();
    hear(announced({ name: '<img src=x onerror=alert(1)>\r\n\u202eevil', host: 'a\nb' }));
    const [found] = discoveries.list();
    expect(found?.name).toBe('<img src=x onerror=alert(1)>���evil');
    expect(found?.details.host).toBe('a�b');
  });

  it('cannot fill the memory, nor the log', () => {
    const { discoveries, hear, transitions } = house();
    for (let index = 0; index < 5_000; index += 1) {
      hear(announced({ key: `k${index}`, name: `lamp ${index}`, txt: { mac: index.toString(16).padStart(12, '0') } }));
    }
    expect(discoveries.list()).toHaveLength(512);
    expect(transitions).toHaveLength(32);
  });

  it('in one protocol does not crowd out the others, wherever they were found', () => {
    const { discoveries, hear, transitions, driverOf, added, known } = house();
    const flood = (driver: string, count: number): void => {
      for (let index = 0; index < count; index += 1) discoveries.announce(driverOf(driver), proposal(`${driver} ${index}`));
    };
    const count = (driver: string): number => discoveries.list().filter((found) => found.driver === driver).length;
    for (let index = 0; index < 2_000; index += 1) {
      hear(announced({ key: `k${index}`, name: `lamp ${index}`, txt: { mac: index.toString(16).padStart(12, '0') } }));
    }
    flood('second', 2_000);
    expect([count('wled'), count('second')]).toEqual([512, 512]);
    flood('third', 2_000);
    expect(discoveries.list()).toHaveLength(1_024);
    expect(Math.min(count('wled'), count('second'), count('third'))).toBeGreaterThan(300);
    expect(transitions.filter((told) => told.startsWith('discovered third'))).toHaveLength(32);
    added.set('third late', 'device-9');
    discoveries.announce(driverOf('third'), proposal('third late'));
    expect(known).toEqual(['device-9']);
  });

  it('of any shape neither throws nor names an address that may not be announced', () => {
    const service = fc.record({
      key: fc.string({ maxLength: 300 }),
      name: fc.string(),
      host: fc.string(),
      port: fc.integer({ min: -1, max: 70_000 }),
      addresses: fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())),
      txt: fc.dictionary(fc.constantFrom('mac', 'x', '__proto__'), fc.string()),
    });
    fc.assert(
      fc.property(fc.array(service), (services) => {
        const { discoveries, hear } = house();
        services.forEach(hear);
        for (const { address, port } of discoveries.list()) {
          expect(address).not.toMatch(/^(?:127\.|169\.254\.|0\.|22[4-9]\.|23\d\.)/);
          expect(port).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe("what a driver's plugin announces", () => {
  it('waits with the rest, without an address, until it is withdrawn', () => {
    const { discoveries, driverOf, changes, transitions } = house();
    const driver = driverOf('second');
    discoveries.announce(driver, proposal('a'));
    discoveries.announce(driver, proposal('a'));
    expect(discoveries.list()).toMatchObject([{ driver: 'second', name: 'a', address: null, port: null, status: 'new' }]);
    expect(changes).toHaveLength(1);
    discoveries.withdraw(driver, 'nobody');
    discoveries.withdraw(driver, 'a');
    expect(discoveries.list()).toEqual([]);
    expect(transitions).toEqual(['discovered a', 'lost a']);
  });

  it('is no news when it was ignored, and is heard by its device when it was added', () => {
    const { discoveries, driverOf, added, ignored, known, transitions } = house();
    ignored.add('a');
    added.set('b', 'device-1');
    for (const key of ['a', 'b', 'b']) discoveries.announce(driverOf('second'), proposal(key));
    expect(discoveries.list().map(({ status }) => status)).toEqual(['ignored', 'added']);
    expect(known).toEqual(['device-1', 'device-1']);
    expect(transitions).toEqual([]);
  });

  it('is refused where it is not right', () => {
    const { discoveries, driverOf } = house();
    const announce = (change: object) => (): void => {
      discoveries.announce(driverOf('second'), { ...proposal('a'), ...change });
    };
    expect(announce({ key: '' })).toThrow(expect.objectContaining({ code: 'LK_VALIDATION' }));
    expect(announce({ key: 'x'.repeat(301) })).toThrow(expect.objectContaining({ code: 'LK_VALIDATION' }));
    expect(announce({ config: { x: 'x'.repeat(40_000) } })).toThrow(expect.objectContaining({ code: 'LK_VALIDATION' }));
    expect(announce({ address: '127.0.0.1' })).toThrow(expect.objectContaining({ code: 'LK_ADDRESS_REFUSED' }));
    expect(announce({ address: '169.254.169.254' })).toThrow(expect.objectContaining({ code: 'LK_ADDRESS_REFUSED' }));
    expect(discoveries.list()).toEqual([]);
  });

  it('goes with its driver', () => {
    const { discoveries, driverOf } = house();
    discoveries.announce(driverOf('second'), proposal('a'));
    discoveries.unwatch(driverOf('second'));
    expect(discoveries.list()).toEqual([]);
  });
});

describe('the token bucket', () => {
  it('lets a burst through, then one at a time', () => {
    let now = 0;
    const bucket = new TokenBucket(2, 10_000, () => now);
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
    now = 10_000;
    expect([bucket.take(), bucket.take()]).toEqual([true, false]);
    now = 1_000_000;
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
  });
});
