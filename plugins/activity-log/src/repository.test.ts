import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActivityEntry, ActivityFilters } from '@lightkeeper/plugin-sdk';
import { selectionOf } from './query/filters.js';
import { EVERYTHING, type Selection } from './query/selection.js';
import { START, TestLog, type FilledRow } from './support/test-log.js';

const RULES = { knowsCategory: (category: string) => ['device', 'auth', 'entity', 'system'].includes(category), hidden_category: null };
const select = (filters: ActivityFilters, hidden_category: string | null = null): Selection =>
  selectionOf(filters, { ...RULES, hidden_category });
const ids = (entries: readonly ActivityEntry[]): string[] => entries.map(({ id }) => id);
const iso = (offset: number): string => new Date(START + offset).toISOString();

const WORDS = ['Küche', 'kitchen', 'lamp', 'turned', 'on', '100%_\'"*'];
const CATEGORIES = ['device', 'auth', 'entity', 'system'];
const SEVERITIES = ['info', 'warning', 'error'];
const ACTORS = ['user:anna', 'user:ben', 'system'];

/** Entries of every kind in no particular pattern, the clock jumping back now and then. */
function variedRows(count: number): FilledRow[] {
  const pick = <T>(values: readonly T[], n: number): T => values[n % values.length] as T;
  return Array.from({ length: count }, (_unused, index) => {
    const n = (index * 7919) % 1009;
    return {
      id: `e${String(index)}`,
      ts: START + index * 1000 - (index % 97 === 0 ? 600_000 : 0),
      category: pick(CATEGORIES, n),
      action: 'any',
      severity: n % 50 === 0 ? 'error' : pick(SEVERITIES.slice(0, 2), n >> 2),
      actor: n % 101 === 0 ? 'user:rare' : pick(ACTORS, n >> 3),
      message: `${pick(WORDS, n)} ${pick(WORDS, n >> 4)} ${n % 211 === 0 ? 'lighthouse' : ''}`,
      entity_type: n % 5 === 0 ? null : pick(['device', 'scene'], n >> 1),
      entity_id: n % 5 === 0 ? null : `d${String(n % 17)}`,
      entity_name: 'x',
      metadata: '{}',
    };
  });
}

/** What the filters mean, said in the plainest way. */
function reference(rows: readonly FilledRow[], selection: Selection): string[] {
  const within = (list: readonly string[] | null, value: string | null): boolean => list === null || list.includes(value ?? '');
  const bare = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return rows
    .filter(
      (row) =>
        within(selection.categories, row.category) &&
        row.category !== selection.hidden_category &&
        within(selection.severities, row.severity) &&
        (selection.actor === null || row.actor === selection.actor) &&
        (selection.entity_type === null || row.entity_type === selection.entity_type) &&
        (selection.entity_id === null || row.entity_id === selection.entity_id) &&
        (selection.since === null || row.ts >= selection.since) &&
        (selection.until === null || row.ts < selection.until) &&
        (selection.words === null ||
          (selection.words.length > 0 &&
            selection.words.every((word) =>
              bare(row.message)
                .split(/[^a-z0-9]+/)
                .some((held) => held.startsWith(bare(word))),
            ))),
    )
    .map(({ id }) => id)
    .reverse();
}

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 2 });
const someFilters = fc
  .record({
    categories: optional(fc.uniqueArray(fc.constantFrom(...CATEGORIES), { minLength: 1 })),
    severities: optional(fc.uniqueArray(fc.constantFrom(...SEVERITIES), { minLength: 1 })),
    actor: optional(fc.constantFrom(...ACTORS, 'user:rare', 'user:nobody')),
    entity_type: optional(fc.constantFrom('device', 'scene', 'other')),
    entity_id: optional(fc.constantFrom('d1', 'd16', 'none')),
    message_like: optional(fc.constantFrom('k', 'kuche', 'lamp turn', 'lighthouse', '100', '%', 'on k')),
    span: optional(fc.tuple(fc.integer({ min: -1000, max: 3_100_000 }), fc.integer({ min: 0, max: 2_000_000 }))),
    hidden: optional(fc.constant('auth')),
  })
  .map(({ span, hidden, ...rest }) => {
    const times = span === undefined ? {} : { since: iso(span[0]), until: iso(span[0] + span[1]) };
    const given = Object.fromEntries(Object.entries({ ...rest, ...times }).filter(([, value]) => value !== undefined));
    return select(given, hidden ?? null);
  });

describe('ActivityRepository on a log of every kind', () => {
  let log: TestLog;
  const rows = variedRows(3000);
  beforeAll(async () => {
    log = await TestLog.open();
    log.fill(rows);
  });
  afterAll(() => log.close());

  it('finds exactly what the filters say, page by page to the end and back again', async () => {
    await fc.assert(
      fc.asyncProperty(someFilters, fc.integer({ min: 7, max: 500 }), async (selection, limit) => {
        const wanted = reference(rows, selection);
        const down: string[] = [];
        let page = await log.repository.query(selection, limit);
        for (;;) {
          down.push(...ids(page.items));
          if (page.next_cursor === null) break;
          page = await log.repository.query(selection, limit, page.next_cursor);
        }
        expect(down).toEqual(wanted);
        const up: string[] = ids(page.items);
        while (page.previous_cursor !== null) {
          page = await log.repository.query(selection, limit, page.previous_cursor);
          up.unshift(...ids(page.items));
        }
        expect(up).toEqual(wanted);
      }),
      { numRuns: 120 },
    );
  });

  it('counts exactly what it finds: total, facets and histogram', async () => {
    await fc.assert(
      fc.asyncProperty(someFilters, async (selection) => {
        const wanted = reference(rows, selection).length;
        expect(await log.repository.count(selection)).toBe(wanted);
        const facets = await log.repository.facets(selection);
        for (const list of [facets.categories, facets.severities, facets.actors]) {
          expect(list.reduce((sum, { count }) => sum + count, 0)).toBe(wanted);
        }
        const span = { since: selection.since ?? START - 3_600_000, until: selection.until ?? START + 4_000_000, buckets: 60 };
        const histogram = await log.repository.histogram(selection, span);
        expect(histogram.buckets.length).toBeLessThanOrEqual(60);
        expect(histogram.buckets.reduce((sum, { total }) => sum + total, 0)).toBe(wanted);
      }),
      { numRuns: 120 },
    );
  });

  it('reads by index alone: no filter scans the table or sorts', async () => {
    const filters: ActivityFilters[] = [
      {},
      { categories: ['device'] },
      { categories: ['device', 'auth'] },
      { severities: ['error'] },
      { actor: 'user:anna' },
      { entity_type: 'device' },
      { entity_id: 'd1' },
      { since: iso(1_000_000) },
      { until: iso(1_000_000) },
      { message_like: 'lamp' },
      { message_like: 'lamp', severities: ['error'], actor: 'user:anna', until: iso(2_000_000) },
    ];
    for (const filter of filters) {
      log.db.statements.clear();
      const page = await log.repository.query(select(filter), 20);
      if (page.next_cursor !== null) await log.repository.query(select(filter), 20, page.next_cursor);
      for (const [sql, params] of log.db.statements) {
        const plan = log.db.plan(sql, params).join('\n');
        expect(plan, sql).not.toMatch(/TEMP B-TREE|SCAN e\b(?!.*VIRTUAL)/);
      }
    }
  });

  it('exports every entry once, newest first', async () => {
    const exported: number[] = [];
    for await (const seqs of log.repository.iterSeqs(EVERYTHING, rows.length)) exported.push(...seqs);
    expect(exported).toEqual(rows.map((_row, index) => rows.length - index));
  });
});

describe('ActivityRepository', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await TestLog.open();
  });
  afterEach(() => log.close());

  it('answers an empty log', async () => {
    expect(await log.repository.query(EVERYTHING, 10)).toEqual({ items: [], next_cursor: null, previous_cursor: null });
    expect(await log.repository.facets(EVERYTHING)).toEqual({ total: 0, categories: [], actors: [], severities: [] });
    expect(log.repository.ends()).toBeNull();
  });

  it('keeps its place while entries come in', async () => {
    log.fill(variedRows(30));
    const first = await log.repository.query(EVERYTHING, 10);
    log.fill([{ id: 'late' }]);
    const second = await log.repository.query(EVERYTHING, 10, first.next_cursor ?? '');
    expect(ids(second.items)).toEqual(['e19', 'e18', 'e17', 'e16', 'e15', 'e14', 'e13', 'e12', 'e11', 'e10']);
    const back = await log.repository.query(EVERYTHING, 50, second.previous_cursor ?? '');
    expect(ids(back.items)).toEqual(['late', ...ids(first.items)]);
    expect(back.previous_cursor).toBeNull();
  });

  it('refuses the cursor of another query', async () => {
    log.fill(variedRows(30));
    const { next_cursor } = await log.repository.query(EVERYTHING, 10);
    await expect(log.repository.query(select({ actor: 'user:anna' }), 10, next_cursor ?? '')).rejects.toMatchObject({
      code: 'LK_BAD_CURSOR',
    });
  });

  it('takes no character of a search for an instruction', async () => {
    log.fill([{ message: 'anna turned on 100% of the "hall" lights_*' }, { message: 'plain' }]);
    const found = async (message_like: string): Promise<number> => (await log.repository.query(select({ message_like }), 10)).items.length;
    expect(await found('100%')).toBe(1);
    expect(await found('"hall"')).toBe(1);
    expect(await found('*')).toBe(0);
    expect(await found('%_"')).toBe(0);
    expect(await found('hall OR plain')).toBe(0);
    expect(await found('message:plain')).toBe(0);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        expect(await found(text)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['?categories', { categories: ['devices'] }],
    ['?severities', { severities: ['bad'] as never }],
    ['?since', { since: 'yesterday' }],
    ['?since', { since: '2026-01-02T00:00:00Z', until: '2026-01-01T00:00:00Z' }],
    ['?actor', { actor: '' }],
    ['?message_like', { message_like: 'x'.repeat(201) }],
  ])('names the wrong filter: %s in %j', (field, filters) => {
    let errors: readonly { field: string }[] | undefined;
    try {
      select(filters);
    } catch (error) {
      errors = (error as { errors?: { field: string }[] }).errors;
    }
    expect(errors?.[0]?.field).toBe(field);
  });

  it('keeps what a reader may not see out of every answer', async () => {
    log.fill([{ id: 'a', category: 'auth' }, { id: 'b' }]);
    const viewer = select({}, 'auth');
    expect(ids((await log.repository.query(viewer, 10)).items)).toEqual(['b']);
    expect((await log.repository.query(select({ categories: ['auth'] }, 'auth'), 10)).items).toEqual([]);
    expect((await log.repository.facets(viewer)).categories).toEqual([{ value: 'device', count: 1 }]);
    expect(log.repository.get('a', 'auth')).toBeUndefined();
    expect(log.repository.get('a')?.id).toBe('a');
  });
});
