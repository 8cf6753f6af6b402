import type { ActivityEntry, Page } from '@lightkeeper/plugin-sdk/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropPlugin } from '../process/plugin-folder.js';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';
import type { TempDir } from '../support/temp.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/*
 * The thread in which captures are reckoned may die: by an error in it, for want of memory, by whatever. A plugin in the same hub does it
 * here. It is the newest thread that this hub has started, since the captures start theirs with the first run.
 */
const ASSASSIN = `
import { subscribe } from 'node:diagnostics_channel';
import { definePlugin } from '@lightkeeper/plugin-sdk';

export default definePlugin({
  setup(hub) {
    let newest;
    let started = 0;
    subscribe('worker_threads', ({ worker }) => { newest = worker; started += 1; });
    hub.routes.add({
      method: 'POST', path: '/assassin/kill', summary: 'Kill', access: { role: 'owner', scope: 'assassin:write' }, mutates: false,
      handler: async () => { await newest.terminate(); return { started }; },
    });
    hub.routes.add({
      method: 'GET', path: '/assassin', summary: 'Look', access: { role: 'owner', scope: 'assassin:write' },
      handler: () => ({ started }),
    });
  },
});
`;

const LEDS = 12;
let folder: TempDir;
let hub: HubProcess;
let owner: ApiClient;
let light: WledSimulator;
let realtime: WledRealtime;
let id: string;

beforeEach(async () => {
  folder = tempDir('capture-worker');
  const token = await cliToken(folder.path);
  dropPlugin(folder.path, 'assassin', { code: ASSASSIN, manifest: { permissions: ['routes'] } });
  hub = await HubProcess.start({ data_dir: folder.path, args: ['--log-level', 'error'] });
  owner = hub.client(token);
  light = new WledSimulator({ name: 'Television', leds: LEDS });
  await light.start();
  realtime = new WledRealtime(light);
  await realtime.start();
  const config = { address: light.address, realtime_port: realtime.port };
  const device_id = (await owner.api<{ id: string }>('POST', '/devices', { name: 'Television', driver: 'wled', config })).body.id;
  await eventually(
    'the light is online',
    async () => (await owner.api<{ status: string }>('GET', `/devices/${device_id}`)).body.status === 'online',
  );
  const source = { kind: 'test-pattern', pattern: 'solid', color: { r: 0, g: 255, b: 0 } };
  const layout = { kind: 'border', top: LEDS, right: 0, bottom: 0, left: 0 };
  id = (await owner.api<{ id: string }>('POST', '/captures', { name: 'Ambient', source, layout, targets: [{ device_id }] })).body.id;
  await owner.api('POST', `/captures/${id}/start`);
  await shown();
});

afterEach(async () => {
  await hub.dispose();
  realtime.end();
  await light.end();
  folder.remove();
});

/** Waits until more pictures come. */
async function shown(): Promise<void> {
  realtime.pictures.length = 0;
  await eventually('the picture is shown', () => realtime.pictures.length > 10);
  expect(realtime.last.slice(0, 3)).toEqual([0, 255, 0]);
}

/** Kills the thread, and gives how many there have been. */
const kill = async (): Promise<number> => (await owner.api<{ started: number }>('POST', '/assassin/kill')).body.started;

/** Waits until there is another thread. */
const next = (started: number): Promise<unknown> =>
  eventually('there is another thread', async () => (await owner.api<{ started: number }>('GET', '/assassin')).body.started > started);

describe('the thread of the captures dies', () => {
  it('and is started anew: the light goes on where it was, and the log tells of it', async () => {
    await kill();
    await shown();
    expect(light.model.live).toBe(true);
    const state = async (): Promise<string> => (await owner.api<{ state: string }>('GET', `/captures/${id}/status`)).body.state;
    await eventually('the capture runs again', async () => (await state()) === 'running');
    const { items } = (await owner.api<Page<ActivityEntry>>('GET', `/activity?entity_id=${id}`)).body;
    const failure = items.find(({ action }) => action === 'failed');
    expect(failure).toMatchObject({ category: 'capture', severity: 'error' });
    expect(failure?.message).toMatch(/^The capture Ambient failed: Its thread died: .* It is started anew in 1 s\.$/);
    expect(realtime.time_outs).toBe(0);
  });

  it('again and again: the light has its own state back while it waits, and is taken up again', async () => {
    for (let time = 0; time < 4; time += 1) await next(await kill());
    await kill();
    await eventually('the light is itself again', () => !light.model.live);
    const { state, reason } = (await owner.api<{ state: string; reason: string }>('GET', `/captures/${id}/status`)).body;
    expect([state, reason]).toEqual(['failed', expect.stringContaining('It is started anew in 4 s.')]);
    await shown();
  });
});
