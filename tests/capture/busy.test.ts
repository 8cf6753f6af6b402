import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { dropPlugin } from '../process/plugin-folder.js';
import type { ApiClient } from '../support/api.js';
import { DmxReceiver } from '../support/dmx-receiver.js';
import { eventually } from '../support/eventually.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';
import type { TempDir } from '../support/temp.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/*
 * The hub's main thread does nothing else for a second and a half, as a plugin has it here. Lights must not notice: what is counted are the
 * pictures that came within that time.
 */
const BLOCK_MS = 1_500;
const BLOCKER = `
import { definePlugin } from '@lightkeeper/plugin-sdk';

export default definePlugin({
  setup(hub) {
    hub.routes.add({
      method: 'POST', path: '/blocker/block', summary: 'Block', access: { role: 'owner', scope: 'blocker:write' }, mutates: false,
      handler: () => {
        const began = performance.timeOrigin + performance.now();
        let now = began;
        while (now < began + ${BLOCK_MS}) now = performance.timeOrigin + performance.now();
        return { began, ended: now };
      },
    });
  },
});
`;
const LEDS = 12;
const RATE = 40;

let folder: TempDir;
let hub: HubProcess;
let owner: ApiClient;
let light: WledSimulator;
let realtime: WledRealtime;
let receiver: DmxReceiver;

beforeEach(async () => {
  folder = tempDir('capture-busy');
  const token = await cliToken(folder.path);
  dropPlugin(folder.path, 'blocker', { code: BLOCKER, manifest: { permissions: ['routes'] } });
  hub = await HubProcess.start({ data_dir: folder.path, args: ['--log-level', 'error'] });
  owner = hub.client(token);
  light = new WledSimulator({ name: 'Television', leds: LEDS });
  await light.start();
  realtime = new WledRealtime(light);
  await realtime.start();
  receiver = new DmxReceiver();
  await receiver.start();
});

afterEach(async () => {
  await hub.dispose();
  realtime.end();
  receiver.end();
  await light.end();
  folder.remove();
});

async function add(name: string, driver: string, config: object): Promise<string> {
  const { status, body } = await owner.api<Device>('POST', '/devices', { name, driver, config });
  expect(status, JSON.stringify(body)).toBe(201);
  await eventually(`${name} is online`, async () => (await owner.api<Device>('GET', `/devices/${body.id}`)).body.status === 'online');
  return body.id;
}

async function start(device_id: string): Promise<string> {
  const layout = { kind: 'border', top: LEDS };
  const body = { name: 'Ambient', source: { kind: 'effect', effect: 'rainbow' }, layout, targets: [{ device_id }], rate: RATE };
  const { id } = (await owner.api<{ id: string }>('POST', '/captures', body)).body;
  await owner.api('POST', `/captures/${id}/start`);
  return id;
}

/** Keeps the hub's main thread busy, and gives what of `packets` came meanwhile. */
async function whileBusy<P extends { at: number }>(packets: readonly P[]): Promise<P[]> {
  const { began, ended } = (await owner.api<{ began: number; ended: number }>('POST', '/blocker/block')).body;
  return packets.filter(({ at }) => at > began && at < ended);
}

/** Half of what should come: a loaded machine is slow, and a blocked one shows nothing. */
const ENOUGH = (BLOCK_MS / 1_000) * RATE * 0.5;

/** The number of the packet that comes so many after one: Art-Net leaves out 0. */
function next(driver: string, first: number, after: number): number {
  return driver === 'artnet' ? 1 + ((first - 1 + after) % 255) : (first + after) % 256;
}

describe('while the main thread is busy', () => {
  it('a WLED gets its pictures, in order and none twice', async () => {
    const id = await start(await add('Television', 'wled', { address: light.address, realtime_port: realtime.port }));
    await eventually('the picture is shown', () => realtime.pictures.length > 10);
    const shown = await whileBusy(realtime.packets);
    expect(shown.length).toBeGreaterThan(ENOUGH);
    expect(shown.map(({ sequence }) => sequence)).toEqual(shown.map((_, index) => 1 + (((shown[0]?.sequence ?? 1) - 1 + index) % 15)));
    expect(realtime.strange).toEqual([]);
    await owner.api('POST', `/captures/${id}/stop`);
    expect(light.model.live).toBe(false);
    const { length } = realtime.pictures;
    await owner.api('GET', '/captures');
    expect(realtime.pictures).toHaveLength(length);
  });

  it.each(['artnet', 'sacn'])('a strip behind %s gets its pictures, and its universe one sequence of numbers', async (driver) => {
    const config = { address: receiver.address, universe: 5, layout: 'strip_rgb', count: LEDS };
    const id = await start(await add('Cove', driver, config));
    const ownColor = Buffer.alloc(LEDS * 3);
    await eventually(
      'the picture is shown',
      () =>
        receiver
          .last(5)
          ?.slots.subarray(0, LEDS * 3)
          .equals(ownColor) === false,
    );
    const shown = await whileBusy(receiver.frames);
    expect(shown.length).toBeGreaterThan(ENOUGH);
    expect(shown.map(({ sequence }) => sequence)).toEqual(shown.map((_, index) => next(driver, shown[0]?.sequence ?? 0, index)));
    await owner.api('POST', `/captures/${id}/stop`);
    await eventually(
      'it has its own state back',
      () =>
        receiver
          .last(5)
          ?.slots.subarray(0, LEDS * 3)
          .equals(ownColor) === true,
    );
  });
});
