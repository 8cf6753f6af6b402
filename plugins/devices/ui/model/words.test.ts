import type { Device, DeviceState, Feature } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it, vi } from 'vitest';
import { readingsOf, readingText, titled } from './readings.js';
import { deviceCounts, homeSummary, offlineReason, roomSummary, stateLine } from './words.js';

vi.mock('@lightkeeper/ui', async () => ({
  ...(await import('../../../../ui/src/i18n/format.js')),
  ...(await import('../../../../ui/src/i18n/msg.js')),
  ...(await import('../../../../ui/src/i18n/plural.js')),
}));

const NOW = Date.parse('2026-11-21T18:00:00.000Z');

function device(fields: Partial<Device> = {}): Device {
  return {
    id: 'd',
    name: 'Sofa lamp',
    driver: 'wled',
    config: {},
    area_id: null,
    labels: [],
    fixture: 'floor',
    enabled: true,
    status: 'online',
    status_since: '2026-11-21T17:00:00.000Z',
    status_reason: null,
    next_try_at: null,
    last_seen_at: null,
    capabilities: ['on_off', 'brightness'],
    effects: [],
    features: [],
    stream: null,
    info: {},
    state: { on: true, brightness: 31 },
    revision: 1,
    created_at: '2026-11-01T00:00:00.000Z',
    updated_at: '2026-11-01T00:00:00.000Z',
    ...fields,
  };
}
const TEMPERATURE: Feature = { key: 'temperature', kind: 'sensor', name: 'Temperature', device_class: 'temperature', unit: '°C' };
const HUMIDITY: Feature = { key: 'humidity', kind: 'sensor', name: 'Humidity', device_class: 'humidity', unit: '%' };
const fact = (one: Device): DeviceState | null => one.state;
/** Locales differ in the space before the sign. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f ]?%/g, '%');

describe('stateLine', () => {
  it('says how bright it is, and which effect it plays', () => {
    const lamp = device();
    expect(plain(stateLine(lamp, lamp.state))).toBe('12%');
    expect(plain(stateLine(lamp, { on: true, brightness: 255, effect: 'Candle' }))).toBe('100% · Candle');
    expect(stateLine(lamp, { on: false, brightness: 31 })).toBe('Off');
    expect(stateLine(device({ capabilities: ['on_off'] }), { on: true })).toBe('On');
  });

  it('never says 0 % of a light that is on', () => {
    expect(plain(stateLine(device(), { on: true, brightness: 1 }))).toBe('1%');
  });

  it('says a wish before the fact, and what stands in the way before both', () => {
    const lamp = device();
    expect(stateLine(lamp, lamp.state, { wish: { on: false }, phase: 'sending', reason: null })).toBe('Sending …');
    expect(stateLine(lamp, lamp.state, { wish: { on: false }, phase: 'failed', reason: 'No.' })).toBe('Did not take the command');
    expect(stateLine(device({ status: 'offline' }), null)).toMatch(/^Offline since /);
    expect(stateLine(device({ status: 'unknown' }), null)).toBe('Looking for it …');
    expect(stateLine(device({ enabled: false, status: 'offline' }), null)).toBe('Turned off in the hub');
  });

  it('leaves the first reading of a sensor to the large figure', () => {
    const readings = { humidity: 43, temperature: 21.44 };
    const sensor = device({ capabilities: ['sensor'], features: [HUMIDITY, TEMPERATURE], state: { readings } });
    expect(plain(stateLine(sensor, sensor.state))).toBe('Humidity 43%');
    expect(readingsOf(sensor, sensor.state).map(readingText)[0]).toBe('21.4\u00a0°C');
  });
});

describe('stateLine of what is no light', () => {
  const COVER: Feature = { key: 'blind', kind: 'cover', name: 'Blind', position: true };
  it('says how a blind stands', () => {
    const blind = device({ capabilities: ['cover'], features: [COVER], state: null });
    const said = (readings: Record<string, string | number>): string => plain(stateLine(blind, { readings }));
    expect(said({})).toBe('Not known');
    expect(said({ blind: 'opening', blind_position: 40 })).toBe('Opening, 40%');
    expect(said({ blind: 'open', blind_position: 100 })).toBe('Open');
    expect(said({ blind: 'stopped', blind_position: 30 })).toBe('30% open');
    expect(said({ blind: 'closed' })).toBe('Closed');
    expect(said({ blind: 'bent' })).toBe('Not known');
  });

  it('says what a button on the wall did last', () => {
    const features: Feature[] = [{ key: 'action', kind: 'event', name: 'Button', types: ['single_press', 'hold'] }];
    const remote = device({ capabilities: ['event'], features, state: { readings: { action: 'single_press' } } });
    expect(stateLine(remote, remote.state)).toBe('Single press');
  });
});

describe('offlineReason', () => {
  it('ends the device’s own words as a sentence and tells the next try', () => {
    const next_try_at = new Date(NOW + 240_400).toISOString();
    expect(offlineReason({ status_reason: 'No answer for 30 s', next_try_at }, NOW)).toBe(
      'No answer for 30 s. Trying again in 4\u00a0min.',
    );
    expect(offlineReason({ status_reason: 'Refused!', next_try_at: null }, NOW)).toBe('Refused!');
    expect(offlineReason({ status_reason: null, next_try_at: new Date(NOW - 5).toISOString() }, NOW)).toBe(
      'It does not answer. Trying again now.',
    );
    expect(offlineReason({ status_reason: 'Gone', next_try_at: 'never' }, NOW)).toBe('Gone.');
  });
});

describe('roomSummary', () => {
  const off = device({ id: 'b', name: 'Pendant', state: { on: false } });
  it('names the one light that is on, and counts several', () => {
    expect(plain(roomSummary([device(), off], fact))).toBe('Sofa lamp 12%');
    expect(roomSummary([device(), device({ id: 'c' }), off], fact)).toBe('2 of 3 on');
    expect(roomSummary([device(), device({ id: 'c' })], fact)).toBe('All on');
    expect(roomSummary([off], fact)).toBe('All off');
  });

  it('says what does not answer rather than that it is off', () => {
    const away = device({ name: 'Desk bar', status: 'offline', state: { on: true } });
    expect(roomSummary([away, off], fact)).toBe('Desk bar does not answer');
    expect(roomSummary([away, { ...away, id: 'e' }], fact)).toBe('2 lights do not answer');
  });

  it('has words for rooms without lights', () => {
    expect(roomSummary([], fact)).toBe('Nothing here yet');
    const sensor = device({ capabilities: ['sensor'], features: [TEMPERATURE], state: { readings: { temperature: 18.9 } } });
    expect(roomSummary([sensor], fact)).toBe('Temperature 18.9\u00a0°C');
    expect(roomSummary([device({ capabilities: ['on_off'], fixture: 'bulb' })], fact)).toBe('1 switch');
  });
});

describe('counts', () => {
  it('takes a switch with a fixture for the lamp that it feeds', () => {
    const plug = device({ capabilities: ['on_off'], fixture: 'bulb' });
    const relay = device({ capabilities: ['on_off'], fixture: 'pendant' });
    expect(deviceCounts([plug, relay, device()])).toBe('2 lights, 1 switch');
  });

  it('sums up the home', () => {
    expect(homeSummary([device(), device({ status: 'offline' })], 2)).toBe('2 devices in 2 rooms. One does not answer.');
    expect(homeSummary([device()], 1)).toBe('1 device in one room.');
    expect(homeSummary([], 0)).toBe('0 devices.');
  });
});

describe('readings', () => {
  const binary = (key: string, device_class?: string): Feature => ({
    key,
    kind: 'binary_sensor',
    name: titled(key),
    ...(device_class !== undefined && { device_class }),
  });

  it('leaves out what has no value, and finds words for what is known by its class', () => {
    const features = [binary('contact', 'door'), binary('hall', 'motion'), binary('odd', 'constructor'), TEMPERATURE];
    const state = { readings: { contact: true, hall: false, odd: true, temperature: null, unheard: 5 } };
    expect(readingsOf({ features }, state).map(({ label, value }) => [label, value])).toEqual([
      ['Hall', 'Still'],
      ['Contact', 'Open'],
      ['Odd', 'Yes'],
    ]);
  });

  it('leaves settings and what tells of the device to their own places', () => {
    const features: Feature[] = [{ ...HUMIDITY, category: 'diagnostic' }, TEMPERATURE];
    expect(readingsOf({ features }, { readings: { humidity: 4, temperature: 20 } }).map(({ key }) => key)).toEqual(['temperature']);
  });

  it('writes names as people do', () => {
    expect(titled('led_count')).toBe('LED count');
    expect(titled('constructor')).toBe('Constructor');
    expect(titled('')).toBe('');
  });
});
