import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin, z } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, describe, expect, it } from 'vitest';

let hub: TestHub | undefined;

afterEach(async () => {
  await hub?.stop();
  hub = undefined;
});

const manifest = (permissions: ('activity' | 'routes' | 'database')[] = []) => ({
  id: 'tide',
  name: 'Tide table',
  sdk: '^0.1.0',
  permissions,
});
const actions = {
  tide: { turned: { severity: 'info', message: 'The tide turned at {level} m', description: 'High or low water' } },
} as const;

async function start(plugin: unknown): Promise<TestHub> {
  hub = await createTestHub({ plugins: [plugin as TestPlugin<never, never>] });
  await hub.token('owner');
  return hub;
}

let rooms = 0;

/** The hub works all the same: it takes a change and records it. */
async function expectServing(running: TestHub): Promise<void> {
  const { status } = await running.request('POST', '/areas', { body: { name: `Room ${(rooms += 1)}`, kind: 'other' } });
  expect(status).toBe(201);
}

describe("a third party's plugin", () => {
  it('writes into the log under its own name, with its settings and routes', async () => {
    const definition = definePlugin({
      settings: z.object({ level: z.number().min(0).max(20).default(3).meta({ title: 'Level' }) }),
      actions,
      setup(tide) {
        tide.routes.add({
          method: 'POST',
          path: '/tide/turn',
          summary: 'Turn the tide',
          access: { role: 'member', scope: 'tide:write' },
          handler: async () => {
            await tide.activity.record('tide', 'turned', { metadata: { level: tide.settings.value.level } });
            return { level: tide.settings.value.level };
          },
        });
      },
    });
    const running = await start({ manifest: manifest(['activity', 'routes']), definition });
    await running.request('PATCH', '/settings/tide', { body: { level: 5 } });
    expect((await running.request('POST', '/tide/turn', { as: 'member' })).body).toEqual({ level: 5 });
    const { items } = (await running.request('GET', '/activity?categories=tide')).body as { items: ActivityEntry[] };
    expect(items).toMatchObject([{ actor: 'token:test-member', message: 'The tide turned at 5 m', metadata: { plugin_id: 'tide' } }]);
    expect((await running.request('PATCH', '/settings/tide', { body: { level: 50 } })).status).toBe(422);
    await running.expectNoLeaks('tide');
  });

  it.each<[string, unknown, RegExp]>([
    [
      'throws in its setup',
      () => {
        throw new Error('no water');
      },
      /no water/,
    ],
    ['rejects in its setup', () => Promise.reject(new Error('no moon')), /no moon/],
    ['uses what it did not ask for', (tide: { routes: { add: unknown } }) => tide.routes.add, /does not ask for the permission "routes"/],
  ])('that %s has failed with the reason, and the hub serves', async (_what, setup, reason) => {
    const running = await start({ manifest: manifest(), definition: { setup } });
    expect(running.plugin('tide')).toMatchObject({ state: 'failed', failures: 1 });
    expect(running.plugin('tide').reason).toMatch(reason);
    await expectServing(running);
    const { items } = (await running.request('GET', '/activity?categories=system&entity_id=tide')).body as { items: ActivityEntry[] };
    expect(items[0]).toMatchObject({ action: 'plugin_failed', entity_name: 'Tide table', severity: 'error' });
  });

  it.each<[string, object, RegExp]>([
    [
      "declares words of the hub's own categories",
      { actions: { auth: { login_succeeded: actions.tide.turned } }, setup: () => undefined },
      /under "tide" only, not under "auth"/,
    ],
    ['exports no plugin', { start: 1 }, /its default export is not a plugin: setup/],
    [
      'has settings without defaults',
      { settings: z.object({ level: z.number() }), setup: () => undefined },
      /needs? a default for every field: level/,
    ],
  ])('that %s is refused', async (_what, definition, reason) => {
    const running = await start({ manifest: manifest(['activity']), definition });
    expect(running.plugin('tide').reason).toMatch(reason);
    await expectServing(running);
  });

  it('cannot write what it has not declared, nor under another name', async () => {
    const refusals: unknown[] = [];
    const running = await start({
      manifest: manifest(['activity']),
      definition: {
        actions,
        async setup(tide: {
          activity: { record: (category: string, action: string, input?: object) => Promise<unknown> };
          context: { run: (input: object, fn: () => void) => void };
        }) {
          for (const attempt of [
            () => tide.activity.record('auth', 'login_succeeded'),
            () => tide.activity.record('tide', 'ebbed'),
            () => tide.activity.record('tide', 'turned', { actor: 'user:anna' }),
            () => {
              tide.context.run({ actor: 'user:anna', origin: 'ui' }, () => undefined);
            },
          ]) {
            await Promise.resolve()
              .then(attempt)
              .catch((error: unknown) => refusals.push((error as { code: string }).code));
          }
        },
      },
    });
    expect(running.plugin('tide').state).toBe('running');
    expect(refusals).toEqual(['LK_PLUGIN_INVALID', 'LK_PLUGIN_INVALID', 'LK_FORBIDDEN', 'LK_FORBIDDEN']);
  });

  it('whose tap throws after a change is named, and set aside after five failures', async () => {
    const running = await start({
      manifest: manifest(),
      definition: definePlugin({
        setup(tide) {
          tide.hooks.tap('entity.changed', () => {
            throw new Error('spilled');
          });
        },
      }),
    });
    await expectServing(running);
    await running.settle();
    // One change made the test's token, the other the area.
    expect(running.plugin('tide')).toMatchObject({ state: 'degraded', failures: 2 });
    expect(running.plugin('tide').reason).toMatch(/its tap on entity\.changed \(after \d+ ms\) failed: spilled/);
    for (const name of ['Study', 'Bath', 'Attic']) await running.request('POST', '/areas', { body: { name, kind: 'other' } });
    await running.settle();
    expect(running.plugin('tide').state).toBe('quarantined');
    await expectServing(running);
    const restarted = await running.request('POST', '/plugins/tide/restart');
    expect(restarted.body).toMatchObject({ state: 'running', failures: 0 });
  });

  it('may refuse a change before it is made', async () => {
    const running = await start({
      manifest: manifest(),
      definition: definePlugin({
        setup(tide) {
          tide.hooks.tap('entity.changing', ({ type, name }) => {
            if (type === 'area' && name === 'Cellar') throw new Error('the cellar is under water');
          });
        },
      }),
    });
    const refused = await running.request('POST', '/areas', { body: { name: 'Cellar', kind: 'other' } });
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([500, 'LK_PLUGIN_FAILED']);
    expect(refused.text).toContain('tide failed in entity.changing');
    expect((await running.request('GET', '/areas')).body).toMatchObject({ items: [] });
  });

  it('in a folder with a broken manifest or broken code is shown with what is wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lightkeeper-plugins-'));
    try {
      const write = (name: string, lightkeeper: object, code: string): string => {
        mkdirSync(join(folder, name));
        writeFileSync(join(folder, name, 'package.json'), JSON.stringify({ type: 'module', version: '1.0.0', lightkeeper }));
        writeFileSync(join(folder, name, 'index.js'), code);
        return join(folder, name);
      };
      hub = await createTestHub({
        plugins: [
          write('unknown-key', { id: 'unknown-key', name: 'U', sdk: '*', launchCodes: 1 }, 'export default { setup() {} }'),
          write('syntax', { id: 'syntax', name: 'S', sdk: '*' }, 'export default {'),
          write('too-new', { id: 'too-new', name: 'N', sdk: '^9.0.0' }, 'export default { setup() {} }'),
        ],
      });
      expect(hub.plugin('unknown-key').reason).toContain('/launchCodes is not a known field');
      expect(hub.plugin('syntax').state).toBe('failed');
      expect(hub.plugin('too-new').reason).toContain('it is made for SDK ^9.0.0, and this hub has');
      await expectServing(hub);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
