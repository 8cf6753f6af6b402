import type { Discovery } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it, vi } from 'vitest';
import { foundLine, groupFound, searchFound } from './found.js';

vi.mock('@lightkeeper/ui', () => import('../../../../ui/src/i18n/msg.js'));

const found = (name: string, fields: Partial<Discovery> = {}): Discovery => ({
  id: name,
  driver: 'wled',
  name,
  address: null,
  port: null,
  details: {},
  status: 'new',
  device_id: null,
  first_seen_at: '',
  last_seen_at: '',
  ...fields,
});

describe('found things', () => {
  it('say who made them in one line, however much they announce', () => {
    expect(foundLine(found('a', { details: { version: '0.15', leds: '30' } }), 'WLED')).toBe('WLED 0.15 · announces 30 LEDs');
    expect(foundLine(found('a', { details: { manufacturer: 'IKEA', model: 'E1603' } }), 'MQTT')).toBe('MQTT · IKEA E1603');
    expect(foundLine(found('a', { details: { model: 'x'.repeat(5000) } }), 'MQTT').length).toBeLessThan(100);
    expect(foundLine(found('a', { details: Object.create({ model: 'inherited' }) as Record<string, string> }), 'MQTT')).toBe('MQTT');
  });

  it('are found by all words in any of their facts', () => {
    const items = [found('Kitchen plug', { driver: 'mqtt', details: { model: 'E1603' } }), found('Shelf', { address: '10.0.0.7' })];
    const names = (words: string): string[] => searchFound(items, words, (id) => id).map(({ name }) => name);
    expect(names('e1603 KITCHEN')).toEqual(['Kitchen plug']);
    expect(names('10.0.0')).toEqual(['Shelf']);
    expect(names('  ')).toHaveLength(2);
    expect(names('mqtt shelf')).toEqual([]);
  });

  it('stand by driver, the smallest group first, and by name', () => {
    const items = [found('m10', { driver: 'mqtt' }), found('m2', { driver: 'mqtt' }), found('one')];
    expect(groupFound(items).map(({ driver, items: members }) => [driver, members.map(({ name }) => name)])).toEqual([
      ['wled', ['one']],
      ['mqtt', ['m2', 'm10']],
    ]);
  });
});
