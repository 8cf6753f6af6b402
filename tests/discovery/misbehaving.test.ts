import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canMeasureMemory, memoryOf } from '../../bench/src/process-memory.js';
import type { Device, Health } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { WledSimulator } from '../support/wled-simulator.js';
import type { WledMode } from '../support/wled-simulator.js';

const MODES = ['garbage', 'slow', 'silent', 'huge', 'redirect', 'other'] as const satisfies readonly WledMode[];

let hub: HubProcess;
let owner: ApiClient;
let good: WledSimulator;
const lights = new Map<WledMode, WledSimulator>();
const ids = new Map<WledMode, string>();
let temptations = 0;
const temptation = createServer((_request, response) => {
  temptations += 1;
  response.end('{}');
});

async function add(name: string, light: WledSimulator): Promise<Device> {
  const { status, body } = await owner.api<Device>('POST', '/devices', { name, driver: 'wled', config: { address: light.address } });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

/** All of them at once, beside one that is well. */
beforeAll(async () => {
  await new Promise<void>((resolve) => temptation.listen(0, '127.0.0.1', resolve));
  ({ hub, owner } = await startHeadless());
  for (const [index, mode] of MODES.entries()) {
    const light = new WledSimulator({ name: mode, mac: `a0b1c2d3e4${String(index).padStart(2, '0')}` });
    light.mode = mode;
    light.redirect_to = `http://127.0.0.1:${(temptation.address() as AddressInfo).port}/json/si`;
    await light.start();
    lights.set(mode, light);
    ids.set(mode, (await add(mode, light)).id);
  }
  good = new WledSimulator({ name: 'Good' });
  await good.start();
});
afterAll(async () => {
  await hub.dispose();
  for (const light of [...lights.values(), good]) await light.stop();
  temptation.close();
});

describe('beside devices that misbehave', { timeout: 60_000 }, () => {
  it.each(MODES)('marks one that is %s as offline, and says why', async (mode) => {
    const id = ids.get(mode) ?? '';
    const device = await eventually(
      'it is offline',
      async () => {
        const { body } = await owner.api<Device>('GET', `/devices/${id}`);
        return body.status === 'offline' && body;
      },
      { within_ms: 30_000 },
    );
    expect(device.status_reason).toMatch(/^.{10,}\.$/);
    expect(device.next_try_at).not.toBeNull();
    const refused = await owner.api('POST', `/devices/${id}/command`, { on: true });
    expect(refused).toMatchObject({ status: 503, body: { code: 'LK_DEVICE_OFFLINE' } });
  });

  it('stays well itself: it answers, drives the device that is well, and keeps its memory', async () => {
    const { id } = await add('Good', good);
    await eventually('the good one is online', async () => (await owner.api<Device>('GET', `/devices/${id}`)).body.status === 'online');
    expect((await owner.api('POST', `/devices/${id}/command`, { on: true, brightness: 5 })).status).toBe(200);
    expect(good.model.state()).toMatchObject({ on: true, bri: 5 });
    expect((await owner.api<Health>('GET', '/health')).body.status).toBe('ok');
    // 100 MB were on offer, several times by now.
    if (canMeasureMemory) expect(memoryOf(hub.pid).peak).toBeLessThan(250);
  });

  it('never followed where it was sent', () => {
    expect(lights.get('redirect')?.requests.length).toBeGreaterThan(0);
    expect(temptations).toBe(0);
  });
});
