import { commandTargetsSchema } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FleetDevice } from '../supervision/fleet.js';
import { resolveTargets } from './targets.js';

function device(id: string, change: Partial<FleetDevice> = {}): FleetDevice {
  return { id, name: id, driver: 'virtual', config: {}, enabled: true, area_id: null, labels: [], fixture: 'bulb', ...change };
}

const HOME = [
  device('sofa', { area_id: 'living', labels: ['evening'] }),
  device('tv', { area_id: 'living' }),
  device('hall', { area_id: 'hall', labels: ['evening', 'night'] }),
  device('spare', { area_id: 'living', labels: ['evening'], enabled: false }),
];
const resolve = (targets: Parameters<typeof resolveTargets>[1], home = HOME): string[] => resolveTargets({ devices: () => home }, targets);

describe('the targets of a command', () => {
  it('are those listed, those in the areas and those with a label, each once, without those that are turned off', () => {
    expect(resolve({ area_ids: ['living'] })).toEqual(['sofa', 'tv']);
    expect(resolve({ labels: ['evening'] })).toEqual(['sofa', 'hall']);
    expect(resolve({ device_ids: ['hall', 'sofa'], area_ids: ['living'], labels: ['night'] })).toEqual(['hall', 'sofa', 'tv']);
    expect(resolve({ area_ids: ['nowhere'], labels: ['none'] })).toEqual([]);
  });

  it('hold those that were listed also where there is no such device, so that somebody is told', () => {
    expect(resolve({ device_ids: ['nobody', 'spare'] })).toEqual(['nobody', 'spare']);
  });

  it('are at most 500', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => device(`d${index}`, { area_id: 'barn' }));
    expect(resolve({ area_ids: ['barn'] }, many)).toHaveLength(500);
  });

  it('name at least one, in lists that have an end', () => {
    const ok = (targets: unknown): boolean => commandTargetsSchema.safeParse(targets).success;
    expect([{ labels: ['a'] }, { device_ids: ['a'], area_ids: [] }].map(ok)).toEqual([true, true]);
    expect([{}, { labels: [] }, { rooms: ['a'] }, { labels: 'a' }, { labels: Array(501).fill('a') }, null].map(ok)).toEqual(
      Array<boolean>(6).fill(false),
    );
  });

  it('are each named once, whatever was given', () => {
    const id = fc.constantFrom('sofa', 'tv', 'hall', 'living', 'evening', 'night', '__proto__', '');
    const ids = fc.array(id);
    fc.assert(
      fc.property(ids, ids, ids, (device_ids, area_ids, labels) => {
        const found = resolve({ device_ids, area_ids, labels });
        expect(new Set(found).size).toBe(found.length);
        for (const one of device_ids) expect(found).toContain(one);
      }),
    );
  });
});
