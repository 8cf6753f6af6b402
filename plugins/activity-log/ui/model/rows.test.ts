import { describe, expect, it } from 'vitest';
import { entriesDown, entry } from '../support/entries.js';
import { FOLD_FROM, rowOf, toDays } from './rows.js';

/** A device that comes and goes once a minute. */
function flap(from: number, to: number, id = 'plug') {
  return entriesDown(from, to).map((one, index) => ({
    ...one,
    action: index % 2 === 0 ? 'connected' : 'disconnected',
    entity_id: id,
    entity_name: 'Plug',
  }));
}

describe('days', () => {
  it('begin at the reader’s midnight and count their entries from one', () => {
    // The tests run in UTC; entry 1440 is the first of the next day.
    const days = toDays(entriesDown(1442, 1438));
    expect(days.map(({ day, rows }) => [day, rows.map((row) => row.position)])).toEqual([
      ['2026-11-22', [1, 2, 3]],
      ['2026-11-21', [1, 2]],
    ]);
  });

  it('go on counting where the first one began above', () => {
    const [day] = toDays(entriesDown(9, 8), { before: 40 });
    expect(day?.rows.map((row) => row.position)).toEqual([41, 42]);
  });

  it('are none without entries', () => {
    expect(toDays([])).toEqual([]);
  });
});

describe('a device that comes and goes', () => {
  it('is one row from the fourth time on, and the count goes on after it', () => {
    const [day] = toDays([entry(60), ...flap(50, 14), entry(10)]);
    expect(day?.rows.map((row) => [row.kind, row.position])).toEqual([
      ['entry', 1],
      ['fold', 2],
      ['entry', 39],
    ]);
    expect(day?.rows[1]).toMatchObject({ unfolded: false, entries: { length: 37 } });
  });

  it('stays as it is below that', () => {
    const [day] = toDays(flap(50, 50 - FOLD_FROM + 2));
    expect(day?.rows.every((row) => row.kind === 'entry')).toBe(true);
  });

  it('is not mixed with another device, with other actions, or with the day before', () => {
    expect(toDays([...flap(50, 48), ...flap(47, 45, 'other')])[0]?.rows).toHaveLength(6);
    expect(toDays([...flap(50, 48), entry(47), ...flap(46, 44)])[0]?.rows).toHaveLength(7);
    expect(toDays(flap(1441, 1438)).flatMap((day) => day.rows)).toHaveLength(4);
  });

  it('shows its entries below it when unfolded, by any of them', () => {
    const entries = flap(50, 46);
    const [day] = toDays(entries, { unfolded: new Set([entries[2]?.id ?? '']) });
    expect(day?.rows.map((row) => [row.kind, row.unfolded, row.position])).toEqual([
      ['fold', true, 1],
      ...[1, 2, 3, 4, 5].map((position) => ['entry', true, position]),
    ]);
  });

  it('keeps its key while new entries join at its upper end', () => {
    const key = (from: number) => toDays(flap(from, 40))[0]?.rows[0]?.key;
    expect(key(52)).toBe(key(50));
  });
});

describe('the row of an entry', () => {
  it('is its own, or the fold that hides it', () => {
    const entries = [entry(60), ...flap(50, 46)];
    const days = toDays(entries);
    expect(rowOf(days, entries[0]?.id ?? '')?.kind).toBe('entry');
    expect(rowOf(days, entries[3]?.id ?? '')?.kind).toBe('fold');
    expect(rowOf(toDays(entries, { unfolded: new Set([entries[1]?.id ?? '']) }), entries[3]?.id ?? '')?.kind).toBe('entry');
    expect(rowOf(days, 'nobody')).toBeUndefined();
  });
});
