import { describe, expect, it } from 'vitest';
import { contradictions, disorder } from './consistency.js';
import type { Stored, StoredEntry } from './stored.js';

const entry = (seq: number, action: string, entity_id = 'a'): StoredEntry => ({
  seq,
  id: `entry-${seq}`,
  category: 'entity',
  action,
  actor: 'system',
  entity_type: 'area',
  entity_id,
  metadata: {},
});
const nothing: Stored['entities'] = new Map();
const area = (revision: number) => new Map([['a', { id: 'a', type: 'area', name: 'A', revision }]]);

describe('the checks of the crash tests', () => {
  it.each([
    ['whole', [entry(1, 'created'), entry(2, 'updated')], area(2), 0],
    ['a change without its entry', [entry(1, 'created')], area(2), 1],
    ['an entry without its change', [entry(1, 'created'), entry(2, 'updated')], area(1), 1],
    ['a record without an entry', [], area(1), 1],
    ['an entry without a record', [entry(1, 'created')], nothing, 1],
    ['a deletion', [entry(1, 'created'), entry(2, 'deleted')], nothing, 0],
    ['a deletion that did not happen', [entry(1, 'created'), entry(2, 'deleted')], area(1), 1],
  ])('see %s', (_what, entries, entities, count) => {
    expect(contradictions({ entries, entities })).toHaveLength(count);
  });

  it('see gaps, losses and numbers that were given twice', () => {
    const [first, second, third] = [entry(1, 'created'), entry(2, 'updated'), entry(3, 'updated')];
    expect(disorder([first], [first, second, third])).toEqual([]);
    expect(disorder([], [first, third])).toHaveLength(1);
    expect(disorder([first, second], [first])).toHaveLength(1);
    expect(disorder([second], [{ ...second, id: 'other' }])).toHaveLength(1);
    expect(disorder([], [first, { ...second, id: first.id }])).toHaveLength(1);
  });
});
