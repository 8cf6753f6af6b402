import type { DeviceService, DeviceState } from '@lightkeeper/plugin-sdk';
import { definePlugin } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/* A light that takes commands only is a stream of one pixel for other plugins. */

let hub: TestHub;
let service: () => DeviceService;
let id: string;

const user: TestPlugin<never, never> = {
  manifest: { id: 'user', name: 'User', sdk: '*', permissions: ['devices'], dependsOn: ['devices'] },
  definition: definePlugin({
    setup(plugin) {
      service = () => plugin.services.require('devices');
    },
  }) as never,
};

beforeEach(async () => {
  hub = await createTestHub({ plugins: [user] });
  id = await add('Bulb');
  await hub.request('POST', `/devices/${id}/command`, { body: { on: true, brightness: 80, color: { r: 255, g: 120, b: 40 } } });
});

afterEach(async () => {
  await hub.stop();
});

async function add(name: string): Promise<string> {
  const made = await hub.request('POST', '/devices', { body: { name, driver: 'virtual', config: { kind: 'color_light' } } });
  await hub.settle();
  return (made.body as { id: string }).id;
}

const state = (): DeviceState | null => service().state(id);
const own = { on: true, brightness: 80, color: { r: 255, g: 120, b: 40 } };

async function entries(): Promise<string[]> {
  const { items } = (await hub.request('GET', `/activity?entity_id=${id}&limit=50`)).body as { items: { action: string }[] };
  return items.map(({ action }) => action);
}

async function reachable(yes: boolean): Promise<void> {
  await hub.request('PATCH', `/devices/${id}`, { body: { config: { reachable: yes } } });
  await hub.clock.advance(10_000);
}

describe('the stream of a light without one', () => {
  it('shows pictures that are not recorded each, and brings the light back', async () => {
    expect((await hub.request('GET', `/devices/${id}`)).body).toMatchObject({ stream: { leds: 1, channels: 3, max_fps: 2 } });
    const before = await entries();
    const stream = await service().stream(id);
    for (let step = 0; step < 10; step += 1) {
      stream.write(Uint8Array.of(0, step * 25, 255));
      await hub.clock.advance(500);
    }
    expect(state()).toMatchObject({ on: true, brightness: 255, color: { r: 0, b: 255 } });
    await stream.close();
    expect(state()).toMatchObject(own);
    expect(await entries()).toEqual(before);
    await expect(
      service()
        .stream(id)
        .then((again) => again.close()),
    ).resolves.toBeUndefined();
  });

  it('keeps a command of somebody else for the time after', async () => {
    const stream = await service().stream(id);
    stream.write(Uint8Array.of(0, 0, 255));
    await hub.clock.advance(500);
    await hub.request('POST', `/devices/${id}/command`, { body: { brightness: 10 } });
    await hub.clock.advance(6_000);
    expect(state()).toMatchObject({ brightness: 255, color: { b: 255 } });
    await stream.close();
    expect(state()).toMatchObject({ ...own, brightness: 10 });
  });

  it('brings back a light that was away in the end, as soon as it is there', async () => {
    const stream = await service().stream(id);
    stream.write(Uint8Array.of(0, 0, 255));
    await hub.clock.advance(500);
    await reachable(false);
    await stream.close();
    expect(state()).toMatchObject({ color: { b: 255 } });
    await reachable(true);
    await hub.settle();
    expect(state()).toMatchObject(own);
  });

  it('is one at a time, and not of what is no light', async () => {
    const stream = await service().stream(id);
    await expect(service().stream(id)).rejects.toMatchObject({ code: 'LK_CONFLICT' });
    await stream.close();
    const sensor = await hub.request('POST', '/devices', { body: { name: 'Sensor', driver: 'virtual', config: { kind: 'sensor' } } });
    await hub.settle();
    const sensor_id = (sensor.body as { id: string }).id;
    expect((await hub.request('GET', `/devices/${sensor_id}`)).body).toMatchObject({ stream: null });
    await expect(service().stream(sensor_id)).rejects.toMatchObject({ code: 'LK_DEVICE_UNSUPPORTED' });
  });

  it('hands lights back when its plugin stops', async () => {
    const stream = await service().stream(id);
    stream.write(Uint8Array.of(0, 0, 255));
    await hub.clock.advance(500);
    await hub.hub.container.cradle.supervisor.restart('devices');
    await hub.settle();
    await stream.close();
    const rows = hub.hub.container.cradle.db.all('SELECT * FROM devices_left_lights', []);
    expect(rows).toEqual([]);
  });
});
