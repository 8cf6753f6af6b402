import type { ActivityEntry, Device, Page } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { HubProcess } from '../support/hub-process.js';
import { completeSetup } from '../support/setup.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/* From a source to the datagrams of a light, through the whole hub in a process of its own. */

interface Status {
  state: string;
  reason: string | null;
  fps_out: number;
  targets: { ok: boolean; note: string | null }[];
}

const LEDS = 20;
let hub: HubProcess;
let owner: ApiClient;
let light: WledSimulator;
let realtime: WledRealtime;
let device_id: string;

beforeAll(async () => {
  hub = await HubProcess.start();
  owner = await completeSetup(hub);
  light = new WledSimulator({ name: 'Television', leds: LEDS });
  await light.start();
  realtime = new WledRealtime(light);
  await realtime.start();
  const config = { address: light.address, realtime_port: realtime.port };
  device_id = (await owner.api<Device>('POST', '/devices', { name: 'Television', driver: 'wled', config })).body.id;
  await eventually('the light is online', async () => (await owner.api<Device>('GET', `/devices/${device_id}`)).body.status === 'online');
});

afterAll(async () => {
  await hub.dispose();
  realtime.end();
  await light.end();
});

const border = { kind: 'border', top: 8, right: 2, bottom: 8, left: 2 };

async function make(source: object, more: object = {}): Promise<string> {
  const body = { name: 'Ambient', source, layout: border, targets: [{ device_id }], smoothing: { kind: 'none' }, ...more };
  const answer = await owner.api<{ id: string }>('POST', '/captures', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
}

const status = async (id: string): Promise<Status> => (await owner.api<Status>('GET', `/captures/${id}/status`)).body;

async function actions(id: string): Promise<string[]> {
  const { items } = (await owner.api<Page<ActivityEntry>>('GET', `/activity?entity_id=${id}`)).body;
  return items.map(({ action }) => action);
}

describe('a capture', () => {
  it('lights the devices with its source, and gives them back', async () => {
    const before = JSON.stringify(light.model.state());
    const id = await make({ kind: 'test-pattern', pattern: 'solid', color: { r: 255, g: 0, b: 128 } });
    await owner.api('POST', `/captures/${id}/start`);
    await eventually('it runs', async () => (await status(id)).state === 'running');
    await eventually('the picture is there', () => realtime.pictures.length > 30);
    // 128 of sRGB is 0.2159 of light.
    expect(realtime.last).toEqual(Array.from({ length: LEDS }, () => [255, 0, 55]).flat());
    expect((await status(id)).targets).toMatchObject([{ ok: true, note: null }]);
    await owner.api('POST', `/captures/${id}/stop`);
    const sent = realtime.pictures.length;
    await eventually('the light shows its own state', () => JSON.stringify(light.model.state()) === before);
    expect((await status(id)).state).toBe('stopped');
    expect(realtime.pictures.length - sent).toBeLessThanOrEqual(1);
    expect(await actions(id)).toEqual(['stopped', 'started', 'created']);
  });

  it('follows its layout, whatever its corner and direction', async () => {
    const id = await make(
      { kind: 'test-pattern', pattern: 'edges' },
      { layout: { ...border, start: 'bottom_right', direction: 'counterclockwise' } },
    );
    await owner.api('POST', `/captures/${id}/start`);
    const [red, green, blue, white] = ['255,0,0', '0,255,0', '0,0,255', '255,255,255'];
    const wanted = [
      ...Array<string>(2).fill(green),
      ...Array<string>(8).fill(red),
      ...Array<string>(2).fill(white),
      ...Array<string>(8).fill(blue),
    ];
    await eventually('the edges are in their places', () => {
      const shown = Array.from({ length: LEDS }, (_, led) => realtime.last.slice(led * 3, led * 3 + 3).join(','));
      return JSON.stringify(shown.slice(1, -1)) === JSON.stringify(wanted.slice(1, -1));
    });
    await owner.api('DELETE', `/captures/${id}`);
    expect((await owner.api('GET', `/captures/${id}/status`)).status).toBe(404);
  });
});
