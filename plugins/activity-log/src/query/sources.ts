import type { SqlValue } from '@lightkeeper/plugin-sdk';
import { ENTRIES, SEARCH } from '../names.js';
import type { Selection } from './selection.js';
import { matchExpression } from './words.js';

/** A piece of SQL with the values of its placeholders. */
export interface Clause {
  sql: string;
  params: readonly SqlValue[];
}

/** One index, read in the order of `seq`: all entries that have one value. */
export interface Source {
  /** The table or index alone, enough to know which `seq` match. */
  narrow: string;
  /** The same with the entries' columns as `e`. */
  wide: string;
  /** The expression that is the entry's `seq`. */
  key: string;
  where: Clause;
}

/**
 * A filter, in two ways: as sources to be walked, and as a test on entries found by another filter. Words are tested on the message
 * itself: to ask the index anew for each entry takes a hundred times as long.
 */
export interface Filter {
  sources: readonly Source[];
  test: Clause | { words: readonly string[] };
}

/** How entries are found: the filters that have an index, and tests that only ever apply to entries found otherwise. */
export interface Plan {
  filters: readonly Filter[];
  tests: readonly Clause[];
}

function tableFilter(where: Clause): Filter {
  return { sources: [{ narrow: `${ENTRIES} AS e`, wide: `${ENTRIES} AS e`, key: 'e.seq', where }], test: where };
}

/** The table itself in its own order, where no filter has an index. */
export const TABLE_FILTER: Filter = tableFilter({ sql: '1', params: [] });

/** Entries that were found already. */
export function foundFilter(seqs: readonly number[]): Filter {
  return tableFilter({ sql: 'e.seq IN (SELECT value FROM json_each(?))', params: [JSON.stringify(seqs)] });
}

function columnFilter(column: string, values: readonly string[]): Filter {
  const table = `${ENTRIES} AS e INDEXED BY ${ENTRIES}_${column}`;
  return {
    // A source for each value: one scan over several values would come out by value and had to be sorted.
    sources: values.map((value) => ({ narrow: table, wide: table, key: 'e.seq', where: { sql: `e.${column} = ?`, params: [value] } })),
    test: { sql: `e.${column} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(values)] },
  };
}

function wordsFilter(words: readonly string[]): Filter {
  const expression = matchExpression(words);
  return {
    sources: [
      {
        narrow: `${SEARCH} AS s`,
        wide: `${SEARCH} AS s CROSS JOIN ${ENTRIES} AS e ON e.seq = s.rowid`,
        key: 's.rowid',
        where: { sql: `s.${SEARCH} MATCH ?`, params: [expression] },
      },
    ],
    test: { words },
  };
}

/** Whether nothing can match, so that the database need not be asked. */
export function matchesNothing(selection: Selection): boolean {
  const { categories, hidden_category, words } = selection;
  return words?.length === 0 || (categories?.every((category) => category === hidden_category) ?? false);
}

export function planOf(selection: Selection): Plan {
  const { categories, severities, actor, entity_type, entity_id, since, until, words, hidden_category } = selection;
  const filters: Filter[] = [];
  const tests: Clause[] = [];
  if (entity_id !== null) filters.push(columnFilter('entity_id', [entity_id]));
  if (words !== null) filters.push(wordsFilter(words));
  if (actor !== null) filters.push(columnFilter('actor', [actor]));
  if (entity_type !== null) filters.push(columnFilter('entity_type', [entity_type]));
  if (severities !== null) filters.push(columnFilter('severity', severities));
  if (categories !== null) {
    filters.push(
      columnFilter(
        'category',
        categories.filter((category) => category !== hidden_category),
      ),
    );
  } else if (hidden_category !== null) {
    tests.push({ sql: 'e.category <> ?', params: [hidden_category] });
  }
  if (since !== null) tests.push({ sql: 'e.ts >= ?', params: [since] });
  if (until !== null) tests.push({ sql: 'e.ts < ?', params: [until] });
  return { filters, tests };
}
