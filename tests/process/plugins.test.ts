import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActivityEntry, Page, PluginInfo } from '@lightkeeper/plugin-sdk/wire';
import { eventually } from '../support/eventually.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess, runCli } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';
import { dropPlugin, removePlugin } from './plugin-folder.js';

const TIDE = `
import { definePlugin, z } from '@lightkeeper/plugin-sdk';
export default definePlugin({
  settings: z.object({ level: z.number().min(0).max(20).default(3).meta({ title: 'Level' }) }),
  actions: { tide: { turned: { severity: 'info', message: 'The tide turned at {level} m', description: 'High or low water' } } },
  setup(hub) {
    hub.routes.add({
      method: 'POST', path: '/tide/turn', summary: 'Turn the tide', access: { role: 'member', scope: 'tide:write' },
      handler: async () => {
        await hub.activity.record('tide', 'turned', { metadata: { level: hub.settings.value.level } });
        return { level: hub.settings.value.level };
      },
    });
    hub.ui.panel({ id: 'tide', title: 'Tide', icon: 'waves', path: 'tide', element: 'tide-panel', module: 'panel.js' });
  },
});`;

const folder = tempDir('plugins');
let token: string;
let hub: HubProcess;

async function start(...args: string[]): Promise<void> {
  hub = await HubProcess.start({ data_dir: folder.path, args: ['--log-level', 'warn', ...args] });
}
async function restart(...args: string[]): Promise<void> {
  await hub.stop();
  await start(...args);
}
async function plugins(): Promise<Map<string, PluginInfo>> {
  const { body } = await hub.api<Page<PluginInfo>>('GET', '/plugins', undefined, { token });
  return new Map(body.items.map((plugin) => [plugin.id, plugin]));
}
async function log(filter: string): Promise<ActivityEntry[]> {
  return (await hub.api<Page<ActivityEntry>>('GET', `/activity?${filter}`, undefined, { token })).body.items;
}

beforeAll(async () => {
  token = await cliToken(folder.path);
  await start();
});
afterAll(async () => {
  await hub.dispose();
  folder.remove();
});

describe('a plugin dropped into the data folder', () => {
  it('runs after a restart: shown, with its settings, its route, its panel, and its entries under its own name', async () => {
    dropPlugin(folder.path, 'tide', { code: TIDE, manifest: { permissions: ['activity', 'routes', 'ui'], ui: 'ui' } });
    expect((await plugins()).has('tide')).toBe(false);
    await restart();
    expect((await plugins()).get('tide')).toMatchObject({
      name: 'The tide',
      version: '1.2.3',
      source: 'data_folder',
      state: 'running',
      reason: null,
      settings_schema: { properties: { level: { title: 'Level' } } },
      panels: [{ path: 'tide', element: 'tide-panel', module: '/plugin-ui/tide/panel.js' }],
    });
    expect((await hub.api('PATCH', '/settings/tide', { level: 5 }, { token })).status).toBe(200);
    expect((await hub.api('POST', '/tide/turn', undefined, { token })).body).toEqual({ level: 5 });
    expect(await log('categories=tide')).toMatchObject([
      { action: 'turned', actor: 'token:test-owner', message: 'The tide turned at 5 m', metadata: { plugin_id: 'tide' } },
    ]);
    const told = (await log('entity_id=tide&categories=system')).map(({ action }) => action);
    expect(told).toEqual(['settings_changed', 'plugin_started', 'plugin_installed']);
    expect((await runCli(['plugin', 'list', '--data-dir', folder.path])).stdout).toMatch(/^tide +1\.2\.3 +data_folder/m);
  });

  it('is left out in safe mode, which is no removal', async () => {
    await restart('--safe-mode');
    expect([...(await plugins()).keys()].sort()).toEqual(['activity-log', 'automations', 'capture', 'devices', 'home-assistant', 'scenes']);
    expect((await hub.api('POST', '/tide/turn', undefined, { token })).status).toBe(404);
    expect((await hub.api('GET', '/health')).body).toMatchObject({ status: 'ok', safe_mode: true });
    expect(await log('entity_id=tide&message_like=removed')).toEqual([]);
    await restart();
    expect((await plugins()).get('tide')?.state).toBe('running');
    expect((await log('entity_id=tide&message_like=installed')).length).toBe(1);
  });

  it('is told of when it is gone, and keeps its entries', async () => {
    removePlugin(folder.path, 'tide');
    await restart();
    expect((await plugins()).has('tide')).toBe(false);
    expect((await log('entity_id=tide&categories=system'))[0]).toMatchObject({
      action: 'plugin_removed',
      actor: 'system',
      entity_name: 'tide',
    });
    expect(await log('categories=tide')).toHaveLength(1);
  });
});

/** Each broken in its own way; `state` is what Settings shows in the end. */
const BROKEN: Record<string, { code: string; state: PluginInfo['state']; reason: RegExp }> = {
  'no-import': { code: 'throw new Error("no water today");', state: 'failed', reason: /no water today/ },
  'no-syntax': { code: 'export default {{', state: 'failed', reason: /Unexpected token/ },
  'no-package': { code: 'import "left-pad-of-the-sea"; export default { setup() {} };', state: 'failed', reason: /left-pad-of-the-sea/ },
  'no-end-of-import': { code: 'await new Promise((resolve) => setInterval(resolve, 1e9));', state: 'failed', reason: /10 ?s|10000 ms/ },
  'no-setup': { code: 'export default { setup() { throw new Error("no moon tonight"); } };', state: 'failed', reason: /no moon tonight/ },
  'no-end-of-setup': { code: 'export default { setup: () => new Promise(() => {}) };', state: 'failed', reason: /10 ?s|10000 ms/ },
  'no-nulls': { code: 'export default { setup() { return Promise.reject(null); } };', state: 'failed', reason: /null/ },
  'no-one-waits': {
    code: 'export default { setup() { setTimeout(() => { void Promise.reject(new Error("stray")); }, 10); } };',
    state: 'running',
    reason: /^$/,
  },
};

const NEVER = `
import { definePlugin } from '@lightkeeper/plugin-sdk';
export default definePlugin({
  setup(hub) {
    hub.hooks.tap('entity.changed', () => new Promise(() => {}));
    hub.hooks.tap('entity.changing', ({ name }) => (name === 'Stuck' ? new Promise(() => {}) : undefined));
    hub.routes.add({
      method: 'GET', path: '/never/mind', summary: 'Never answers', access: { role: 'viewer', scope: 'never:read' },
      handler: () => new Promise(() => {}),
    });
  },
});`;

/** A request to a route that never answers; meanwhile the tests go on. */
let neverAnswered: Promise<{ status: number; body: unknown }>;

describe('plugins that are broken', { timeout: 90_000 }, () => {
  beforeAll(async () => {
    for (const [id, { code }] of Object.entries(BROKEN)) dropPlugin(folder.path, id, { code });
    dropPlugin(folder.path, 'never', { code: NEVER, manifest: { permissions: ['routes'] } });
    await restart();
    neverAnswered = hub.api('GET', '/never/mind', undefined, { token });
  });
  afterAll(() => {
    for (const id of Object.keys(BROKEN)) removePlugin(folder.path, id);
  });

  it('leave the hub serving while they are still starting', async () => {
    // The hub is ready, and those that never answer have most often not failed yet: nobody waits for them.
    expect(['starting', 'failed']).toContain((await plugins()).get('no-end-of-setup')?.state);
    expect((await hub.api('POST', '/areas', { name: 'Harbour', kind: 'other' }, { token })).status).toBe(201);
    expect((await hub.api('GET', '/health')).body).toMatchObject({ status: 'ok' });
  });

  it.each(Object.entries(BROKEN))('say what went wrong: %s', async (id, { state, reason }) => {
    const plugin = await eventually(
      `it is ${state}`,
      async () => {
        const now = (await plugins()).get(id);
        return now?.state === state && now;
      },
      { within_ms: 30_000 },
    );
    expect(plugin.reason ?? '').toMatch(reason);
    if (state !== 'failed') return;
    expect((await log(`entity_id=${id}&severities=error`))[0]).toMatchObject({ action: 'plugin_failed', entity_name: `The ${id}` });
  });
});

describe('a plugin that never answers', { timeout: 90_000 }, () => {
  it('refuses by its silence what it would have a say in, and that alone', async () => {
    const stuck = await hub.api('POST', '/areas', { name: 'Stuck', kind: 'other' }, { token });
    expect(stuck).toMatchObject({ status: 500, body: { code: 'LK_PLUGIN_FAILED', detail: expect.stringContaining('never') as string } });
    expect(await log('entity_type=area&message_like=Stuck')).toEqual([]);
  });

  it('holds up no other change, and is set aside for it', async () => {
    const areas = await Promise.all(
      Array.from({ length: 10 }, (_unused, n) => hub.api('POST', '/areas', { name: `Quay ${n}`, kind: 'other' }, { token })),
    );
    expect(areas.map(({ status }) => status)).toEqual(areas.map(() => 201));
    expect(await log('entity_type=area&message_like=Quay')).toHaveLength(10);

    const plugin = await eventually('it is set aside', async () => {
      const now = (await plugins()).get('never');
      return now?.state === 'quarantined' && now;
    });
    expect(plugin.reason).toMatch(/set aside after \d+ failures; the last: .*entity\.changed/);
    expect((await log('entity_id=never'))[0]).toMatchObject({ action: 'plugin_quarantined', severity: 'error' });
    const late = await neverAnswered;
    expect(late.status).toBeGreaterThanOrEqual(500);
    expect(late.body).toMatchObject({ code: expect.stringMatching(/^LK_/) as string });
    expect((await hub.api('GET', '/never/mind', undefined, { token })).status).toBe(404);
    expect((await hub.api('GET', '/health')).body).toMatchObject({ status: 'ok' });
  });

  it('stays aside after a restart of the hub', async () => {
    await restart();
    expect((await plugins()).get('never')?.state).toBe('quarantined');
    expect((await hub.api('POST', '/areas', { name: 'Stuck', kind: 'other' }, { token })).status).toBe(201);
  });
});
