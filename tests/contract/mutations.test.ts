import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import type { ActivityEntry } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ELSEWHERE, MUTATION_CASES } from './mutation-cases.js';

let hub: TestHub;

beforeEach(async () => {
  hub = await createTestHub();
});

afterEach(async () => {
  await hub.stop();
});

/** All that a change could touch, as text. The log itself, and times of last use, are not configuration. */
function stored(): string {
  const { db } = hub.hub.container.cradle;
  const tables = ['entities', 'user_credentials', 'sessions', 'token_secrets'];
  return JSON.stringify(
    tables.map((table) =>
      db.all<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY 1`, []).map(({ last_used_at: _, ...row }) => row),
    ),
  );
}

async function entries(): Promise<ActivityEntry[]> {
  return ((await hub.request('GET', '/activity?limit=200')).body as { items: ActivityEntry[] }).items;
}

async function perform(name: string): Promise<{ status: number; text: string }> {
  const [method = '', path = ''] = name.split(' ');
  const example = MUTATION_CASES[name];
  if (example === undefined) throw new Error(`no case for ${name}`);
  if (example.anonymous !== true) await hub.token('owner');
  const params = (await example.prepare?.(hub)) ?? {};
  await hub.settle();
  const real = path.replaceAll(/:([a-z_]+)/g, (_, key: string) => params[key] ?? '');
  await ready?.();
  const body = example.bodyOf?.(params) ?? example.body;
  return hub.request(method, real, {
    ...(body !== undefined && { body }),
    ...(example.media_type !== undefined && { headers: { 'Content-Type': example.media_type } }),
    as: example.anonymous === true ? null : 'owner',
  });
}

/** Called when a case is prepared and about to be performed. */
let ready: (() => void | Promise<void>) | null = null;

describe('every route that changes something', () => {
  it('has a case here, taken from the registry', () => {
    const mutating = hub.hub.container.cradle.routes
      .all()
      .filter(({ method, mutates }) => method !== 'GET' && mutates !== false)
      .map(({ method, path }) => `${method} ${path}`);
    expect(mutating.filter((name) => !ELSEWHERE.includes(name)).sort()).toEqual(Object.keys(MUTATION_CASES).sort());
  });

  it.each(Object.keys(MUTATION_CASES))('%s leaves its entry, under the right name', async (name) => {
    const example = MUTATION_CASES[name];
    let before = 0;
    ready = () => {
      before =
        hub.hub.container.cradle.db.all<{ seq: number }>('SELECT COALESCE(MAX(seq), 0) AS seq FROM activity_log_entries', [])[0]?.seq ?? 0;
    };
    const response = await perform(name);
    expect(response.status, response.text).toBe(example?.status);
    const fresh = hub.hub.container.cradle.db.all<{ category: string; action: string; actor: string }>(
      'SELECT category, action, actor FROM activity_log_entries WHERE seq > ?',
      [before],
    );
    expect(fresh.map(({ category, action, actor }) => [`${category}.${action}`, actor])).toContainEqual([
      example?.entry,
      example?.actor ?? 'token:test-owner',
    ]);
  });

  it.each(Object.keys(MUTATION_CASES))('%s changes nothing when its entry cannot be written', async (name) => {
    let before = '';
    ready = async () => {
      await hub.breakRecorder();
      before = stored();
    };
    const response = await perform(name);
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(stored()).toBe(before);
  });
});

describe('what no route should do', () => {
  it('leaves no entry when nothing changed', async () => {
    const { id } = (await hub.request('POST', '/areas', { body: { name: 'Hall', kind: 'hall' } })).body as { id: string };
    const before = (await entries()).length;
    const { status } = await hub.request('PATCH', `/areas/${id}`, { body: { name: 'Hall' } });
    expect(status).toBe(200);
    expect((await entries()).length).toBe(before);
  });
});
