import type { ActivityEntry, Device, DeviceService, DeviceStream, Page, Problem } from '@lightkeeper/plugin-sdk';
import { definePlugin } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let hub: TestHub;
/** What another plugin reaches of the devices. */
let service: DeviceService;

const guest: TestPlugin<never, never> = {
  manifest: { id: 'guest', name: 'Guest', sdk: '*', dependsOn: ['devices'], permissions: ['devices'] },
  definition: definePlugin({
    setup(plugin) {
      service = plugin.services.require('devices');
    },
  }) as unknown as TestPlugin<never, never>['definition'],
};

beforeEach(async () => {
  hub = await createTestHub({ plugins: [guest] });
});
afterEach(async () => {
  await hub.stop();
});

async function add(name: string, config: Record<string, unknown>): Promise<Device> {
  const { status, body, text } = await hub.request('POST', '/devices', { body: { name, driver: 'virtual', config } });
  expect(status, text).toBe(201);
  await hub.settle();
  return device((body as Device).id);
}

async function device(id: string): Promise<Device> {
  return (await hub.request('GET', `/devices/${id}`)).body;
}

async function set(id: string, wishes: Record<string, unknown>): Promise<number> {
  return (await hub.request('POST', `/devices/${id}/command`, { body: { set: wishes } })).status;
}

describe('a virtual device', () => {
  it.each([
    ['switch', ['on_off']],
    ['strip', ['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect', 'stream']],
    ['temperature', ['sensor']],
    ['sensor', ['sensor']],
    ['binary_sensor', ['sensor', 'binary_sensor']],
    ['contact', ['sensor', 'binary_sensor']],
    ['button', ['sensor', 'button']],
    ['number', ['sensor', 'number']],
    ['select', ['select']],
    ['cover', ['number', 'cover']],
    ['event', ['sensor', 'event']],
    [
      'multi',
      [
        ...['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect', 'sensor', 'binary_sensor', 'number', 'select', 'switch'],
        ...['button', 'cover', 'event', 'stream'],
      ],
    ],
  ])('of the kind %s can do what its kind says, and shows a value for all that it has', async (kind, capabilities) => {
    const { status, capabilities: can, features, state } = await add('Thing', { kind });
    expect([status, can]).toEqual(['online', capabilities]);
    const valued = features.filter(({ kind: of }) => of !== 'button').map(({ key }) => key);
    expect(Object.keys(state?.readings ?? {})).toEqual(expect.arrayContaining(valued));
  });

  it('takes what its features take', async () => {
    const { id } = await add('Thing', { kind: 'multi' });
    expect(await set(id, { target_temperature: 21.5, mode: 'boost', child_lock: true })).toBe(200);
    expect(await set(id, { restart: true })).toBe(200);
    expect(await set(id, { restart: true })).toBe(200);
    expect((await device(id)).state?.readings).toMatchObject({ target_temperature: 21.5, mode: 'boost', child_lock: true, presses: 2 });
  });

  it('moves a blind in its time, tells how far it is, and stops it', async () => {
    const { id } = await add('Blind', { kind: 'cover', key: 'blind' });
    const cover = async (): Promise<unknown[]> => {
      const readings = (await device(id)).state?.readings;
      return [readings?.cover, readings?.cover_position];
    };
    await set(id, { cover: 'open' });
    expect(await cover()).toEqual(['opening', 0]);
    await hub.clock.advance(2_000);
    expect(await cover()).toEqual(['opening', 20]);
    await set(id, { cover: 'stop' });
    await hub.clock.advance(5_000);
    expect(await cover()).toEqual(['stopped', 20]);
    await set(id, { cover: 'open' });
    await hub.clock.advance(10_000);
    expect(await cover()).toEqual(['open', 100]);
    await set(id, { cover: 37 });
    await hub.clock.advance(10_000);
    expect(await cover()).toEqual(['stopped', 37]);
    await set(id, { cover: 'close' });
    await hub.clock.advance(1_000);
    await hub.request('PATCH', `/devices/${id}`, { body: { config: { latency_ms: 1 } } });
    await hub.clock.advance(1_000);
    expect(await cover()).toEqual(['stopped', 27]);
  });

  it('does what its script says: shows, tells of presses, goes away and comes back', async () => {
    const events = hub.spy('device.event');
    const { id } = await add('Button', {
      kind: 'event',
      key: 'wall',
      script: [
        { after_ms: 1_000, event: { key: 'button', type: 'long_press', attributes: { held_s: 2 } } },
        { after_ms: 1_000, state: { readings: { battery: 12 } } },
        { after_ms: 30_000, lost: { for_ms: 10_000, reason: 'Its battery is empty.' } },
      ],
    });
    await hub.clock.advance(2_500);
    expect(events).toMatchObject([{ device_id: id, key: 'button', type: 'long_press', attributes: { held_s: 2 } }]);
    expect((await device(id)).state?.readings).toEqual({ button: 'long_press', battery: 12 });
    await hub.clock.advance(30_000);
    expect(await device(id)).toMatchObject({ status: 'offline' });
    await hub.clock.advance(16_000);
    expect((await device(id)).status).toBe('online');
    expect(events).toHaveLength(2);
    const { items }: Page<ActivityEntry> = (await hub.request('GET', '/activity?categories=device')).body;
    expect(items.find(({ action }) => action === 'disconnected')?.metadata.reason).toBe('Its battery is empty.');
  });

  it('repeats its script when it is told to', async () => {
    const events = hub.spy('device.event');
    await add('Button', { kind: 'event', script: [{ after_ms: 500, event: { key: 'button', type: 'press' } }], repeat: true });
    await hub.clock.advance(5_250);
    expect(events).toHaveLength(10);
  });

  it('refuses a script that is too long, empty of sense, or would run wild, by the name of the field', async () => {
    const refused = async (config: Record<string, unknown>): Promise<unknown> => {
      const { status, body } = await hub.request('POST', '/devices', { body: { name: 'x', driver: 'virtual', config } });
      return [status, (body as Problem).errors?.[0]?.field];
    };
    const press = { after_ms: 0, event: { key: 'button', type: 'press' } };
    expect(await refused({ script: Array(101).fill(press) })).toEqual([422, '/config/script']);
    expect(await refused({ script: [{ after_ms: 1 }] })).toEqual([422, '/config/script/0']);
    expect(await refused({ script: [{ ...press, state: { on: true } }] })).toEqual([422, '/config/script/0']);
    expect(await refused({ script: [{ after_ms: -1, state: { on: true } }] })).toEqual([422, '/config/script/0/after_ms']);
    expect(await refused({ script: [{ after_ms: 1, state: { brightness: 999 } }] })).toEqual([422, '/config/script/0/state/brightness']);
    expect(await refused({ script: [press], repeat: true })).toEqual([422, '/config/script']);
    expect(await refused({ script: [{ after_ms: 1, lost: { for_ms: 1 } }] })).toEqual([422, '/config/key']);
    expect(await refused({ kind: 'teapot' })).toEqual([422, '/config/kind']);
  });

  it('shows pictures while they come, and is itself again when they end', async () => {
    const { id, stream: format, state } = await add('Strip', { kind: 'strip', leds: 4 });
    expect(format).toEqual({ leds: 4, channels: 3, max_fps: 60 });
    const stream: DeviceStream = await service.stream(id);
    stream.write(new Uint8Array(12).map((_, at) => [200, 100, 0][at % 3] ?? 0));
    stream.write(new Uint8Array(11));
    expect(stream.counters).toEqual({ sent: 1, dropped: 1, failed: 0 });
    await hub.clock.advance(1_000);
    expect((await device(id)).state).toMatchObject({ on: true, color: { r: 200, g: 100, b: 0 } });
    await stream.close();
    expect((await device(id)).state).toMatchObject({ on: false, color: state?.color });
  });
});
