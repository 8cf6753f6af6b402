import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActivityEntry } from '@lightkeeper/plugin-sdk';
import { TestLog } from '../support/test-log.js';

let log: TestLog;
beforeEach(async () => {
  log = await TestLog.open();
});
afterEach(() => log.close());

const ids = (entries: readonly ActivityEntry[] | undefined): string[] => (entries ?? []).map(({ id }) => id);
const because = (id: string, cause_id?: string, more: object = {}) => ({ id, metadata: JSON.stringify({ cause_id }), ...more });

describe('why', () => {
  it('leads from an effect to the first cause, and from a cause to all that followed', () => {
    log.fill([
      because('press', undefined, { actor: 'user:anna' }),
      because('other'),
      because('run', 'press'),
      because('scene', 'run'),
      because('lamp', 'scene'),
      because('pendant', 'scene'),
      because('done', 'run'),
    ]);
    const why = log.repository.why('lamp');
    expect(ids(why?.items)).toEqual(['lamp', 'scene', 'run', 'press']);
    expect(why?.end).toBe('origin');
    expect(why?.effects).toEqual([]);
    expect(ids(log.repository.why('press')?.effects)).toEqual(['run', 'scene', 'done', 'lamp', 'pendant']);
    expect(log.repository.why('nothing')).toBeUndefined();
  });

  it('says where the chain is broken off, and is not caught in a circle', () => {
    log.fill([because('lamp', 'pruned'), because('a', 'b'), because('b', 'a'), because('self', 'self')]);
    expect(log.repository.why('lamp')).toMatchObject({ end: 'gone', items: [{ id: 'lamp' }] });
    expect(ids(log.repository.why('a')?.items)).toEqual(['a', 'b']);
    expect(log.repository.why('a')?.end).toBe('gone');
    expect(ids(log.repository.why('a')?.effects)).toEqual(['b']);
    expect(log.repository.why('self')?.effects).toEqual([]);
  });

  it('keeps from a reader what is not for them', () => {
    log.fill([
      because('login', undefined, { category: 'auth' }),
      because('lamp', 'login'),
      because('revoked', 'lamp', { category: 'auth' }),
    ]);
    expect(log.repository.why('lamp', 'auth')).toMatchObject({ end: 'hidden', items: [{ id: 'lamp' }], effects: [] });
    expect(log.repository.why('lamp')).toMatchObject({ end: 'origin', effects: [{ id: 'revoked' }] });
    expect(log.repository.why('login', 'auth')).toBeUndefined();
  });

  it('is bounded where much followed, and finds it by an index', () => {
    log.fill([because('press'), ...Array.from({ length: 250 }, (_unused, n) => because(`effect-${String(n)}`, 'press'))]);
    const why = log.repository.why('press');
    expect(why?.effects).toHaveLength(200);
    expect(why?.more_effects).toBe(true);
    const [sql, params] = [...log.db.statements].find(([text]) => text.includes('json_extract')) ?? ['', []];
    expect(JSON.stringify(log.db.all(`EXPLAIN QUERY PLAN ${sql}`, params))).toContain('activity_log_entries_cause');
  });
});
