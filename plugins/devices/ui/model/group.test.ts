import type { Area, Device, Feature } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it } from 'vitest';
import { filterDevices, groupByDriver, groupByKind, groupByRoom, labelsOf, type DeviceFilter } from './group.js';

const base = {
  features: [],
  labels: [],
  fixture: 'floor',
  enabled: true,
  status: 'online',
  state: { on: false },
  driver: 'wled',
  area_id: null,
};
const device = (name: string, fields: Partial<Device> = {}): Device =>
  ({ ...base, id: name, name, capabilities: ['on_off', 'brightness'], ...fields }) as Device;
const area = (name: string, kind: Area['kind']): Area => ({ id: name, name, kind, revision: 1, created_at: '', updated_at: '' });

const AREAS = [area('Garden', 'balcony'), area('Kitchen', 'kitchen'), area('Lounge', 'living')];
const CLIMATE: Feature = { key: 'temperature', kind: 'sensor', name: 'Temperature' };
const DEVICES = [
  device('Lamp 10', { area_id: 'Lounge', state: { on: true } }),
  device('Lamp 2', { area_id: 'Lounge', labels: ['Evening'] }),
  device('Climate', { area_id: 'Lounge', capabilities: ['sensor'], features: [CLIMATE], driver: 'virtual' }),
  device('Strip', { area_id: 'Kitchen', status: 'offline', state: { on: true } }),
  device('Spare', { area_id: 'gone', enabled: false }),
];
const ALL: DeviceFilter = { words: '', kind: '', label: '', status: '' };
const names = (devices: readonly Device[]): string[] => devices.map(({ name }) => name);
const filter = (fields: Partial<DeviceFilter>): string[] =>
  names(
    filterDevices(
      DEVICES,
      { ...ALL, ...fields },
      ({ state }) => state,
      ({ area_id }) => area_id ?? '',
    ),
  );

describe('groupByRoom', () => {
  it('walks from the living room outwards, lights first, numbers as numbers, and the roomless last', () => {
    const groups = groupByRoom(DEVICES, AREAS, true);
    expect(groups.map(({ id }) => id)).toEqual(['Lounge', 'Kitchen', 'Garden', '']);
    expect(names(groups[0]?.devices ?? [])).toEqual(['Lamp 2', 'Lamp 10', 'Climate']);
    expect(names(groups[3]?.devices ?? [])).toEqual(['Spare']);
  });

  it('leaves empty rooms out of a search', () => {
    expect(groupByRoom(DEVICES.slice(0, 1), AREAS, false).map(({ id }) => id)).toEqual(['Lounge']);
  });
});

describe('other groups', () => {
  it('puts kinds and drivers together', () => {
    expect(groupByKind(DEVICES).map(({ id, devices }) => [id, devices.length])).toEqual([
      ['light', 4],
      ['sensor', 1],
    ]);
    expect(groupByDriver(DEVICES).map(({ id }) => id)).toEqual(['virtual', 'wled']);
  });
});

describe('filterDevices', () => {
  it('finds words in names, rooms, labels and drivers, all of them, in any case', () => {
    expect(filter({ words: 'LAMP' })).toEqual(['Lamp 10', 'Lamp 2']);
    expect(filter({ words: 'lounge evening' })).toEqual(['Lamp 2']);
    expect(filter({ words: 'virtual' })).toEqual(['Climate']);
  });

  it('finds what has a label, letter by letter', () => {
    expect(labelsOf(DEVICES)).toEqual(['Evening']);
    expect(filter({ label: 'Evening' })).toEqual(['Lamp 2']);
    expect(filter({ label: 'evening' })).toEqual([]);
  });

  it('does not call a light that is away on or off', () => {
    expect(filter({ status: 'on' })).toEqual(['Lamp 10']);
    expect(filter({ status: 'off', kind: 'light' })).toEqual(['Lamp 2']);
    expect(filter({ status: 'offline' })).toEqual(['Strip']);
    expect(filter({ status: 'disabled' })).toEqual(['Spare']);
  });
});
