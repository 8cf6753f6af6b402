import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVERYTHING } from './query/selection.js';
import { ActivityRepository } from './repository.js';
import { LogState } from './state.js';
import { START, TestLog } from './support/test-log.js';

const DAY = 86_400_000;
let log: TestLog;
beforeEach(async () => {
  log = await TestLog.open();
});
afterEach(() => log.close());

const many = (count: number, ts: (index: number) => number) => Array.from({ length: count }, (_unused, index) => ({ ts: ts(index) }));
const left = (): number => log.db.all('SELECT seq FROM activity_log_entries', []).length;
const newest = async () => (await log.repository.query(EVERYTHING, 1)).items[0];

describe('Retention', () => {
  it('removes what is too old, and says so in an entry that stays', async () => {
    log.fill(many(1300, (index) => START - 91 * DAY + index));
    log.fill(many(200, (index) => START - 10 * DAY + index));
    expect(await log.retention.prune()).toEqual({ removed: 1300, duration_ms: 0 });
    expect(left()).toBe(201);
    expect(await newest()).toMatchObject({ action: 'retention_pruned', metadata: { removed: 1300, retention_days: 90 } });
    expect(await log.repository.count()).toBe(201);
    expect(log.state.prune).toEqual({ at: START, removed: 1300, duration_ms: 0 });
  });

  it('goes by the time of each entry, also where the clock had jumped', async () => {
    log.fill([
      { id: 'young', ts: START - 10 },
      { id: 'old', ts: START - 100 * DAY },
      { id: 'young too', ts: START - 5 },
    ]);
    await log.retention.prune();
    expect(
      (await log.repository.query(EVERYTHING, 10)).items.map(({ id, action }) => (action === 'retention_pruned' ? action : id)),
    ).toEqual(['retention_pruned', 'young too', 'young']);
  });

  it('removes the oldest when there are too many', async () => {
    log.settings = { ...log.settings, retention_entries: 1000 };
    log.fill(many(2600, (index) => START + index));
    expect((await log.retention.prune()).removed).toBe(1601);
    expect(log.repository.ends()?.oldest.seq).toBe(1602);
    expect(await log.repository.count()).toBe(1000);
    expect((await log.retention.prune()).removed).toBe(0);
  });

  it('writes nothing when there was nothing to remove, and remembers the run', async () => {
    log.fill(many(10, (index) => START + index));
    expect((await log.retention.prune()).removed).toBe(0);
    expect(left()).toBe(10);
    expect(log.state.prune).toEqual({ at: START, removed: 0, duration_ms: 0 });
  });

  it('is recorded whenever somebody asked for it', async () => {
    await log.retention.prune({ asked: true });
    expect(await newest()).toMatchObject({ action: 'retention_pruned', actor: 'user:anna', metadata: { removed: 0 } });
    await log.retention.prune();
    expect(left()).toBe(1);
  });

  it('gives way to those who record, and shares a run that is under way', async () => {
    log.fill(many(6000, (index) => START - 100 * DAY + index));
    let turns = 0;
    const under_way = { runs: true };
    const runs = Promise.all([log.retention.prune(), log.retention.prune()]).finally(() => (under_way.runs = false));
    while (under_way.runs) {
      await log.recorder.record('device', 'connected', {}, {}, 'devices');
      turns += 1;
      await setImmediate();
    }
    const [first, second] = await runs;
    expect(first).toBe(second);
    expect(first.removed).toBe(6000);
    expect(turns).toBeGreaterThan(5);
    expect(await log.repository.count()).toBe(turns + 1);
  });

  it('keeps the search index and the counts in step', async () => {
    log.fill(many(700, (index) => START - 100 * DAY + index));
    log.fill([{ message: 'a lighthouse', ts: START }]);
    await log.retention.prune();
    expect(() => log.db.raw.exec("INSERT INTO activity_log_search (activity_log_search) VALUES ('integrity-check')")).not.toThrow();
    expect(log.db.all('SELECT sum(n) AS n FROM activity_log_counts', [])).toEqual([{ n: 2 }]);
    expect(log.db.all('SELECT count(*) AS n FROM activity_log_counts WHERE n <= 0', [])).toEqual([{ n: 0 }]);
  });
});

describe('clearing', () => {
  it('empties the log at once, keeps the entry that tells of it, and removes the rows after that', async () => {
    log.fill(many(1500, (index) => START + index));
    expect(await log.retention.clear()).toEqual({ removed: 1500 });
    expect((await log.repository.query(EVERYTHING, 10)).items).toMatchObject([
      { action: 'activity_cleared', actor: 'user:anna', metadata: { removed: 1500 } },
    ]);
    expect(await log.repository.count()).toBe(1);
    expect((await log.repository.facets(EVERYTHING)).total).toBe(1);
    await log.retention.sweep();
    expect(left()).toBe(1);
    expect(await log.repository.count()).toBe(1);
  });

  it('goes on after a restart in the middle of it', async () => {
    log.fill(many(1500, (index) => START + index));
    const clearing = log.retention.clear();
    await clearing;
    await log.retention.stop();
    expect(left()).toBeGreaterThan(1);
    const state = new LogState(log.db);
    state.load();
    expect(await new ActivityRepository(log.db, state).count()).toBe(1);
    expect((await new ActivityRepository(log.db, state).query(EVERYTHING, 10)).items).toHaveLength(1);
  });

  it('clears nothing when its entry cannot be written', async () => {
    log.fill(many(20, (index) => START + index));
    log.db.raw.exec("CREATE TRIGGER refuse BEFORE INSERT ON activity_log_entries BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    await expect(log.retention.clear()).rejects.toMatchObject({ code: 'LK_LOG_UNAVAILABLE' });
    expect(await log.repository.count()).toBe(20);
  });
});
