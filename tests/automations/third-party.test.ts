import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Automation, Device, Trace } from '@lightkeeper/plugin-sdk/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess, ROOT } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';
import type { TempDir } from '../support/temp.js';

/* The example of a plugin with kinds of its own, dropped into the data folder of a hub: there, away and back, also while a run waits. */

let folder: TempDir;
let hub: HubProcess;
let owner: ApiClient;
let token: string;
let light: string;
let automation: string;

beforeEach(async () => {
  folder = tempDir('third-party-automations');
  cpSync(path.join(ROOT, 'examples/moon'), path.join(folder.path, 'plugins/moon'), { recursive: true });
  token = await cliToken(folder.path);
  hub = await HubProcess.start({ data_dir: folder.path, args: ['--log-level', 'warn'] });
  owner = hub.client(token);
  light = (await owner.api<Device>('POST', '/devices', { name: 'Lamp', driver: 'virtual', config: { kind: 'light' } })).body.id;
  await eventually('the light is online', async () => (await owner.api<Device>('GET', `/devices/${light}`)).body.status === 'online');
  const body = {
    name: 'Moonlight',
    triggers: [{ kind: 'moon_phase', phase: 'full' }],
    actions: [
      { kind: 'delay', duration_ms: 1_500 },
      { kind: 'moon_glow', device_id: light },
    ],
  };
  const made = await owner.api<Automation>('POST', '/automations', body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  automation = made.body.id;
});

afterEach(async () => {
  await hub.dispose();
  folder.remove();
});

async function again(args: string[] = []): Promise<void> {
  hub = await hub.again({ args: ['--log-level', 'warn', ...args] });
  owner = hub.client(token);
}

const read = async (): Promise<Automation> => (await owner.api<Automation>('GET', `/automations/${automation}`)).body;

describe('kinds of somebody else', () => {
  it('are missed while their plugin is away, and work again when it is back', async () => {
    expect(await read()).toMatchObject({ problems: [], status: { armed: true } });
    await hub.stop();
    await again(['--safe-mode']);
    const away = await read();
    expect(away.problems.map((problem) => problem.path)).toEqual(expect.arrayContaining(['triggers.0.kind', 'actions.1.kind']));
    expect(away.sentence).toContain('unknown kind “moon_glow”');
    expect(away.status.armed).toBe(false);
    const patched = await owner.api<Automation>('PATCH', `/automations/${automation}`, { name: 'By the moon' });
    expect([patched.status, patched.body.actions]).toEqual([200, away.actions]);
    await hub.stop();
    await again();
    await eventually('the plugin is back', async () => (await read()).problems.length === 0);
    expect(await read()).toMatchObject({ name: 'By the moon', status: { armed: true } });
  });

  it('are waited for by a run that goes on after a restart', async () => {
    const { trace_id } = (await owner.api<{ trace_id: string }>('POST', `/automations/${automation}/run`)).body;
    await hub.kill();
    // Its time is over when the hub is back, and the plugin starts later than the automations do.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await again();
    const trace = async (): Promise<Trace> => (await owner.api<Trace>('GET', `/traces/${trace_id}`)).body;
    await eventually('the run has ended', async () => (await trace()).finished_at !== null, { within_ms: 30_000 });
    expect(await trace()).toMatchObject({ outcome: 'finished', steps: [{ kind: 'delay' }, { kind: 'moon_glow', result: 'done' }] });
  });
});
