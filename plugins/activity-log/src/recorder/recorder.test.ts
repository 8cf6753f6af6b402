import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENTRY_FIELDS } from '@lightkeeper/plugin-sdk';
import { ANNA, TestLog } from '../support/test-log.js';

let log: TestLog;
beforeEach(async () => {
  log = await TestLog.open();
});
afterEach(() => log.close());

const stored = () => log.db.all<Record<string, unknown>>('SELECT * FROM activity_log_entries ORDER BY seq', []);

describe('Recorder', () => {
  it('stores the eleven fields with who, where from and what for', async () => {
    log.as = { ...ANNA, cause_id: 'e0' };
    const entry = await log.recorder.record(
      'device',
      'commanded',
      { entity_type: 'device', entity_id: 'd1', entity_name: 'Hall light' },
      {},
      'devices',
    );
    expect(entry).toEqual({
      id: 'id-000001',
      ts: '2026-01-15T12:00:00.000Z',
      category: 'device',
      action: 'commanded',
      severity: 'info',
      actor: 'user:anna',
      message: 'anna turned on Hall light',
      entity_type: 'device',
      entity_id: 'd1',
      entity_name: 'Hall light',
      metadata: {
        origin: 'ui',
        correlation_id: 'c1',
        plugin_id: 'devices',
        cause_id: 'e0',
        ip: '192.0.2.7',
        user_agent: 'Browser/1',
        actor_id: 'u1',
      },
    });
    expect(Object.keys(entry ?? {})).toEqual([...ENTRY_FIELDS]);
    expect(log.repository.get('id-000001')).toEqual(entry);
    expect(log.recorded).toEqual([{ seq: 1, entry }]);
  });

  it('does not let a caller lend the entry another origin or plugin', async () => {
    const entry = await log.recorder.record(
      'device',
      'connected',
      { metadata: { ip: '203.0.113.9', plugin_id: 'core', origin: 'cli' } },
      {},
      'tide',
    );
    expect(entry?.metadata).toMatchObject({ ip: '192.0.2.7', plugin_id: 'tide', origin: 'ui' });
  });

  it('leaves out the id behind the context when another actor is named', async () => {
    const entry = await log.recorder.record('device', 'connected', { actor: 'device:Hall light' }, {}, 'devices');
    expect(entry?.actor).toBe('device:Hall light');
    expect(entry?.metadata).not.toHaveProperty('actor_id');
  });

  it('shares the fate of the transaction that it is given', async () => {
    await expect(
      log.db.transaction(async (tx) => {
        await log.recorder.record('entity', 'created', {}, { tx }, 'core');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(stored()).toEqual([]);
    expect(log.recorded).toEqual([]);
    await log.db.transaction((tx) => log.recorder.record('entity', 'created', {}, { tx }, 'core'));
    expect(stored()).toHaveLength(1);
    expect(log.recorded).toHaveLength(1);
  });

  it('refuses a word that nobody has declared', async () => {
    await expect(log.recorder.record('device', 'exploded', {}, {}, 'tide')).rejects.toMatchObject({ code: 'LK_LOG_UNAVAILABLE' });
  });

  it('is silent when turned off, except about itself', async () => {
    log.settings = { ...log.settings, enabled: false };
    expect(await log.recorder.record('device', 'connected', {}, {}, 'devices')).toBeNull();
    expect(await log.recorder.record('system', 'activity_disabled', {}, { bypass_enabled: true }, 'activity-log')).not.toBeNull();
    expect(stored()).toHaveLength(1);
  });

  it('makes forged lines, overrides and endless text harmless in every field', async () => {
    const hostile = 'a\r\nb\u202ec\u0000'.padEnd(1_000_000, 'x');
    log.as = { ...ANNA, user_agent: hostile };
    await log.recorder.record(
      'device',
      'connected',
      { actor: hostile, entity_type: hostile, entity_id: hostile, entity_name: hostile, message: hostile, metadata: { note: hostile } },
      {},
      'devices',
    );
    const row = JSON.stringify(stored()[0]);
    expect(row.length).toBeLessThan(8000);
    expect(row).not.toMatch(/\\r|\\n|\\u0000|\u202e/);
  });

  it('numbers entries without a gap or a repeat, also after the newest was removed', async () => {
    await log.recorder.record('device', 'connected', {}, {}, 'devices');
    await log.recorder.record('device', 'connected', {}, {}, 'devices');
    log.db.raw.exec('DELETE FROM activity_log_entries WHERE seq = 2');
    await log.recorder.record('device', 'connected', {}, {}, 'devices');
    expect(log.recorded.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('never changes what is written', async () => {
    await log.recorder.record('device', 'connected', {}, {}, 'devices');
    expect(() => log.db.raw.exec("UPDATE activity_log_entries SET actor = 'user:ben'")).toThrow('never changed');
  });
});
