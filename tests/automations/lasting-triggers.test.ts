import type { ActivityEntry, Automation, Device, Page } from '@lightkeeper/plugin-sdk/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';
import type { TempDir } from '../support/temp.js';
import { WledSimulator } from '../support/wled-simulator.js';

/* What triggers wait for outlives the hub, however it ends; and they hear of its beginning and its end. */

let folder: TempDir;
let hub: HubProcess;
let owner: ApiClient;
let light: WledSimulator;
let token: string;
let device_id: string;

beforeEach(async () => {
  folder = tempDir('lasting-triggers');
  token = await cliToken(folder.path);
  hub = await HubProcess.start({ data_dir: folder.path, args: ['--log-level', 'warn'] });
  owner = hub.client(token);
  light = new WledSimulator({ name: 'Shelf', leds: 3 });
  await light.start();
  light.touch({ on: false, bri: 70 });
  device_id = (await owner.api<Device>('POST', '/devices', { name: 'Shelf', driver: 'wled', config: { address: light.address } })).body.id;
  await isOnline();
});

afterEach(async () => {
  await hub.dispose();
  await light.end();
  folder.remove();
});

const isOnline = (): Promise<unknown> =>
  eventually('the light is online', async () => (await owner.api<Device>('GET', `/devices/${device_id}`)).body.status === 'online');

async function restart(): Promise<void> {
  hub = await hub.again();
  owner = hub.client(token);
}

async function make(
  name: string,
  trigger: object,
  actions: object[] = [{ kind: 'notify', title: name, message: 'It fired' }],
): Promise<string> {
  const { status, body } = await owner.api<Automation>('POST', '/automations', { name, triggers: [trigger], actions });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

async function entries(action: string): Promise<ActivityEntry[]> {
  const { items } = (await owner.api<Page<ActivityEntry>>('GET', '/activity?categories=automation&limit=200')).body;
  return items.filter((entry) => entry.action === action);
}

describe('a trigger that waits whether something stays so', () => {
  it('fires once in its time though the hub was killed meanwhile, in the name of who began it', async () => {
    const id = await make('Left on', { kind: 'device_state', device_id, property: 'on', to: true, for_ms: 4_000 });
    await owner.api('POST', `/devices/${device_id}/command`, { on: true });
    // Writes are done in their order: when this one is answered, what was to be stored before is stored.
    await owner.api('PATCH', `/automations/${id}`, { description: 'Says that the light was left on' });
    await hub.kill();
    await restart();
    await eventually('it has fired', async () => (await entries('automation_triggered')).length > 0, { within_ms: 20_000 });
    await isOnline();
    const [entry, ...others] = await entries('automation_triggered');
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ entity_id: id, message: expect.stringContaining('Shelf turned on') as string });
    const { items } = (await owner.api<Page<ActivityEntry>>('GET', `/activity/${entry?.id ?? ''}/why`)).body;
    expect(items.map(({ action }) => action)).toContain('commanded');
  });

  it('does not fire when it was otherwise when the hub came back', async () => {
    const id = await make('Left on', { kind: 'device_state', device_id, property: 'on', to: true, for_ms: 4_000 });
    await owner.api('POST', `/devices/${device_id}/command`, { on: true });
    await owner.api('PATCH', `/automations/${id}`, { description: 'Says that the light was left on' });
    await hub.kill();
    light.touch({ on: false });
    await restart();
    await isOnline();
    const later = await make('Later', { kind: 'interval', every_ms: 5_000 });
    await eventually('the time is over', async () => (await entries('automation_triggered')).some(({ entity_id }) => entity_id === later), {
      within_ms: 20_000,
    });
    expect((await entries('automation_triggered')).filter(({ entity_id }) => entity_id === id)).toEqual([]);
  });
});

describe('the beginning and the end of the hub', () => {
  it('set automations going, and what the last one asks of lights, also of a slow one, still reaches them', async () => {
    await make('Good morning', { kind: 'hub', event: 'started' });
    const slow = { name: 'Slow', driver: 'virtual', config: { kind: 'light', latency_ms: 500 } };
    const { id } = (await owner.api<Device>('POST', '/devices', slow)).body;
    await make('Good night', { kind: 'hub', event: 'shutting_down' }, [
      { kind: 'device', targets: { device_ids: [id] }, command: { on: false } },
      { kind: 'device', targets: { device_ids: [device_id] }, command: { on: true, brightness: 5 } },
    ]);
    await hub.stop();
    expect(await (await fetch(`http://${light.address}/json/state`)).json()).toMatchObject({ on: true, bri: 5 });
    await restart();
    await eventually('it has fired', async () =>
      (await entries('automation_finished')).some(({ entity_name }) => entity_name === 'Good morning'),
    );
    expect((await entries('automation_finished')).map(({ entity_name }) => entity_name).sort()).toEqual(['Good morning', 'Good night']);
    expect((await entries('automation_triggered')).map(({ actor }) => actor)).toEqual(['system', 'system']);
  });
});
