import type { Capture, Device, Page } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';

/* What somebody tries out is there for as long as a page holds on to it. */

const folder = tempDir('capture-trials');
let hub: HubProcess;
let owner: ApiClient;
let token: string;
let device_id: string;
const listeners: EventListener[] = [];

beforeAll(async () => {
  ({ hub, owner, token } = await startHeadless({ data_dir: folder.path }));
  device_id = (await owner.api<Device>('POST', '/devices', { name: 'Lamp', driver: 'virtual', config: {} })).body.id;
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
  for (const { id } of await all()) await owner.api('DELETE', `/captures/${id}`);
});
afterAll(async () => {
  await hub.dispose();
  folder.remove();
});

async function listen(): Promise<EventListener> {
  const listener = await EventListener.open(hub, token);
  listeners.push(listener);
  return listener;
}

async function make(name: string, more: object = {}): Promise<string> {
  const source = { kind: 'test-pattern', pattern: 'solid', color: { r: 255, g: 0, b: 0 } };
  const body = { name, source, layout: { kind: 'border', top: 1 }, targets: [{ device_id }], ...more };
  const made = await owner.api<Capture>('POST', '/captures', body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.id;
}

const all = async (): Promise<Capture[]> => (await owner.api<Page<Capture>>('GET', '/captures')).body.items;
const states = async (): Promise<string> =>
  (await all())
    .map(({ name, status }) => `${name} ${status.state}`)
    .sort()
    .join();

describe('a trial', () => {
  it('goes with the connection of the page that holds on to it, and what stood back for it runs again', async () => {
    const evening = await make('Evening');
    const trial = await make('Trying out', { trial: true });
    const page = await listen();
    await page.openChannel('capture_trial', { capture_id: trial, instead: evening });
    await owner.api('POST', `/captures/${trial}/start`);
    await eventually('it runs', async () => (await states()) === 'Evening stopped,Trying out running');
    await page.close();
    await eventually('it is gone', async () => (await states()) === 'Evening running');
  });

  it('stays gone when the page deleted it itself', async () => {
    const trial = await make('Trying out', { trial: true });
    const page = await listen();
    const channel = await page.openChannel('capture_trial', { capture_id: trial });
    expect((await owner.api('DELETE', `/captures/${trial}`)).status).toBe(204);
    page.send({ type: 'close_channel', id: 'close', channel });
    await eventually('the channel is closed', () => page.of('result').some(({ id }) => id === 'close'));
    expect(await all()).toEqual([]);
  });

  it('does no harm to a capture that is none', async () => {
    const evening = await make('Evening');
    const page = await listen();
    await page.openChannel('capture_trial', { capture_id: evening });
    await page.close();
    await make('Other');
    expect(await states()).toBe('Evening stopped,Other stopped');
    await expect((await listen()).openChannel('capture_trial', { capture_id: 'nobody' })).rejects.toThrow('LK_NOT_FOUND');
  });

  it('that a dead hub left is gone when nobody holds on to it', { timeout: 60_000 }, async () => {
    await make('Trying out', { trial: true });
    await make('Evening');
    await hub.kill();
    hub = await hub.again();
    owner = hub.client(token);
    expect(await states()).toBe('Evening stopped,Trying out stopped');
    await eventually('it is gone', async () => (await states()) === 'Evening stopped', { within_ms: 40_000 });
  });
});
