import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Device, PluginInfo } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { HubProcess, ROOT } from '../support/hub-process.js';
import { completeSetup } from '../support/setup.js';
import { tempDir } from '../support/temp.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/* The examples of plugins for captures, dropped into the data folder of a hub, to the datagrams of a light. */

const LEDS = 4;
const EXAMPLES = ['lava-lamp', 'stage-look'];
const folder = tempDir('third-party-captures');
let hub: HubProcess;
let owner: ApiClient;
let light: WledSimulator;
let realtime: WledRealtime;
let device_id: string;

beforeAll(async () => {
  for (const name of EXAMPLES) cpSync(path.join(ROOT, 'examples', name), path.join(folder.path, 'plugins', name), { recursive: true });
  hub = await HubProcess.start({ data_dir: folder.path });
  owner = await completeSetup(hub);
  light = new WledSimulator({ name: 'Shelf', leds: LEDS });
  await light.start();
  realtime = new WledRealtime(light);
  await realtime.start();
  const config = { address: light.address, realtime_port: realtime.port };
  device_id = (await owner.api<Device>('POST', '/devices', { name: 'Shelf', driver: 'wled', config })).body.id;
  await eventually('the light is online', async () => (await owner.api<Device>('GET', `/devices/${device_id}`)).body.status === 'online');
});

afterAll(async () => {
  await hub.dispose();
  realtime.end();
  await light.end();
  folder.remove();
});

interface Look {
  algorithm?: string;
  filters?: object[];
  /** Shown when the capture runs. */
  frame?: object;
}

/** Runs a capture on one column of lights, from top to bottom, until its lights are as they are to be. */
async function expectLights(source: object, what: string, wanted: (lights: number[][]) => boolean, more: Look = {}): Promise<void> {
  const { frame, ...look } = more;
  const layout = { kind: 'matrix', columns: 1, rows: LEDS };
  const body = { name: what, source, layout, targets: [{ device_id }], smoothing: { kind: 'none' }, cut_bars: false, ...look };
  const made = await owner.api<{ id: string }>('POST', '/captures', body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await owner.api('POST', `/captures/${made.body.id}/start`);
  if (frame !== undefined) expect((await owner.api('PUT', `/captures/${made.body.id}/frame`, frame)).status).toBe(204);
  await eventually(what, () => wanted(Array.from({ length: LEDS }, (_, led) => realtime.last.slice(led * 3, led * 3 + 3))));
  await owner.api('DELETE', `/captures/${made.body.id}`);
}

describe('a plugin of somebody else', () => {
  it.each(EXAMPLES)('runs with what its manifest says: %s', async (name) => {
    const { body } = await owner.api<PluginInfo>('GET', `/plugins/${name}`);
    expect(body).toMatchObject({ state: 'running', source: 'data_folder' });
  });

  it('lights a strip by an effect of its own', () =>
    expectLights({ kind: 'effect', effect: 'lava-lamp', options: { hue: 120, heat: 1 } }, 'the wax is green', (lights) =>
      lights.every(([red, green, blue]) => red === 0 && (green ?? 0) > 0 && blue === 0),
    ));

  it('lights a strip by a source of its own', () =>
    expectLights({ kind: 'sunrise', minutes: 0.1 }, 'the sky brightens from below', (lights) => {
      const reds = lights.map(([red]) => red ?? 0);
      return (reds.at(-1) ?? 0) > (reds.at(0) ?? 255);
    }));

  it('shows a picture by an algorithm and through a filter of its own', () => {
    const [black, red, green, blue] = [
      [0, 0, 0],
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ];
    // Two pixels for each light, of which these are the brightest: red, black, green, green.
    const data = Buffer.from([blue, red, black, black, red, green, green, blue].flat()).toString('base64');
    const frame = { width: 2, height: LEDS, format: 'rgb24', data, timeout_ms: 60_000 };
    const filters = [{ kind: 'blend', options: { share: 1 } }];
    const halves = [[128, 0, 0], [128, 128, 0], [0, 128, 0], green].join();
    return expectLights({ kind: 'push' }, 'each light is half of each neighbour', (lights) => lights.join() === halves, {
      algorithm: 'brightest',
      filters,
      frame,
    });
  });
});
