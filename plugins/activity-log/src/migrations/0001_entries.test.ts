import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selectionOf } from '../query/filters.js';
import { EVERYTHING } from '../query/selection.js';
import { TestLog } from '../support/test-log.js';
import { entriesMigration } from './0001_entries.js';

let log: TestLog;
beforeEach(async () => {
  log = await TestLog.open();
});
afterEach(() => log.close());

const objects = (): unknown[] => log.db.all("SELECT name FROM sqlite_master WHERE name LIKE 'activity_log%' ORDER BY name", []);

describe('the migration', () => {
  it('can run on a database that has it already, and loses nothing', async () => {
    log.fill([{ message: 'a lighthouse' }, { message: 'another' }]);
    const before = objects();
    await entriesMigration.up(log.db.read);
    expect(objects()).toEqual(before);
    expect(await log.repository.count()).toBe(2);
    const found = selectionOf({ message_like: 'lighthouse' }, { knowsCategory: () => true, hidden_category: null });
    expect((await log.repository.query(found, 10)).items).toHaveLength(1);
  });

  it('fills index and counts for entries that were there before them', async () => {
    log.fill([{ message: 'a lighthouse' }, { message: 'another' }]);
    for (const { name } of log.db.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'trigger'", []))
      log.db.raw.exec(`DROP TRIGGER ${name}`);
    log.db.raw.exec('DROP TABLE activity_log_search; DROP TABLE activity_log_counts; DROP TABLE activity_log_blocks');
    await entriesMigration.up(log.db.read);
    log.fill([{ message: 'third lighthouse' }]);
    expect(await log.repository.count()).toBe(3);
    const found = selectionOf({ message_like: 'lighthouse' }, { knowsCategory: () => true, hidden_category: null });
    expect((await log.repository.query(found, 10)).items).toHaveLength(2);
    expect((await log.repository.query({ ...EVERYTHING, since: 0 }, 10)).items).toHaveLength(3);
  });

  it('leaves nothing behind when taken back', async () => {
    await entriesMigration.down(log.db.read);
    expect(objects()).toEqual([]);
    await entriesMigration.up(log.db.read);
    expect(objects().length).toBeGreaterThan(5);
  });
});
