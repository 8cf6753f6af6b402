import { definePlugin, HubError, z } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry, Area, Device, DeviceCommand, DeviceDriver, DriverInfo, Page, Problem } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, describe, expect, it } from 'vitest';

let hub: TestHub;

afterEach(async () => {
  await hub.stop();
});

async function addLight(name: string, config: Record<string, unknown> = {}): Promise<Device> {
  const { status, body } = await hub.request('POST', '/devices', { body: { name, driver: 'virtual', config } });
  expect(status).toBe(201);
  await hub.settle();
  return body;
}

async function device(id: string): Promise<Device> {
  return (await hub.request('GET', `/devices/${id}`)).body;
}

async function entries(category: string): Promise<ActivityEntry[]> {
  const page: Page<ActivityEntry> = (await hub.request('GET', `/activity?categories=${category}`)).body;
  return page.items;
}

describe('devices', () => {
  it('are added, seen online, commanded, and all of it stands in the log', async () => {
    hub = await createTestHub();
    const { id } = await addLight('Sofa lamp');
    expect(await device(id)).toMatchObject({
      status: 'online',
      fixture: 'bulb',
      labels: [],
      capabilities: expect.arrayContaining(['color_rgb']) as string[],
    });

    const command = { body: { on: true, brightness: 184 } };
    const answer = await hub.request('POST', `/devices/${id}/command`, command);
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ on: true, brightness: 184 })]);
    expect((await hub.request('GET', `/devices/${id}/state`)).body).toMatchObject({ on: true, brightness: 184 });

    const [commanded, connected] = await entries('device');
    expect(connected).toMatchObject({ action: 'connected', actor: 'device:Sofa lamp', message: 'Sofa lamp is connected', entity_id: id });
    expect(commanded).toMatchObject({
      action: 'commanded',
      actor: 'token:test-owner',
      entity_type: 'device',
      entity_id: id,
      entity_name: 'Sofa lamp',
      message: 'test-owner turned on Sofa lamp at 72\u00a0%',
      metadata: { changed: ['on', 'brightness'], verb: 'turned on', summary: 'on at 72\u00a0%', origin: 'api' },
    });
  });

  it('can be commanded by the one who just added them, before they were seen online', async () => {
    hub = await createTestHub();
    const { body } = await hub.request('POST', '/devices', { body: { name: 'Lamp', driver: 'virtual' } });
    const { id }: Device = body;
    expect((await hub.request('POST', `/devices/${id}/command`, { body: { on: true } })).status).toBe(200);
  });

  it('refuse what is not right, by the name of the field', async () => {
    hub = await createTestHub();
    const { id } = await addLight('Switch', { kind: 'switch' });
    const refused = async (method: string, path: string, body: unknown): Promise<[number, string, string | undefined]> => {
      const answer = await hub.request(method, path, { body });
      const problem: Problem = answer.body;
      return [answer.status, problem.code, problem.errors?.[0]?.field];
    };
    const create = (change: object): Promise<unknown> =>
      refused('POST', '/devices', { name: 'x', driver: 'wled', config: { address: '192.168.1.4' }, ...change });
    expect(await create({ driver: 'nothing' })).toEqual([422, 'LK_VALIDATION', '/driver']);
    expect(await create({ config: { address: 'http://192.168.1.4/' } })).toEqual([422, 'LK_VALIDATION', '/config/address']);
    expect(await create({ config: { address: '169.254.169.254' } })).toEqual([422, 'LK_VALIDATION', '/config/address']);
    expect(await create({ config: {} })).toEqual([422, 'LK_VALIDATION', '/config/address']);
    expect(await create({ config: { address: 'a', port: 3 } })).toEqual([422, 'LK_VALIDATION', '/config/port']);
    expect(await create({ area_id: 'nowhere' })).toEqual([422, 'LK_VALIDATION', '/area_id']);
    expect(await create({ fixture: 'lava' })).toEqual([422, 'LK_VALIDATION', '/fixture']);
    expect(await create({ labels: ['a\u202eb'] })).toEqual([422, 'LK_VALIDATION', '/labels/0']);
    expect(await refused('POST', `/devices/${id}/command`, { brightness: 3 })).toEqual([422, 'LK_DEVICE_UNSUPPORTED', '/brightness']);
    expect(await refused('POST', `/devices/${id}/command`, { on: 'yes' })).toEqual([422, 'LK_VALIDATION', '/on']);
    expect((await refused('POST', `/devices/${id}/command`, {}))[0]).toBe(422);
    expect(await refused('POST', '/devices/unknown/command', { on: true })).toEqual([404, 'LK_NOT_FOUND', undefined]);
    expect((await hub.request('GET', '/devices/unknown/state')).status).toBe(404);
  });

  it('are commanded by members, rebuilt by administrators, seen by viewers', async () => {
    hub = await createTestHub();
    const { id } = await addLight('Lamp');
    const command = { on: true };
    expect((await hub.request('POST', `/devices/${id}/command`, { body: command, as: 'viewer' })).status).toBe(403);
    expect((await hub.request('POST', `/devices/${id}/command`, { body: command, as: 'member' })).status).toBe(200);
    expect((await hub.request('PATCH', `/devices/${id}`, { body: { name: 'x' }, as: 'member' })).status).toBe(403);
    expect((await hub.request('GET', `/devices/${id}`, { as: 'viewer' })).status).toBe(200);
    expect((await hub.request('GET', '/discoveries', { as: 'member' })).status).toBe(403);
  });

  it('go offline and come back, each told once, and say why a command failed', async () => {
    hub = await createTestHub();
    const { id } = await addLight('Sofa lamp');
    await hub.request('PATCH', `/devices/${id}`, { body: { config: { reachable: false } } });
    await hub.clock.advance(40_000);
    const offline = await device(id);
    expect(offline).toMatchObject({
      status: 'offline',
      status_reason: 'It is set to be unreachable.',
      next_try_at: expect.any(String) as string,
    });

    const refused = await hub.request('POST', `/devices/${id}/command`, { body: { on: false } });
    expect([refused.status, (refused.body as Problem).code]).toEqual([503, 'LK_DEVICE_OFFLINE']);

    await hub.request('PATCH', `/devices/${id}`, { body: { config: { reachable: true } } });
    await hub.settle();
    expect(await device(id)).toMatchObject({ status: 'online', status_reason: null, next_try_at: null });
    const told = (await entries('device')).map(({ action, severity, message }) => [action, severity, message]);
    expect(told.reverse()).toEqual([
      ['connected', 'info', 'Sofa lamp is connected'],
      ['disconnected', 'warning', 'Sofa lamp stopped answering'],
      ['command_failed', 'error', 'test-owner could not turn off Sofa lamp: it is offline. It is set to be unreachable'],
      ['connected', 'info', 'Sofa lamp is connected'],
    ]);
  });

  it('say in the log how long they were online, and how long away', async () => {
    hub = await createTestHub();
    const { id } = await addLight('Sofa lamp');
    await hub.clock.advance(100_000);
    await hub.request('PATCH', `/devices/${id}`, { body: { config: { reachable: false } } });
    await hub.settle();
    await hub.clock.advance(7_000);
    await hub.request('PATCH', `/devices/${id}`, { body: { config: { reachable: true } } });
    await hub.settle();
    await hub.request('PATCH', `/devices/${id}`, { body: { enabled: false } });
    await hub.clock.advance(5_000);
    await hub.request('PATCH', `/devices/${id}`, { body: { enabled: true } });
    await hub.settle();
    const page: Page<ActivityEntry> = (await hub.request('GET', `/activity?entity_id=${id}&categories=device`)).body;
    expect(page.items.map(({ action, metadata }) => [action, metadata.was, metadata.duration_ms]).reverse()).toEqual([
      ['connected', 'unknown', undefined],
      ['disconnected', 'online', 100_000],
      ['connected', 'offline', 7_000],
      ['connected', 'unknown', undefined],
    ]);
  });

  it('are tried at once when a person asks, and not while they are turned off', async () => {
    hub = await createTestHub();
    const { id } = await addLight('Lamp', { reachable: false });
    expect((await hub.request('POST', `/devices/${id}/reconnect`, { as: 'member' })).status).toBe(202);
    await hub.request('PATCH', `/devices/${id}`, { body: { enabled: false } });
    await hub.settle();
    expect(await device(id)).toMatchObject({ status: 'unknown', next_try_at: null });
    expect((await hub.request('POST', `/devices/${id}/reconnect`)).status).toBe(409);
    expect((await hub.request('POST', `/devices/${id}/command`, { body: { on: true } })).status).toBe(503);
  });

  it('are given up when they do not connect in time', async () => {
    hub = await createTestHub();
    const { id } = await addLight('Slow lamp', { latency_ms: 6_000 });
    await hub.clock.advance(5_000);
    expect(await device(id)).toMatchObject({ status: 'offline', status_reason: 'It did not answer within 5 s.' });
  });

  it('call the hook of a command with its entry', async () => {
    hub = await createTestHub();
    const { id } = await addLight('Lamp');
    const spy = hub.spy('device.commanded');
    await hub.request('POST', `/devices/${id}/command`, { body: { on: true } });
    expect(spy).toHaveLength(1);
    expect(spy[0]).toMatchObject({ device_id: id, command: { on: true }, entry_id: expect.any(String) as string });
  });
});

/** A driver of a third party, in whose hands the test has its device. */
function strangeDriver(lamp: { command: (command: DeviceCommand) => Promise<void> }): TestPlugin<never, never> {
  const driver: DeviceDriver = {
    id: 'strange',
    name: 'Strange lamp',
    description: 'A lamp of somebody else',
    config: z.strictObject({}),
    connect: () =>
      Promise.resolve({
        description: { capabilities: ['on_off', 'brightness'], state: { on: false, brightness: 9 } },
        command: (command) => lamp.command(command),
        close: () => undefined,
      }),
  };
  return {
    manifest: { id: 'strange-lamps', name: 'Strange lamps', sdk: '*', dependsOn: ['devices'], permissions: ['devices'] },
    // The list of plugins forgets the types of each one's settings and words.
    definition: definePlugin({
      setup(strange) {
        strange.effect('driver', strange.services.require('devices').registerDriver(driver, strange.plugin.id));
      },
    }) as unknown as TestPlugin<never, never>['definition'],
  };
}

describe('a driver of a third party', () => {
  async function withLamp(command: (command: DeviceCommand) => Promise<void>): Promise<string> {
    hub = await createTestHub({ plugins: [strangeDriver({ command })] });
    const added: Device = (await hub.request('POST', '/devices', { body: { name: 'Lamp', driver: 'strange' } })).body;
    await hub.settle();
    return added.id;
  }

  it('gets each command whole, one at a time, and a drag as its newest wish', async () => {
    const taken: DeviceCommand[] = [];
    let release: () => void = () => {};
    const id = await withLamp(async (command) => {
      taken.push(command);
      if (taken.length === 1) await new Promise<void>((resolve) => (release = resolve));
    });
    const drag = [10, 20, 30].map((brightness) => hub.request('POST', `/devices/${id}/command`, { body: { brightness } }));
    while (taken.length === 0) await hub.settle();
    await hub.settle();
    release();
    const answers = await Promise.all(drag);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(taken[0]).toEqual({ brightness: expect.any(Number) as number, on: true });
    const recorded = (await entries('device')).filter(({ action }) => action === 'commanded');
    expect(recorded).toHaveLength(taken.length);
    const covered = recorded.reduce((sum, { metadata }) => sum + Number(metadata.folded ?? 1), 0);
    expect(covered).toBe(3);
  });

  it('that hangs is given up after 8 s, in words', async () => {
    const id = await withLamp(() => new Promise(() => undefined));
    const answer = hub.request('POST', `/devices/${id}/command`, { body: { on: true } });
    const commanding = hub.spy('device.commanding');
    while (commanding.length === 0) await hub.settle();
    await hub.clock.advance(8_000);
    const { status, body } = await answer;
    expect([status, (body as Problem).code]).toEqual([502, 'LK_DEVICE_FAILED']);
    expect((await entries('device'))[0]).toMatchObject({
      action: 'command_failed',
      message: 'test-owner could not turn on Lamp: it did not answer within 8 s',
    });
  });

  it('that throws anything is a failed device, never an error of the hub', async () => {
    const id = await withLamp(() => {
      throw new TypeError('undefined is not a lamp');
    });
    const { status, body } = await hub.request('POST', `/devices/${id}/command`, { body: { on: true } });
    expect([status, (body as Problem).code]).toEqual([502, 'LK_DEVICE_FAILED']);
  });

  it('takes its devices along when it goes, and they come back with it', async () => {
    const id = await withLamp(() => Promise.resolve());
    expect((await device(id)).status).toBe('online');
    await hub.hub.container.cradle.supervisor.restart('strange-lamps');
    await hub.settle();
    expect((await device(id)).status).toBe('online');
    const told = (await entries('device')).map(({ action }) => action);
    expect(told).toEqual(['connected', 'connected']);
  });

  it('may be refused its command by a plugin that listens', async () => {
    const id = await withLamp(() => Promise.resolve());
    hub.hub.container.cradle.hooks.tap('test', 'device.commanding', () => {
      throw new HubError('LK_FORBIDDEN', 'Not at night.');
    });
    const { status } = await hub.request('POST', `/devices/${id}/command`, { body: { on: true } });
    expect(status).toBe(403);
    expect((await entries('device'))[0]?.message).toBe('test-owner could not turn on Lamp: Not at night');
  });
});

describe('areas', () => {
  it('let go of their devices when they are deleted, in the same act', async () => {
    hub = await createTestHub();
    const area: Area = (await hub.request('POST', '/areas', { body: { name: 'Study', kind: 'study' } })).body;
    const { id } = await addLight('Desk bar');
    expect((await hub.request('PATCH', `/devices/${id}`, { body: { area_id: area.id } })).status).toBe(200);
    expect((await hub.request('POST', '/areas', { body: { name: 'study' } })).status).toBe(409);
    expect((await hub.request('DELETE', `/areas/${area.id}`)).status).toBe(204);
    expect((await device(id)).area_id).toBeNull();
    const [freed, deleted] = await entries('entity');
    expect(deleted).toMatchObject({ action: 'deleted', entity_type: 'area', entity_name: 'Study' });
    expect(freed).toMatchObject({ action: 'updated', entity_id: id, metadata: { changed: ['area_id'] } });
    expect(freed?.metadata.correlation_id).toBe(deleted?.metadata.correlation_id);
  });
});

describe('the broker', () => {
  it('holds state and availability, takes commands, and is told anew after an absence', async () => {
    hub = await createTestHub({ mqtt: true });
    await hub.settle();
    const { id } = await addLight('Lamp');
    const last = (topic: string): unknown =>
      hub.mqtt.published.filter((message) => message.topic === `lightkeeper/devices/${id}/${topic}`).at(-1);
    await hub.settle();
    expect(last('availability')).toMatchObject({ payload: 'online', retain: true, qos: 1 });

    hub.mqtt.deliver(`lightkeeper/devices/${id}/set`, 'ON');
    await hub.settle();
    hub.mqtt.deliver(`lightkeeper/devices/${id}/set`, '{"brightness":51}');
    await hub.settle();
    expect(JSON.parse((last('state') as { payload: string }).payload)).toMatchObject({ on: true, brightness: 51 });
    const [dimmed] = await entries('device');
    expect(dimmed?.actor).toMatch(/^mqtt/);
    expect(dimmed?.message).toContain('dimmed Lamp to 20');

    hub.mqtt.deliver(`lightkeeper/devices/${id}/set`, '{"brightness":51,"__proto__":{"x":1}}');
    hub.mqtt.deliver(`lightkeeper/devices/${id}/set`, 'rubbish');
    await hub.settle();
    expect(await entries('device')).toHaveLength(3);

    hub.mqtt.disconnect();
    await hub.request('POST', `/devices/${id}/command`, { body: { on: false } });
    hub.mqtt.connect();
    await hub.clock.advance(60_000);
    await hub.settle();
    expect(JSON.parse((last('state') as { payload: string }).payload)).toMatchObject({ on: false });

    await hub.request('DELETE', `/devices/${id}`);
    await hub.settle();
    expect([last('state'), last('availability')]).toMatchObject([{ payload: '' }, { payload: '' }]);
  });
});

describe('the plugin', () => {
  it('lists its drivers with a form for each', async () => {
    hub = await createTestHub();
    const { items }: Page<DriverInfo> = (await hub.request('GET', '/drivers', { as: 'viewer' })).body;
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['artnet', 'sacn', 'shelly', 'virtual', 'wled']));
    expect(items.find(({ id }) => id === 'wled')).toMatchObject({ plugin_id: 'devices', config_schema: { required: ['address'] } });
  });

  it('takes back all that it set going', async () => {
    hub = await createTestHub();
    await addLight('Lamp');
    await hub.expectNoLeaks('devices');
  });

  it('furnishes the demo home once, and lets it live', async () => {
    hub = await createTestHub({ demo: true });
    await hub.clock.advance(5_000);
    const areas: Page<Area> = (await hub.request('GET', '/areas')).body;
    const devices: Page<Device> = (await hub.request('GET', '/devices')).body;
    expect(areas.items).toHaveLength(6);
    expect(devices.items).toHaveLength(16);
    expect(devices.items.every(({ status, area_id }) => status === 'online' && area_id !== null)).toBe(true);
    const events = hub.spy('device.event');
    await hub.clock.advance(240_000);
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['press', 'long_press']));
    expect(devices.items.find(({ name }) => name === 'Blind')?.state?.readings?.cover).toBe('open');
    const told = (await entries('device')).map(({ action, entity_name }) => `${action} ${entity_name ?? ''}`);
    expect(told).toContain('disconnected Desk bar');
    expect(told).toContain('commanded Blind');
    expect(told.filter((line) => line === 'connected Desk bar')).toHaveLength(2);
    expect(told.filter((line) => line.startsWith('commanded')).length).toBeGreaterThan(5);
    expect(told.filter((line) => line.startsWith('command_failed'))).toEqual([]);

    await hub.hub.container.cradle.supervisor.restart('devices');
    await hub.settle();
    expect((await hub.request('GET', '/devices')).body).toMatchObject({ items: { length: 16 } });
  });
});
