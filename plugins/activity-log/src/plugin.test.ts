import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  definePlugin,
  ENTRY_FIELDS,
  type ActivityEntry,
  type ActivityStatus,
  type HookCaller,
  type Occurrence,
} from '@lightkeeper/plugin-sdk';
import { createTestHub, type TestHub } from '@lightkeeper/plugin-sdk-testing';
import type { z } from '@lightkeeper/plugin-sdk';

declare module '@lightkeeper/plugin-sdk' {
  interface HookPayloads {
    'tide.turned': Occurrence;
  }
}

let turn: HookCaller<'tide.turned'>;
/** A third party's plugin that knows nothing of the log but its own words. */
const tide = definePlugin({
  actions: {
    tide: {
      turned: { severity: 'warning', message: 'The tide turned at {level_m} m', description: 'High or low water', hook: 'tide.turned' },
    },
  },
  setup(hub) {
    turn = hub.hooks.declare('tide.turned', { policy: 'abort', description: 'High or low water' });
  },
});

let hub: TestHub;
beforeEach(async () => {
  hub = await createTestHub({
    built_ins: ['activity-log'],
    mqtt: true,
    plugins: [{ manifest: { id: 'tide', name: 'Tide', sdk: '*', permissions: ['activity'] }, definition: tide as never }],
  });
});
afterEach(() => hub.stop());

interface List {
  items: ActivityEntry[];
  next_cursor: string | null;
}
type Json = z.infer<z.ZodJSONSchema>;

const get = async <T>(path: string, as: 'owner' | 'admin' | 'viewer' = 'owner'): Promise<T> =>
  (await hub.request('GET', path, { as })).body;
const entries = async (query = ''): Promise<ActivityEntry[]> => (await get<List>(`/activity?limit=500${query}`)).items;

describe('the activity log in a hub', () => {
  it('is running, and has the start in its pages', async () => {
    expect(hub.plugin('activity-log').state).toBe('running');
    const { items, next_cursor, ...rest } = await get<List>('/activity?limit=500');
    expect(items.map(({ category, action }) => `${category}.${action}`)).toContain('system.started');
    expect(Object.keys(items[0] ?? {})).toEqual([...ENTRY_FIELDS]);
    expect(next_cursor).toBeNull();
    expect(rest).toEqual({});
  });

  it('records what a plugin it has never heard of declares', async () => {
    await turn.call({ metadata: { level_m: 3.2 }, entity_name: 'Harbour' });
    const [entry] = await entries('&categories=tide');
    expect(entry).toMatchObject({
      action: 'turned',
      severity: 'warning',
      message: 'The tide turned at 3.2 m',
      entity_name: 'Harbour',
      metadata: { plugin_id: 'tide' },
    });
  });

  it('turns pages through the whole log in both directions', async () => {
    for (let n = 0; n < 25; n += 1) await turn.call({ metadata: { level_m: n } });
    const seen: ActivityEntry[] = [];
    let path = '/activity?categories=tide&limit=10';
    for (;;) {
      const page = await get<List & { previous_cursor?: string }>(path);
      seen.push(...page.items);
      if (page.next_cursor === null) break;
      path = `/activity?categories=tide&limit=10&cursor=${page.next_cursor}`;
    }
    expect(seen.map(({ metadata }) => metadata.level_m)).toEqual(Array.from({ length: 25 }, (_unused, index) => 24 - index));
  });

  it.each([
    ['/activity?limit=0', 422, '?limit'],
    ['/activity?limit=501', 422, '?limit'],
    ['/activity?categories=tides', 422, '?categories'],
    ['/activity?severities=info,bad', 422, '?severities'],
    ['/activity?since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z', 422, '?since'],
    ['/activity?since=yesterday', 422, '?since'],
    ['/activity?sort=ts', 422, '?sort'],
    ['/activity?cursor=nonsense', 400, undefined],
    ['/activity/export?format=xml', 422, '?format'],
    ['/activity/none', 404, undefined],
  ])('answers %s with %i and names the field', async (path, status, field) => {
    const { status: answered, body } = await hub.request('GET', path);
    expect(answered).toBe(status);
    expect((body as { errors?: { field: string }[] }).errors?.[0]?.field).toBe(field);
  });

  it('keeps entries of access from those who are no admins', async () => {
    await hub.request('POST', '/auth/login', { as: null, body: { name: 'nobody', password: 'wrong-password' } });
    const [auth] = await entries('&categories=auth');
    expect(auth).toBeDefined();
    const id = auth?.id ?? '';
    expect((await get<List>('/activity?limit=500', 'viewer')).items.filter(({ category }) => category === 'auth')).toEqual([]);
    expect((await get<List>('/activity?categories=auth', 'viewer')).items).toEqual([]);
    expect((await hub.request('GET', `/activity/${id}`, { as: 'viewer' })).status).toBe(404);
    expect((await hub.request('GET', `/activity/${id}`, { as: 'admin' })).status).toBe(200);
    expect(JSON.stringify(await get<Json>('/activity/facets', 'viewer'))).not.toContain('"auth"');
    expect(JSON.stringify(await get<Json>('/activity/histogram', 'viewer'))).not.toContain('"auth"');
    expect((await hub.request('GET', '/activity/export?format=jsonl', { as: 'viewer' })).text).not.toContain('"auth"');
  });

  it('streams an export, and records it before its first byte', async () => {
    await turn.call({ metadata: { level_m: 1 } });
    const answer = await hub.request('GET', '/activity/export?format=json&categories=tide');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="lightkeeper-activity-.*\.json"$/);
    expect(JSON.parse(answer.text)).toEqual(await entries('&categories=tide'));
    const [exported] = await entries('&categories=system');
    expect(exported).toMatchObject({ action: 'activity_exported', metadata: { format: 'json', filters: { categories: 'tide' } } });
  });

  it('lets admins change its settings, and tells of its state', async () => {
    expect((await hub.request('GET', '/activity/settings', { as: 'viewer' })).status).toBe(403);
    const changed = await hub.request('PUT', '/activity/settings', { body: { retention_days: 7 } });
    expect(changed.status).toBe(200);
    const { settings, status } = changed.body as { settings: Json; status: ActivityStatus };
    expect(settings).toEqual({
      enabled: true,
      retention_days: 7,
      retention_entries: 1_000_000,
      mirror_enabled: true,
      mirror_addresses: false,
    });
    expect(status.entries).toBe((await entries()).length);
    expect(status).toMatchObject({ last_prune: null, mirror: { pending: expect.any(Number) as number } });
    expect(status.next_prune).not.toBeNull();
    expect((await hub.request('PUT', '/activity/settings', { body: { retention_days: 0 } })).status).toBe(422);
    expect((await hub.request('PUT', '/activity/settings', { body: { other: 1 } })).status).toBe(422);
  });

  it('records that it was turned off and on, and nothing between', async () => {
    await hub.request('PUT', '/activity/settings', { body: { enabled: false } });
    await turn.call({ metadata: { level_m: 1 } });
    await hub.request('PUT', '/activity/settings', { body: { enabled: true } });
    const actions = (await entries()).map(({ action }) => action);
    expect(actions).toContain('activity_disabled');
    expect(actions[0]).toBe('activity_enabled');
    expect(actions).not.toContain('turned');
  });

  it('prunes at the start, on its timer and on request', async () => {
    const pruned = async (): Promise<number[]> =>
      (await entries('&categories=system'))
        .filter(({ action }) => action === 'retention_pruned')
        .map(({ metadata }) => metadata.removed as number);
    const fill = async (): Promise<void> => {
      await Promise.all(Array.from({ length: 1100 }, () => turn.call({})));
    };
    await hub.request('PUT', '/activity/settings', { body: { retention_entries: 1000 } });
    await fill();
    await hub.clock.advance(5000);
    await hub.settle();
    expect(await pruned()).toHaveLength(1);
    await fill();
    await hub.clock.advance(3_600_000);
    await hub.settle();
    expect(await pruned()).toEqual([1100 + 1]);
    await fill();
    expect((await hub.request('POST', '/activity/prune')).body).toMatchObject({ removed: 1101 });
    expect((await hub.request('POST', '/activity/prune', { as: 'member' })).status).toBe(403);
  });

  it('clears on request of an admin, and keeps the entry that tells of it', async () => {
    expect((await hub.request('DELETE', '/activity', { as: 'viewer' })).status).toBe(403);
    const before = (await entries()).length;
    const answer = await hub.request('DELETE', '/activity');
    expect(answer.status).toBe(200);
    expect((answer.body as { removed: number }).removed).toBeGreaterThanOrEqual(before);
    expect((await entries()).map(({ action }) => action)).toEqual(['activity_cleared']);
  });

  it('mirrors to the broker and calls activity.recorded, in order, after the commit', async () => {
    const recorded = hub.spy('activity.recorded');
    for (let n = 0; n < 40; n += 1) await turn.call({ metadata: { level_m: n } });
    await hub.settle();
    await hub.clock.advance(10_000);
    await hub.settle();
    expect(recorded.map(({ entry }) => entry.metadata.level_m)).toEqual(Array.from({ length: 40 }, (_unused, index) => index));
    const mirrored = hub.mqtt.published.filter(({ topic }) => topic === 'lightkeeper/activity/tide/turned');
    expect(mirrored.map(({ payload }) => (JSON.parse(payload) as { id: string }).id)).toEqual(recorded.map(({ entry }) => entry.id));
    expect(mirrored[0]).toMatchObject({ qos: 1, retain: false });
  });

  it('takes a change back that cannot be recorded', async () => {
    const { db } = hub.hub.container.cradle;
    await hub.token('owner');
    await db.transaction((tx) =>
      tx.run("CREATE TRIGGER full BEFORE INSERT ON activity_log_entries BEGIN SELECT RAISE(ABORT, 'disk full'); END", []),
    );
    for (let n = 0; n < 6; n += 1) {
      const { status, body } = await hub.request('PUT', '/activity/settings', { body: { retention_days: 7 } });
      expect(status).toBe(503);
      expect((body as { code: string }).code).toBe('LK_LOG_UNAVAILABLE');
    }
    await db.transaction((tx) => tx.run('DROP TRIGGER full', []));
    expect((await get<{ settings: { retention_days: number } }>('/activity/settings')).settings.retention_days).toBe(90);
    expect((await hub.request('PUT', '/activity/settings', { body: { retention_days: 7 } })).status).toBe(200);
  });

  it('lists the words of all plugins', async () => {
    const { items } = await get<{ items: { category: string; action: string; plugin_id: string }[] }>('/activity/vocabulary');
    expect(items).toContainEqual(expect.objectContaining({ category: 'tide', action: 'turned', plugin_id: 'tide', guarantee: 'durable' }));
    expect(items).toContainEqual(expect.objectContaining({ category: 'system', action: 'activity_cleared', guarantee: 'strict' }));
  });

  it('takes back all that it set going when it is restarted', async () => {
    await hub.expectNoLeaks('activity-log');
    await turn.call({ metadata: { level_m: 1 } });
    expect(await entries('&categories=tide')).toHaveLength(1);
  });
});
