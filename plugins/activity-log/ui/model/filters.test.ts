import type { ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it } from 'vitest';
import { entry } from '../support/entries.js';
import {
  activityAddress,
  filtersFromQuery,
  isFiltered,
  matchesFilters,
  queryFromFilters,
  sameFilters,
  toggled,
  withFilters,
} from './filters.js';

const ALL: ActivityFilters = {
  message_like: 'kitchen lamp',
  categories: ['device', 'auth'],
  severities: ['warning', 'error'],
  actor: 'user:anna',
  entity_type: 'device',
  entity_id: '019a',
  since: '2026-11-21T00:00:00.000Z',
  until: '2026-11-22T00:00:00.000Z',
};

describe('filters and the address', () => {
  it('go there and back without loss, in one order', () => {
    const address = activityAddress(ALL);
    expect(filtersFromQuery(new URL(address, 'http://hub').searchParams)).toEqual(ALL);
    expect([...new URL(address, 'http://hub').searchParams.keys()]).toEqual([
      'message_like',
      'categories',
      'severities',
      'actor',
      'entity_type',
      'entity_id',
      'since',
      'until',
    ]);
  });

  it('leave a bare address when nothing is set', () => {
    expect(activityAddress({})).toBe('/activity');
    expect(isFiltered({})).toBe(false);
    expect(isFiltered({ categories: [] })).toBe(false);
  });

  it('drop what cannot be a filter instead of failing', () => {
    const query = new URLSearchParams('severities=loud,error&since=yesterday&categories=,,device,device&limit=9&entry=1');
    expect(filtersFromQuery(query)).toEqual({ severities: ['error'], categories: ['device'] });
  });

  it('drop an end that lies before the beginning', () => {
    const query = new URLSearchParams('since=2026-11-22T00:00:00Z&until=2026-11-21T00:00:00Z');
    expect(filtersFromQuery(query)).toEqual({ since: '2026-11-22T00:00:00.000Z' });
  });

  it('read times with an offset as the same moment', () => {
    expect(filtersFromQuery(new URLSearchParams({ since: '2026-11-21T01:00:00+01:00' })).since).toBe('2026-11-21T00:00:00.000Z');
  });

  it('keep an actor whose name has signs of an address in it', () => {
    const filters = { actor: 'user:a&b=c, d' };
    expect(filtersFromQuery(new URL(activityAddress(filters), 'http://hub').searchParams)).toEqual(filters);
  });
});

describe('changing filters', () => {
  it('takes one away by undefined, an empty text or an empty list', () => {
    expect(withFilters(ALL, { actor: undefined, message_like: '', categories: [] })).toEqual({
      severities: ALL.severities,
      entity_type: 'device',
      entity_id: '019a',
      since: ALL.since,
      until: ALL.until,
    });
  });

  it('toggles one value of a list', () => {
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
    expect(toggled(undefined, 'a')).toEqual(['a']);
  });

  it('sees that two say the same', () => {
    expect(sameFilters({ categories: ['auth'] }, { categories: ['auth'] })).toBe(true);
    expect(sameFilters({ categories: ['auth'] }, {})).toBe(false);
    expect(queryFromFilters({ categories: ['a', 'b'] })).toEqual({ categories: 'a,b' });
  });
});

describe('an entry that was just written', () => {
  const lamp = entry(5, { message: 'Änna turned on Kitchen-lamp at 40 %', severity: 'warning' });

  it.each<[string, ActivityFilters, boolean]>([
    ['no filter', {}, true],
    ['its category', { categories: ['auth', 'device'] }, true],
    ['another category', { categories: ['auth'] }, false],
    ['its severity', { severities: ['warning'] }, true],
    ['another severity', { severities: ['info'] }, false],
    ['another actor', { actor: 'user:ben' }, false],
    ['another thing', { entity_id: 'lamp-6' }, false],
    ['another kind of thing', { entity_type: 'area' }, false],
    ['from its own time on', { since: lamp.ts }, true],
    ['until its own time', { until: lamp.ts }, false],
    ['beginnings of words, in any order and case', { message_like: 'LAM kitch' }, true],
    ['a word without its accent', { message_like: 'anna' }, true],
    ['the middle of a word', { message_like: 'itchen' }, false],
    ['signs alone', { message_like: '%' }, false],
  ])('under %s', (_name, filters, expected) => {
    expect(matchesFilters(lamp, filters)).toBe(expected);
  });
});
