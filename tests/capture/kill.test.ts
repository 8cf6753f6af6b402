import type { ActivityEntry, Page } from '@lightkeeper/plugin-sdk/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';
import type { TempDir } from '../support/temp.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/*
 * A hub that is killed while it lights a room takes no leave: the light finds back to its own state by its time-out, and the next start of
 * the hub takes up the captures that are to start with it.
 */

const LEDS = 12;
let folder: TempDir;
let hub: HubProcess;
let owner: ApiClient;
let light: WledSimulator;
let realtime: WledRealtime;
let device_id: string;

beforeEach(async () => {
  folder = tempDir('capture-kill');
  const token = await cliToken(folder.path);
  hub = await HubProcess.start({ data_dir: folder.path, args: ['--log-level', 'warn'] });
  owner = hub.client(token);
  light = new WledSimulator({ name: 'Television', leds: LEDS });
  await light.start();
  realtime = new WledRealtime(light);
  await realtime.start();
  light.touch({ on: true, bri: 70, seg: { col: ['0000FF'] } });
  const config = { address: light.address, realtime_port: realtime.port };
  device_id = (await owner.api<{ id: string }>('POST', '/devices', { name: 'Television', driver: 'wled', config })).body.id;
  await eventually(
    'the light is online',
    async () => (await owner.api<{ status: string }>('GET', `/devices/${device_id}`)).body.status === 'online',
  );

  /** The next hub on the same data, with a client of its own. */
  restart = async () => {
    hub = await hub.again();
    owner = hub.client(token);
  };
});
let restart: () => Promise<void>;

afterEach(async () => {
  await hub.dispose();
  realtime.end();
  await light.end();
  folder.remove();
});

async function make(more: object): Promise<string> {
  const source = { kind: 'test-pattern', pattern: 'solid', color: { r: 255, g: 0, b: 0 } };
  const layout = { kind: 'border', top: LEDS, right: 0, bottom: 0, left: 0 };
  const body = { name: 'Ambient', source, layout, targets: [{ device_id }], smoothing: { kind: 'none' }, ...more };
  const { status, body: made } = await owner.api<{ id: string }>('POST', '/captures', body);
  expect(status, JSON.stringify(made)).toBe(201);
  await owner.api('POST', `/captures/${made.id}/start`);
  await eventually('the picture is shown', () => realtime.pictures.length > 30);
  expect(light.model.live).toBe(true);
  expect(realtime.last.slice(0, 3)).toEqual([255, 0, 0]);
  return made.id;
}

const stateOf = async (id: string): Promise<string> => (await owner.api<{ state: string }>('GET', `/captures/${id}/status`)).body.state;

async function entries(query: string): Promise<string[]> {
  const { items } = (await owner.api<Page<ActivityEntry>>('GET', `/activity?${query}&limit=100`)).body;
  return items.map(({ category, action }) => `${category}.${action}`);
}

describe('a hub that is killed while a capture runs', () => {
  it('leaves the light to its own state, and lights the room again when it is back', async () => {
    const before = light.model.state();
    const id = await make({ autostart: true });
    await hub.kill();
    await eventually('the light is itself again', () => !light.model.live);
    expect(realtime.time_outs).toBe(1);
    expect(light.model.state()).toEqual(before);

    realtime.pictures.length = 0;
    await restart();
    await eventually('the capture runs', async () => (await stateOf(id)) === 'running');
    await eventually('the picture is shown', () => realtime.pictures.length > 30);
    expect(realtime.last.slice(0, 3)).toEqual([255, 0, 0]);
    expect(await entries('categories=system')).toContain('system.unclean_shutdown');
    expect(await entries(`entity_id=${id}`)).toEqual(['capture.started', 'capture.started', 'entity.created']);

    await owner.api('POST', `/captures/${id}/stop`);
    await eventually('the light is itself again', () => !light.model.live);
    expect(light.model.state()).toEqual(before);
  });

  it('leaves a capture alone that is not to start with it', async () => {
    const id = await make({ autostart: false });
    await hub.kill();
    await eventually('the light is itself again', () => !light.model.live);
    realtime.pictures.length = 0;
    await restart();
    expect(await stateOf(id)).toBe('stopped');
    expect(realtime.pictures).toEqual([]);
  });
});

describe('a hub that is stopped in good order while a capture runs', () => {
  it('hands the light back before it ends, and lights the room again when it is back', async () => {
    const before = light.model.state();
    const id = await make({ autostart: true });
    await hub.stop();
    await eventually('the light is itself again', () => !light.model.live);
    expect(light.model.state()).toEqual(before);

    await restart();
    await eventually('the capture runs', async () => (await stateOf(id)) === 'running');
    await eventually('the light shows it', () => light.model.live);
    expect(await entries('categories=system')).not.toContain('system.unclean_shutdown');
  });
});
