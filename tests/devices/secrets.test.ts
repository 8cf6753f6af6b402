import { definePlugin, SECRET_MASK, z } from '@lightkeeper/plugin-sdk';
import type { Device, DeviceDriver, Disposer } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';

/* A driver marks the secrets of its config; the hub keeps them wherever the record goes, and when the driver is away too. */

const SECRET = 'correct horse battery';

let hub: TestHub;
/** The configs that the driver was given. */
let given: unknown[];
/** The record as it lies in the database. */
let stored: (id: string) => string;
let come: () => void;
let go: Disposer;

beforeEach(async () => {
  given = [];
  hub = await createTestHub({ plugins: [lockedLamps()] });
});

afterEach(async () => {
  await hub.stop();
});

function driver<S extends z.ZodObject>(id: string, config: S): DeviceDriver<S> {
  return {
    id,
    name: id,
    description: 'A lamp behind a lock',
    config,
    connect(received) {
      given.push(received);
      return Promise.resolve({
        description: { capabilities: ['on_off'], state: { on: false } },
        command: () => Promise.resolve(),
        close: () => undefined,
      });
    },
  };
}

function lockedLamps(): TestPlugin<never, never> {
  const secret = z
    .string()
    .optional()
    .meta({ ui: { secret: true } });
  const locked = driver(
    'locked',
    z.strictObject({ place: z.string().default(''), key: secret, cloud: z.strictObject({ token: secret }).optional() }),
  );
  const open = driver('open', z.strictObject({ place: z.string().default(''), key: z.string().optional() }));
  return {
    manifest: { id: 'locked-lamps', name: 'Locked lamps', sdk: '*', dependsOn: ['devices'], permissions: ['devices', 'database'] },
    // The list of plugins forgets the types of each one's settings and words.
    definition: definePlugin({
      setup(own) {
        const devices = own.services.require('devices');
        come = () => (go = devices.registerDriver(locked, own.plugin.id));
        come();
        own.effect('locked', () => go());
        own.effect('open', devices.registerDriver(open, own.plugin.id));
        stored = (id) => own.db.all<{ data: string }>('SELECT data FROM entities WHERE id = ?', [id])[0]?.data ?? '';
      },
    }) as unknown as TestPlugin<never, never>['definition'],
  };
}

async function add(config: object): Promise<Device> {
  const { status, body } = await hub.request('POST', '/devices', { body: { name: 'Lamp', driver: 'locked', config } });
  expect(status).toBe(201);
  await hub.settle();
  return body;
}

async function patch(id: string, change: object): Promise<Device> {
  const { status, body } = await hub.request('PATCH', `/devices/${id}`, { body: change });
  expect(status).toBe(200);
  await hub.settle();
  return body;
}

async function read(id: string): Promise<Device> {
  return (await hub.request('GET', `/devices/${id}`)).body;
}

describe("the secrets of a driver's config", () => {
  it('are encrypted at rest and masked on the wire, and reach the driver', async () => {
    const { id, config } = await add({ key: SECRET, cloud: { token: `${SECRET}!` } });
    expect(config).toEqual({ key: SECRET_MASK, cloud: { token: SECRET_MASK } });
    expect((await read(id)).config).toEqual(config);
    expect(stored(id)).toMatch(/"key":"enc:v1:.*"token":"enc:v1:/);
    expect(stored(id)).not.toContain(SECRET);
    expect(given).toEqual([{ place: '', key: SECRET, cloud: { token: `${SECRET}!` } }]);
  });

  it('are masked in what the WebSocket tells', async () => {
    const listener = await EventListener.open(hub, await hub.token('viewer'));
    try {
      const { id } = await add({ key: SECRET });
      await patch(id, { config: { place: 'hall' } });
      await eventually(
        'both changes were told',
        () => listener.of('entity_changed').filter(({ entity_id }) => entity_id === id).length >= 2,
      );
      const text = JSON.stringify(listener.events);
      expect(text).toContain(SECRET_MASK);
      expect(text).not.toContain(SECRET);
    } finally {
      await listener.close();
    }
  });

  it('are kept when the mask is sent back, replaced by another, and taken away by null', async () => {
    const { id, config } = await add({ key: SECRET });
    await patch(id, { config: { ...config, place: 'hall' } });
    expect(given.at(-1)).toEqual({ place: 'hall', key: SECRET });
    await patch(id, { config: { key: 'other' } });
    expect(given.at(-1)).toEqual({ place: 'hall', key: 'other' });
    expect((await patch(id, { config: { key: null } })).config).toEqual({ place: 'hall' });
    expect(given.at(-1)).toEqual({ place: 'hall' });
  });

  it('are not handed to another driver that would show them', async () => {
    const { id } = await add({ place: 'hall', key: SECRET });
    expect((await patch(id, { driver: 'open' })).config).toEqual({ place: 'hall' });
    expect((await patch(id, { config: { key: 'plain' } })).config).toEqual({ place: 'hall', key: 'plain' });
    expect(stored(id)).not.toContain('enc:v1:');
  });

  it('stay hidden and whole while the driver is away, and open when it is back', async () => {
    const { id, config } = await add({ key: SECRET });
    const sealed = stored(id);
    await go();
    expect((await read(id)).config).toEqual(config);
    expect(await patch(id, { name: 'Renamed', config })).toMatchObject({ name: 'Renamed', config });
    given = [];
    come();
    await eventually('the driver is back', () => given.length > 0);
    expect(given).toEqual([{ place: '', key: SECRET }]);
    expect(stored(id)).toBe(sealed);
  });
});
