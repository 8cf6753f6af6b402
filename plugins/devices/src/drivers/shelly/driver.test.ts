import type { DiscoveredService, DiscoveryProposal, z } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { shellyDriver } from './driver.js';

const service = (change: Partial<DiscoveredService> = {}): DiscoveredService => ({
  key: 'shellyplus1-a8032abe54dc._shelly._tcp.local',
  name: 'ShellyPlus1-A8032ABE54DC',
  host: 'ShellyPlus1-A8032ABE54DC.local',
  port: 80,
  addresses: ['fe80::1', '192.168.1.40'],
  txt: { gen: '2', app: 'Plus1', ver: '1.4.0' },
  ...change,
});

const propose = (change?: Partial<DiscoveredService>): DiscoveryProposal<z.input<typeof shellyDriver.config>> | null =>
  shellyDriver.discovery?.mdns?.propose(service(change)) ?? null;

describe('a Shelly that announces itself', () => {
  it('is proposed under the MAC in its name', () => {
    expect(propose()).toEqual({
      key: 'a8032abe54dc',
      name: 'ShellyPlus1-A8032ABE54DC',
      config: { address: '192.168.1.40', mac: 'a8032abe54dc' },
      address: '192.168.1.40',
      port: 80,
      details: { mac: 'a8032abe54dc', host: 'ShellyPlus1-A8032ABE54DC.local', app: 'Plus1', ver: '1.4.0' },
    });
  });

  it('is not proposed when it is of the first generation, has no MAC, or no place', () => {
    expect(propose({ txt: { gen: '1' } })).toBeNull();
    expect(propose({ txt: { gen: 'x' } })).toBeNull();
    expect(propose({ name: 'shellyplus1' })).toBeNull();
    expect(propose({ addresses: [] })).toBeNull();
    expect(propose({ port: 0 })).toBeNull();
    expect(propose({ txt: {} })).not.toBeNull();
  });

  it('is known by its MAC, wherever it is', () => {
    const proposal = propose();
    if (proposal === null) throw new Error('no proposal');
    const knows = (change: object, info: Record<string, string> = {}): boolean | undefined =>
      shellyDriver.discovery?.recognises?.(proposal, { address: '192.168.1.9', ...change }, info);
    expect(knows({}, { mac: 'a8032abe54dc' })).toBe(true);
    expect(knows({ mac: 'ffffffffffff' })).toBe(false);
    expect(knows({})).toBe(false);
    expect(knows({ address: '192.168.1.40' })).toBe(true);
  });
});
