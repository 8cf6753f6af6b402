import type { ContextInput, ContextService, EntityCollection, Logger } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import type { DeviceRecord } from '../entities/device.js';
import type { Fleet } from '../supervision/fleet.js';
import type { Found } from './discoveries.js';
import { createAddressFollower } from './follow-address.js';

const silent: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const MAC = 'a0b1c2d3e4f5';

/** A device in the hub, and what the follower does about an announcement. */
function home(config: Record<string, unknown>, status: 'online' | 'offline' = 'offline') {
  const written: { patch: unknown; actor: string }[] = [];
  const clock = { at: 0 };
  let tried = 0;
  let actor = '';
  const device = { id: 'd1', name: 'Shelf', driver: 'wled', enabled: true, area_id: null, labels: [], fixture: 'bulb' as const, config };
  const fleet: Pick<Fleet, 'get' | 'view' | 'tryNow'> = {
    get: (id) => (id === device.id ? device : undefined),
    view: () => ({
      status,
      since: 0,
      reason: null,
      next_try_at: null,
      last_seen_at: null,
      state: null,
      capabilities: [],
      effects: [],
      features: [],
      stream: null,
      info: {},
    }),
    tryNow: () => {
      tried += 1;
    },
  };
  const devices: Pick<EntityCollection<DeviceRecord>, 'update'> = {
    update: (_id, patch) => {
      written.push({ patch, actor });
      return new Promise(() => undefined);
    },
  };
  const context: Pick<ContextService, 'run'> = {
    run<T>(input: ContextInput, fn: () => T): T {
      actor = input.actor;
      return fn();
    },
  };
  const follow = createAddressFollower({ fleet, devices, context, clock: { now: () => clock.at, iso: () => '' }, log: silent });
  const announce = (address: string | undefined, port: number | null, mac: string | undefined = MAC, id = 'd1'): void => {
    const text = port === 80 || address === undefined ? address : `${address}:${port ?? ''}`;
    follow(id, {
      proposal: { key: mac, name: 'x', config: { address: text, mac }, address, port, details: {} },
    } as unknown as Found);
  };
  return { written, announce, clock, tried: () => tried };
}

describe('a device that announces itself elsewhere', () => {
  it('is followed when it is offline and its MAC is the one that was confirmed', () => {
    const { written, announce } = home({ address: '192.168.1.40', mac: MAC });
    announce('192.168.1.77', 80);
    expect(written).toEqual([{ patch: { config: { address: '192.168.1.77' } }, actor: 'device:Shelf' }]);
  });

  it('is not followed while it is online, under another MAC, without one, or to another port', () => {
    const online = home({ address: '192.168.1.40', mac: MAC }, 'online');
    online.announce('192.168.1.77', 80);
    const other = home({ address: '192.168.1.40', mac: MAC });
    other.announce('192.168.1.77', 80, 'ffffffffffff');
    other.announce('192.168.1.77', 22);
    other.announce('192.168.1.77', 80, MAC, 'unknown');
    const typed = home({ address: 'wled.local' });
    typed.announce('192.168.1.77', 80);
    expect([online.written, other.written, typed.written]).toEqual([[], [], []]);
  });

  it('is followed at most once a minute, whatever announces', () => {
    const { written, announce, clock } = home({ address: '192.168.1.40', mac: MAC });
    for (let index = 1; index < 100; index += 1) announce(`192.168.1.${index === 40 ? 200 : index}`, 80);
    expect(written).toHaveLength(1);
    clock.at = 60_000;
    announce('192.168.1.99', 80);
    expect(written).toHaveLength(2);
  });

  it('is tried at once when it is where it should be', () => {
    const { written, announce, tried } = home({ address: '192.168.1.40', mac: MAC });
    announce('192.168.1.40', 80);
    expect([tried(), written]).toEqual([1, []]);
  });

  it('is tried at once when it has no address at all, but not at every announcement', () => {
    const { announce, written, tried, clock } = home({ topic: 'lamp' });
    const again = (): void => {
      announce(undefined, null, undefined);
    };
    again();
    again();
    clock.at = 4_999;
    again();
    expect(tried()).toBe(1);
    clock.at = 5_000;
    again();
    expect(tried()).toBe(2);
    expect(written).toEqual([]);
  });
});
