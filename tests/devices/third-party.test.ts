import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Device, DriverInfo, Page, PluginInfo } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropPlugin } from '../process/plugin-folder.js';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess, ROOT } from '../support/hub-process.js';
import { ShellySimulator } from '../support/shelly-simulator.js';
import { tempDir } from '../support/temp.js';
import { WledSimulator } from '../support/wled-simulator.js';

/*
 * What the built-in drivers are made of is there for everyone: the folder of a real driver, taken out of the hub as it was built and
 * shipped as somebody else's plugin, drives the same device.
 */

const folder = tempDir('third-party-drivers');
const wled = new WledSimulator({ name: 'Desk' });
const shelly = new ShellySimulator();
let hub: HubProcess;
let owner: ApiClient;

/** Ships the folder of a built-in driver as a plugin; `made` is how its module makes the driver. */
function ship(driver: string, imported: string, made: string): void {
  const id = `${driver}-copy`;
  dropPlugin(folder.path, id, {
    manifest: { dependsOn: ['devices'], permissions: ['network'] },
    code: `
import { definePlugin } from '@lightkeeper/plugin-sdk';
import { ${imported} } from './driver/driver.js';
const setup = (hub) => hub.effect('driver', hub.services.require('devices').registerDriver({ ...${made}, id: '${id}' }, hub.plugin.id));
export default definePlugin({ setup });`,
  });
  cpSync(path.join(ROOT, 'plugins/devices/dist/drivers', driver), path.join(folder.path, 'plugins', id, 'driver'), { recursive: true });
}

async function add(driver: string, address: string): Promise<string> {
  const { status, body } = await owner.api<Device>('POST', '/devices', { name: `Made by ${driver}`, driver, config: { address } });
  expect(status).toBe(201);
  return body.id;
}

async function read(id: string): Promise<Device> {
  return (await owner.api<Device>('GET', `/devices/${id}`)).body;
}

async function online(id: string): Promise<Device> {
  return eventually('it is online', async () => {
    const device = await read(id);
    return device.status === 'online' && device;
  });
}

beforeAll(async () => {
  ship('wled', 'createWledDriver', 'createWledDriver(hub.udp)');
  ship('shelly', 'shellyDriver', 'shellyDriver');
  const token = await cliToken(folder.path);
  await Promise.all([wled.start(), shelly.start()]);
  hub = await HubProcess.start({ data_dir: folder.path, args: ['--log-level', 'warn'] });
  owner = hub.client(token);
});

afterAll(async () => {
  await hub.dispose();
  await Promise.all([wled.end(), shelly.stop()]);
  folder.remove();
});

describe('a driver that was taken out of the hub and shipped as a plugin', () => {
  it('is offered beside the built-in ones, under its plugin', async () => {
    const plugins = (await owner.api<Page<PluginInfo>>('GET', '/plugins')).body.items;
    expect(plugins.filter(({ id }) => id.endsWith('-copy')).map(({ id, state, reason }) => [id, state, reason])).toEqual([
      ['shelly-copy', 'running', null],
      ['wled-copy', 'running', null],
    ]);
    const drivers = (await owner.api<Page<DriverInfo>>('GET', '/drivers')).body.items;
    for (const copy of ['wled-copy', 'shelly-copy']) {
      const own = drivers.find(({ id }) => id === copy);
      expect(own?.plugin_id).toBe(copy);
      expect(own?.config_schema).toEqual(drivers.find(({ id }) => `${id}-copy` === copy)?.config_schema);
    }
  });

  it('drives a WLED, and follows it live', async () => {
    const id = await add('wled-copy', wled.address);
    expect((await online(id)).effects).toContain('Rainbow');
    const set = { palette: 'Lava', speed: 9 };
    const { status } = await owner.api('POST', `/devices/${id}/command`, { on: true, brightness: 40, effect: 'Rainbow', set });
    expect(status).toBe(200);
    expect(wled.model.state()).toMatchObject({ on: true, bri: 40 });
    expect(wled.model.segment(0)).toMatchObject({ fx: 6, pal: 6, sx: 9 });
    await eventually('its WebSocket is open', () => wled.websocket_clients === 1);
    wled.touch({ bri: 99 });
    await eventually('the touch has arrived', async () => (await read(id)).state?.brightness === 99);
  });

  it('drives a Shelly, and follows it live', async () => {
    const id = await add('shelly-copy', shelly.address);
    await online(id);
    expect((await owner.api('POST', `/devices/${id}/command`, { on: true })).status).toBe(200);
    expect(shelly.components['switch:0']).toMatchObject({ output: true });
    await eventually('it notifies the hub', () => shelly.listeners === 1);
    shelly.touch('switch:0', { output: false });
    await eventually('the touch has arrived', async () => (await read(id)).state?.on === false);
  });

  it('shows its device as offline when it is not there any more', async () => {
    const id = await add('wled-copy', wled.address);
    await online(id);
    await wled.stop();
    const device = await eventually('it is offline', async () => {
      const now = await read(id);
      return now.status === 'offline' && now;
    });
    expect(device.status_reason).toContain('nothing listens at that address');
  });
});
