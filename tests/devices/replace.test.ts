import { HubError, SECRET_MASK, definePlugin, z } from '@lightkeeper/plugin-sdk';
import type {
  ActivityEntry,
  Device,
  DeviceDriver,
  DeviceService,
  Discovery,
  LightCapability,
  Page,
  Problem,
} from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SECRET = 'the old one must stay here';

let hub: TestHub;
let service: DeviceService;
/** What the drivers were given, newest last. */
let given: unknown[];

function driver(id: string, capabilities: LightCapability[]): DeviceDriver {
  return {
    id,
    name: id,
    description: 'Somebody else makes it',
    config: z.strictObject({
      address: z.string().min(1).max(200),
      serial: z.string().optional(),
      channel: z.number().int().optional(),
      password: z
        .string()
        .optional()
        .meta({ ui: { secret: true } }),
    }),
    discovery: { recognises: ({ key }, config) => config.serial === key },
    connect(config) {
      if (config.address === 'broken') return Promise.reject(new HubError('LK_DEVICE_FAILED', 'It is broken.'));
      given.push(config);
      const state = { on: true, ...(capabilities.includes('brightness') && { brightness: 7 }) };
      return Promise.resolve({ description: { capabilities, state }, command: () => Promise.resolve(), close: () => undefined });
    },
  };
}

const makers: TestPlugin<never, never> = {
  manifest: { id: 'makers', name: 'Makers', sdk: '*', dependsOn: ['devices'], permissions: ['devices'] },
  definition: definePlugin({
    setup(own) {
      service = own.services.require('devices');
      own.effect('lamps', service.registerDriver(driver('lamp', ['on_off', 'brightness']), own.plugin.id));
      own.effect('plugs', service.registerDriver(driver('plug', ['on_off']), own.plugin.id));
    },
  }) as unknown as TestPlugin<never, never>['definition'],
};

beforeEach(async () => {
  given = [];
  hub = await createTestHub({ plugins: [makers] });
});
afterEach(async () => {
  await hub.stop();
});

async function addLamp(): Promise<Device> {
  const area = (await hub.request('POST', '/areas', { body: { name: 'Hall', kind: 'hall' } })).body as { id: string };
  const config = { address: '192.168.1.7', serial: 'A1', channel: 2, password: SECRET };
  const body = { name: 'Lamp', driver: 'lamp', config, area_id: area.id, labels: ['evening'] };
  const { status, body: added } = await hub.request('POST', '/devices', { body });
  expect(status).toBe(201);
  await hub.settle();
  return added;
}

async function replace(id: string, body: unknown): Promise<Device> {
  const { status, text } = await hub.request('POST', `/devices/${id}/replace`, { body });
  expect(status, text).toBe(200);
  await hub.settle();
  return (await hub.request('GET', `/devices/${id}`)).body;
}

async function announce(driver_id: string, serial: string): Promise<Discovery> {
  const proposal = { key: serial, name: `New ${serial}`, config: { address: '192.168.1.9', serial }, address: '192.168.1.9', port: 80 };
  service.announce(driver_id, { ...proposal, details: {} });
  return discovery(serial);
}

async function discovery(serial: string): Promise<Discovery> {
  const { items }: Page<Discovery> = (await hub.request('GET', '/discoveries')).body;
  const found = items.find(({ name }) => name === `New ${serial}`);
  if (found === undefined) throw new Error(`${serial} is not in the inbox`);
  return found;
}

describe('replacing a device', () => {
  it('puts a new address behind it, and nothing of the old connection stays', async () => {
    const before = await addLamp();
    const after = await replace(before.id, { config: { address: '192.168.1.8' } });
    expect(after).toMatchObject({ id: before.id, name: 'Lamp', area_id: before.area_id, labels: ['evening'], status: 'online' });
    expect(after.config).toEqual({ address: '192.168.1.8' });
    expect(given.at(-1)).toEqual({ address: '192.168.1.8' });
  });

  it('is a word of its own in the log, which says what is new and no value of it', async () => {
    const { id } = await addLamp();
    await replace(id, { driver: 'plug', config: { address: '192.168.1.8' } });
    const { items }: Page<ActivityEntry> = (await hub.request('GET', `/activity?entity_id=${id}&categories=device`)).body;
    const entry = items.find(({ action }) => action === 'replaced');
    expect(entry).toMatchObject({ message: 'test-owner replaced Lamp', actor: 'token:test-owner', entity_id: id });
    expect(entry?.metadata.changed).toEqual(
      expect.arrayContaining(['driver', 'config.address', 'config.serial', 'config.channel', 'config.password']),
    );
    expect(JSON.stringify(entry)).not.toMatch(/192\.168|the old one/);
  });

  it('makes of it what the new unit is', async () => {
    const before = await addLamp();
    expect((await hub.request('GET', `/devices/${before.id}`)).body).toMatchObject({ state: { on: true, brightness: 7 } });
    const after = await replace(before.id, { driver: 'plug', config: { address: '192.168.1.8' } });
    expect(after).toMatchObject({ driver: 'plug', capabilities: ['on_off'], state: { on: true } });
    expect(after.state).not.toHaveProperty('brightness');
    expect((await hub.request('POST', `/devices/${before.id}/command`, { body: { brightness: 3 } })).status).toBe(422);
  });

  it('keeps a secret when its mask is sent back, but never for another driver', async () => {
    const { id } = await addLamp();
    await replace(id, { config: { address: '192.168.1.8', password: SECRET_MASK } });
    expect(given.at(-1)).toEqual({ address: '192.168.1.8', password: SECRET });
    const other = await replace(id, { driver: 'plug', config: { address: '192.168.1.8', password: SECRET_MASK } });
    expect(other.config).toEqual({ address: '192.168.1.8' });
    expect(given.at(-1)).toEqual({ address: '192.168.1.8' });
  });

  it('takes a found thing, with the settings but not the secrets of the old one, and the thing is added then', async () => {
    const { id } = await addLamp();
    const old = await announce('lamp', 'A1');
    const found = await announce('lamp', 'B2');
    expect([old.status, found.status]).toEqual(['added', 'new']);
    const after = await replace(id, { discovery_id: found.id });
    expect(given.at(-1)).toEqual({ address: '192.168.1.9', serial: 'B2', channel: 2 });
    expect(after.config).toEqual({ address: '192.168.1.9', serial: 'B2', channel: 2 });
    expect(await discovery('B2')).toMatchObject({ status: 'added', device_id: id });
    expect(await discovery('A1')).toMatchObject({ status: 'new', device_id: null });
  });

  it('takes a found thing of another kind', async () => {
    const { id } = await addLamp();
    await announce('lamp', 'A1');
    const events = hub.spy('device.discovered');
    const found = await announce('plug', 'C3');
    const after = await replace(id, { discovery_id: found.id });
    expect(after).toMatchObject({ driver: 'plug', config: { address: '192.168.1.9', serial: 'C3' }, capabilities: ['on_off'] });
    expect([await discovery('C3'), await discovery('A1')]).toMatchObject([{ status: 'added' }, { status: 'new' }]);
    expect(events).toHaveLength(1);
  });

  it('leaves the entry out when nothing is new', async () => {
    const { id, config } = await addLamp();
    await replace(id, { config });
    const { items }: Page<ActivityEntry> = (await hub.request('GET', '/activity?categories=device')).body;
    expect(items.map(({ action }) => action)).toEqual(['connected']);
  });

  it('shows it offline, with the reason, when the new unit does not answer', async () => {
    const { id } = await addLamp();
    expect(await replace(id, { config: { address: 'broken' } })).toMatchObject({ status: 'offline', status_reason: 'It is broken.' });
  });

  it('refuses what is not right, by the name of the field, and is for administrators', async () => {
    const { id } = await addLamp();
    const added = await hub.request('POST', '/devices', {
      body: { name: 'Other', driver: 'lamp', config: { address: 'x', serial: 'D4' } },
    });
    expect(added.status).toBe(201);
    const taken = await announce('lamp', 'D4');
    const refused = async (body: unknown, as: 'owner' | 'member' = 'owner', of = id): Promise<unknown[]> => {
      const answer = await hub.request('POST', `/devices/${of}/replace`, { body, as });
      const problem: Problem = answer.body;
      return [answer.status, problem.code, problem.errors?.[0]?.field];
    };
    expect(await refused({ config: {} })).toEqual([422, 'LK_VALIDATION', '/config/address']);
    expect(await refused({ config: { address: 'x', colour: 'red' } })).toEqual([422, 'LK_VALIDATION', '/config/colour']);
    expect(await refused({ driver: 'nothing', config: {} })).toEqual([422, 'LK_VALIDATION', '/driver']);
    expect((await refused({}))[0]).toBe(422);
    expect((await refused({ discovery_id: taken.id, config: {} }))[0]).toBe(422);
    expect(await refused({ discovery_id: 'nowhere' })).toEqual([404, 'LK_NOT_FOUND', undefined]);
    expect(await refused({ discovery_id: taken.id })).toEqual([409, 'LK_CONFLICT', undefined]);
    expect(await refused({ config: { address: 'x' } }, 'owner', 'nowhere')).toEqual([404, 'LK_NOT_FOUND', undefined]);
    expect((await refused({ config: { address: 'x' } }, 'member'))[0]).toBe(403);
  });
});
