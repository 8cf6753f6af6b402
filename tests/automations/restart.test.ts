import type { ActivityEntry, Automation, Device, Page, Trace, TraceSummary } from '@lightkeeper/plugin-sdk/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';
import type { TempDir } from '../support/temp.js';

/* A hub that ends while an automation waits goes on with it when it is back: no deed is lost, and none is done twice. */

let folder: TempDir;
let hub: HubProcess;
let owner: ApiClient;
let token: string;
let light: string;

beforeEach(async () => {
  folder = tempDir('automation-restart');
  token = await cliToken(folder.path);
  hub = await HubProcess.start({ data_dir: folder.path, args: ['--log-level', 'warn'] });
  owner = hub.client(token);
  const device = { name: 'Hall light', driver: 'virtual', config: { kind: 'light' } };
  light = (await owner.api<Device>('POST', '/devices', device)).body.id;
  await eventually('the light is online', async () => (await owner.api<Device>('GET', `/devices/${light}`)).body.status === 'online');
});

afterEach(async () => {
  await hub.dispose();
  folder.remove();
});

async function again(): Promise<void> {
  hub = await hub.again();
  owner = hub.client(token);
}

const turn = (on: boolean): object => ({ kind: 'device', targets: { device_ids: [light] }, command: { on } });

async function begin(actions: object[]): Promise<string> {
  const made = await owner.api<Automation>('POST', '/automations', { name: 'Night', actions });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { body } = await owner.api<{ trace_id: string }>('POST', `/automations/${made.body.id}/run`);
  return body.trace_id;
}

const traceOf = async (id: string): Promise<Trace> => (await owner.api<Trace>('GET', `/traces/${id}`)).body;
async function until(id: string, outcome: Trace['outcome']): Promise<void> {
  await eventually(`the run is ${outcome}`, async () => (await traceOf(id)).outcome === outcome, { within_ms: 30_000 });
}

async function commands(): Promise<string[]> {
  const { items } = (await owner.api<Page<ActivityEntry>>('GET', `/activity?entity_id=${light}&categories=device&limit=100`)).body;
  return items
    .filter(({ action }) => action === 'commanded')
    .map(({ actor, metadata }) => `${actor} ${String(metadata.cause_id)}`)
    .reverse();
}

describe.each([
  ['stopped', () => hub.stop()],
  ['killed', () => hub.kill()],
] as const)('a hub that is %s while an automation waits', (_how, end) => {
  it('goes on with it, and does nothing twice', async () => {
    const id = await begin([
      turn(true),
      { kind: 'delay', duration_ms: 4_000 },
      turn(false),
      { kind: 'delay', duration_ms: 1_000 },
      turn(true),
    ]);
    await until(id, 'waiting');
    // What is written later than that it waits: then that is written too.
    await owner.api('POST', '/areas', { name: 'Hall', kind: 'hall' });
    await end();
    await again();
    await until(id, 'finished');
    const { entry_id, steps } = await traceOf(id);
    expect(steps.map(({ path, result }) => [path, result])).toEqual(
      ['actions.0', 'actions.1', 'actions.2', 'actions.3', 'actions.4'].map((path) => [path, 'done']),
    );
    expect(await commands()).toEqual(Array.from({ length: 3 }, () => `automation:Night ${entry_id ?? ''}`));
  });
});

describe('a hub that is killed again and again', () => {
  it('ends each run once, with no deed done twice and none left out', async () => {
    const actions = Array.from({ length: 6 }, (_, n) => [turn(n % 2 === 0), { kind: 'delay', duration_ms: 700 }]).flat();
    const id = await begin(actions);
    for (let n = 0; n < 3; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await hub.kill();
      await again();
    }
    await eventually('the run has ended', async () => (await traceOf(id)).finished_at !== null, { within_ms: 30_000 });
    const { outcome, steps } = await traceOf(id);
    const done = steps.filter(({ kind, result }) => kind === 'device' && result === 'done');
    const interrupted = steps.filter(({ result }) => result === 'interrupted');
    expect(outcome).toBe('finished');
    expect(done.length + interrupted.length).toBe(6);
    // What was under way when the power went may have reached the light and the log, or not; nothing else is open.
    expect((await commands()).length).toBeGreaterThanOrEqual(done.length);
    expect((await commands()).length).toBeLessThanOrEqual(6);
    const { items } = (await owner.api<Page<TraceSummary>>('GET', '/traces')).body;
    expect(items).toHaveLength(1);
  });
});
