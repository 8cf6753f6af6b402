import { HubError, type DiscoveredService, type Logger } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../time/manual-clock.js';
import { createDiscovery, type KernelDiscovery } from './discovery-service.js';
import type { MdnsEvents } from './mdns-transport.js';
import type { Question } from './service-table.js';

const DOMAIN = '_wled._tcp.local';
const lines: string[] = [];
const note = (message: string): void => {
  lines.push(message);
};
const log: Logger = { trace: note, debug: note, info: note, warn: note, error: note };

interface FakeSocket {
  events: MdnsEvents;
  asked: Question[];
  closed: boolean;
}
let sockets: FakeSocket[];
let clock: ManualClock;
let discovery: KernelDiscovery;

beforeEach(() => {
  lines.length = 0;
  sockets = [];
  clock = createManualClock(1_700_000_000_000);
  discovery = createDiscovery({ clock, log, random: () => 0.5, open: openFake });
});

function openFake(events: MdnsEvents) {
  const socket: FakeSocket = { events, asked: [], closed: false };
  sockets.push(socket);
  return {
    ask: (questions: readonly Question[]) => socket.asked.push(...questions),
    close: () => {
      socket.closed = true;
      return Promise.resolve();
    },
  };
}

interface Heard {
  found: DiscoveredService[];
  updated: DiscoveredService[];
  lost: string[];
}

function browse(type = 'wled') {
  const heard: Heard = { found: [], updated: [], lost: [] };
  const dispose = discovery.browse(type, {
    found: (service) => heard.found.push(service),
    updated: (service) => heard.updated.push(service),
    lost: (key) => heard.lost.push(key),
  });
  return { heard, dispose };
}

interface Announcement {
  instance?: string;
  host?: string;
  port?: number;
  address?: string | null;
  txt?: string[] | null;
  ttl?: number;
  host_ttl?: number;
}

function records({
  instance = 'lamp',
  host = 'lamp.local',
  port = 80,
  address = '192.168.1.20',
  txt = ['mac=aabb'],
  ttl = 4_500,
  host_ttl = 120,
}: Announcement = {}) {
  const name = `${instance}.${DOMAIN}`;
  return [
    { type: 'PTR', name: DOMAIN, ttl, data: name },
    { type: 'SRV', name, ttl: host_ttl, data: { target: host, port, priority: 0, weight: 0 } },
    ...(txt === null ? [] : [{ type: 'TXT', name, ttl, data: txt.map((part) => Buffer.from(part)) }]),
    ...(address === null ? [] : [{ type: address.includes(':') ? 'AAAA' : 'A', name: host, ttl: host_ttl, data: address, flush: true }]),
  ];
}

function receive(answers: unknown, from = { address: '192.168.1.20', port: 5_353 }): void {
  sockets.at(-1)?.events.response({ type: 'response', answers, additionals: [] }, from);
}

describe('what is found', () => {
  it('tells of a service with its addresses and facts, once', () => {
    const { heard } = browse();
    receive(records());
    receive(records());
    expect(heard.found).toEqual([
      { key: `lamp.${DOMAIN}`, name: 'lamp', host: 'lamp.local', port: 80, addresses: ['192.168.1.20'], txt: { mac: 'aabb' } },
    ]);
    expect(heard.updated).toEqual([]);
  });

  it('takes names without regard to case as one', async () => {
    const { heard } = browse();
    receive(records());
    receive(records({ instance: 'LAMP', host: 'Lamp.Local' }));
    await clock.advance(2_000);
    expect(heard.found).toHaveLength(1);
    expect(heard.lost).toEqual([]);
  });

  it('tells all who browse, and those who come later', async () => {
    const first = browse();
    receive(records());
    const second = browse();
    expect(second.heard.found).toEqual([]);
    await Promise.resolve();
    expect(second.heard.found).toEqual(first.heard.found);
    expect(sockets).toHaveLength(1);
  });

  it('ignores other types, answers from another port, and itself', () => {
    const { heard } = browse('hue');
    receive(records());
    expect(heard.found).toEqual([]);
    const wled = browse();
    receive(records(), { address: '192.168.1.66', port: 40_000 });
    expect(wled.heard.found).toEqual([]);
  });

  it('puts the records of several packets together, asking for what did not come', async () => {
    const { heard } = browse();
    const [ptr, srv, txt, address] = records();
    receive([ptr]);
    await clock.advance(100);
    expect(sockets[0]?.asked).toContainEqual({ name: `lamp.${DOMAIN}`, type: 'SRV' });
    expect(sockets[0]?.asked).toContainEqual({ name: `lamp.${DOMAIN}`, type: 'TXT' });
    receive([srv, txt]);
    await clock.advance(100);
    expect(sockets[0]?.asked).toContainEqual({ name: 'lamp.local', type: 'A' });
    expect(heard.found).toEqual([]);
    receive([address]);
    expect(heard.found).toHaveLength(1);
  });

  it('asks only some times for what nobody answers', async () => {
    browse();
    receive([records()[0]]);
    await clock.advance(60_000);
    expect(sockets[0]?.asked.filter(({ type }) => type === 'SRV')).toHaveLength(3);
  });

  it('takes the address that was answered from where none is named', async () => {
    const { heard } = browse();
    receive(records({ address: null, txt: null }), { address: '192.168.1.77', port: 5_353 });
    await clock.advance(5_000);
    expect(heard.found).toEqual([expect.objectContaining({ addresses: ['192.168.1.77'], txt: {} })]);
  });

  it('gives IPv4 before IPv6', () => {
    const { heard } = browse();
    receive([...records({ address: 'fd00::5' }), { type: 'A', name: 'lamp.local', ttl: 120, data: '192.168.1.20' }]);
    expect(heard.found[0]?.addresses).toEqual(['192.168.1.20', 'fd00::5']);
  });
});

describe('what changes', () => {
  it('tells of another address', async () => {
    const { heard } = browse();
    receive(records());
    await clock.advance(5_000);
    receive(records({ address: '192.168.1.99' }));
    expect(heard.updated.map(({ addresses }) => addresses)).toEqual([['192.168.1.99']]);
  });

  it('tells of another port and other facts, at most once a second', async () => {
    const { heard } = browse();
    receive(records());
    for (let port = 1_000; port < 1_050; port += 1) receive(records({ port }));
    expect(heard.updated).toEqual([]);
    await clock.advance(1_000);
    expect(heard.updated.map(({ port }) => port)).toEqual([1_049]);
  });
});

describe('what is gone', () => {
  it('tells of it after its goodbye', async () => {
    const { heard } = browse();
    receive(records());
    receive(records({ ttl: 0, host_ttl: 0 }));
    expect(heard.lost).toEqual([]);
    await clock.advance(1_000);
    expect(heard.lost).toEqual([`lamp.${DOMAIN}`]);
    receive(records());
    expect(heard.found).toHaveLength(2);
  });

  it('takes a goodbye back when it is answered within a second', async () => {
    const { heard } = browse();
    receive(records());
    receive([{ type: 'PTR', name: DOMAIN, ttl: 0, data: `lamp.${DOMAIN}` }]);
    await clock.advance(500);
    receive(records());
    await clock.advance(5_000);
    expect(heard.lost).toEqual([]);
  });

  it('tells of it when three polls went unanswered, though its TTL is short', async () => {
    const { heard } = browse();
    receive(records({ ttl: 2, host_ttl: 2 }));
    await clock.advance(190_000);
    expect(heard.lost).toEqual([]);
    await clock.advance(10_000);
    expect(heard.lost).toEqual([`lamp.${DOMAIN}`]);
  });

  it('keeps what goes on answering', async () => {
    const { heard } = browse();
    for (let round = 0; round < 10; round += 1) {
      receive(records({ ttl: 2, host_ttl: 2 }));
      await clock.advance(60_000);
    }
    expect(heard).toMatchObject({ found: [{}], lost: [], updated: [] });
  });

  it('believes no TTL beyond 75 minutes', async () => {
    const { heard } = browse();
    receive(records({ ttl: 4_294_967_295, host_ttl: 4_294_967_295 }));
    await clock.advance(4_501_000);
    expect(heard.lost).toHaveLength(1);
  });

  it('makes nothing known by a goodbye alone', async () => {
    const { heard } = browse();
    receive(records({ ttl: 0, host_ttl: 0 }));
    await clock.advance(10_000);
    expect(heard).toEqual({ found: [], updated: [], lost: [] });
  });
});

describe('questions', () => {
  it('asks at once, soon again, then once a minute', async () => {
    browse();
    const times: number[] = [];
    const start = clock.now();
    for (let ms = 0; ms <= 150_000; ms += 500) {
      const before = times.length;
      const polls = sockets[0]?.asked.filter(({ type }) => type === 'PTR').length ?? 0;
      for (let index = before; index < polls; index += 1) times.push(clock.now() - start);
      await clock.advance(500);
    }
    expect(times).toEqual([0, 1_000, 21_000, 81_000, 141_000]);
  });

  it('stops asking and listening when nobody browses any more', async () => {
    const one = browse();
    const two = browse();
    await one.dispose();
    receive(records());
    expect(one.heard.found).toEqual([]);
    expect(two.heard.found).toHaveLength(1);
    await two.dispose();
    await two.dispose();
    expect(clock.pending).toBe(0);
  });

  it('opens the socket with the first browse, closes it at the end', async () => {
    expect(sockets).toHaveLength(0);
    browse();
    await discovery.stop();
    expect(sockets[0]?.closed).toBe(true);
    expect(clock.pending).toBe(0);
    receive(records());
    browse();
    expect(sockets).toHaveLength(1);
  });

  it('opens the socket anew when it failed', async () => {
    const { heard } = browse();
    sockets[0]?.events.failed(new Error('EACCES'));
    expect(sockets[0]?.closed).toBe(true);
    await clock.advance(29_000);
    expect(sockets).toHaveLength(1);
    await clock.advance(1_000);
    expect(sockets).toHaveLength(2);
    receive(records());
    expect(heard.found).toHaveLength(1);
  });

  it('does nothing where it is disabled', () => {
    discovery = createDiscovery({ clock, log, disabled: true, open: openFake });
    browse();
    expect(sockets).toHaveLength(0);
    expect(clock.pending).toBe(0);
  });

  it.each(['', '_wled', 'WLED', 'a b', 'x'.repeat(16), '-a'])('refuses the type %j', (type) => {
    expect(() => browse(type)).toThrow(HubError);
  });
});

describe('hostile announcements', () => {
  it('keeps at most 256 services and their facts within bounds', async () => {
    const { heard } = browse();
    for (let index = 0; index < 400; index += 1) {
      if (index % 100 === 0) await clock.advance(1_000);
      receive(
        records({
          instance: `lamp-${index}`,
          host: `lamp-${index}.local`,
          txt: Array.from({ length: 100 }, (_, key) => `k${key}=${'v'.repeat(400)}`),
        }),
      );
    }
    expect(heard.found).toHaveLength(256);
    expect(Object.keys(heard.found[0]?.txt ?? {})).toHaveLength(32);
    expect(Object.values(heard.found[0]?.txt ?? {}).every((value) => value.length <= 256)).toBe(true);
    expect(lines.filter((line) => line.startsWith('More services'))).toHaveLength(1);
  });

  it('drops a flood', async () => {
    const { heard } = browse();
    for (let index = 0; index < 1_000; index += 1) receive(records({ instance: `x${index}`, address: null }));
    receive(records());
    expect(heard.found).toEqual([]);
    await clock.advance(1_000);
    receive(records());
    expect(lines).toContain('Too many announcements; some were dropped');
  });

  it('neutralises names and facts, and gives no key that is none', () => {
    const { heard } = browse();
    receive(records({ instance: 'la\u202emp\r\n\u001b[31m', txt: ['__proto__=x', '=none', '', 'MAC=1', 'mac=2', 'flag'] }));
    const [service] = heard.found;
    expect(service?.name).toBe('la�mp���[31m');
    // eslint-disable-next-line no-control-regex -- the control characters are what must not be there
    expect(service?.key).not.toMatch(/[\u0000-\u001f\u202e]/u);
    expect(Object.entries(service?.txt ?? {})).toEqual([
      ['__proto__', 'x'],
      ['mac', '1'],
      ['flag', ''],
    ]);
  });

  it.each([
    ['port 0', records({ port: 0 })],
    ['an address that is none', records({ address: '1.2.3' })],
    ['no list', 'answers'],
    ['records that are none', [null, 1, 'x', {}, { type: 'PTR', name: DOMAIN, ttl: 1, data: { toString: 1 } }]],
    ['a negative TTL', records({ ttl: -1, host_ttl: NaN })],
    ['a name without an instance', [{ type: 'SRV', name: DOMAIN, ttl: 1, data: { target: 'x', port: 1 } }]],
  ])('passes over %s', (_what, answers) => {
    const { heard } = browse();
    receive(answers);
    expect(heard.found).toEqual([]);
  });

  it('contains a handler that throws', () => {
    discovery.browse('wled', {
      found: () => {
        throw new Error('plugin failed');
      },
      lost: () => undefined,
    });
    const { heard } = browse();
    receive(records());
    expect(heard.found).toHaveLength(1);
    expect(lines).toContain('A handler of discovery failed');
  });

  it('stands any packet', async () => {
    browse();
    const record = fc.record({
      type: fc.constantFrom('PTR', 'SRV', 'TXT', 'A', 'AAAA', 'OPT'),
      name: fc.oneof(fc.constant(DOMAIN), fc.constant(`lamp.${DOMAIN}`), fc.constant('lamp.local'), fc.string()),
      ttl: fc.oneof(fc.nat(), fc.constant(0), fc.anything()),
      data: fc.oneof(
        fc.constant(`lamp.${DOMAIN}`),
        fc.constant({ target: 'lamp.local', port: 80 }),
        fc.ipV4(),
        fc.uint8Array(),
        fc.anything(),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(record, fc.anything())), async (answers) => {
        receive(answers);
        await clock.advance(1_000);
      }),
    );
  });
});
