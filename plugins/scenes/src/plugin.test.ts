import { definePlugin, HubError, z } from '@lightkeeper/plugin-sdk';
import type {
  ActivityEntry,
  Device,
  DeviceCommand,
  DeviceDriver,
  DeviceState,
  Page,
  Problem,
  Scene,
  SceneActivation,
  SceneDevice,
} from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin, TestResponse } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/* Scenes through the real kernel, with lights that do as they are told, and lights that do not. */

/** How a light of the test behaves towards commands, by its name there. */
const manners = new Map<string, 'obeys' | 'lies' | 'is silent' | 'refuses' | 'rounds'>();

const driver: DeviceDriver<z.ZodObject<{ key: z.ZodString }>> = {
  id: 'moody',
  name: 'Moody light',
  description: 'A light whose manners the test chooses.',
  config: z.object({ key: z.string() }),
  connect({ key }, reporter) {
    const state: DeviceState = { on: true, brightness: 100, color: { r: 255, g: 0, b: 0 } };
    return Promise.resolve({
      description: { capabilities: ['on_off', 'brightness', 'color_rgb'], state },
      command({ transition_ms: _, ...wishes }: DeviceCommand) {
        const manner = manners.get(key) ?? 'obeys';
        if (manner === 'refuses') return Promise.reject(new HubError('LK_DEVICE_FAILED', 'It is in a mood.'));
        if (manner === 'is silent') return new Promise<never>(() => undefined);
        if (manner === 'obeys') reporter.state(wishes);
        if (manner === 'rounds')
          reporter.state({ ...wishes, ...(wishes.brightness !== undefined && { brightness: wishes.brightness - 3 }) });
        return Promise.resolve();
      },
      close: () => undefined,
    });
  },
};

const moody: TestPlugin<never, never> = {
  manifest: { id: 'moody', name: 'Moody', sdk: '*', dependsOn: ['devices'], permissions: ['devices'] },
  definition: definePlugin({
    setup(plugin) {
      plugin.effect('the driver moody', plugin.services.require('devices').registerDriver(driver));
    },
  }) as unknown as TestPlugin<never, never>['definition'],
};

let hub: TestHub;

beforeEach(async () => {
  manners.clear();
  hub = await createTestHub({ plugins: [moody], mqtt: true });
});

afterEach(async () => {
  await hub.stop();
});

async function ok<T>(answer: Promise<TestResponse>, status = 200): Promise<T> {
  const { status: got, body, text } = await answer;
  expect(got, text).toBe(status);
  return body;
}

const post = <T>(path: string, body?: unknown, status = 200): Promise<T> =>
  ok<T>(hub.request('POST', path, { ...(body !== undefined && { body }), as: 'member' }), status);
const get = <T>(path: string): Promise<T> => ok<T>(hub.request('GET', path));

async function light(name: string, config: Record<string, unknown> = { kind: 'color_light' }, kind = 'virtual'): Promise<string> {
  const { id } = await ok<Device>(hub.request('POST', '/devices', { body: { name, driver: kind, config } }), 201);
  await hub.settle();
  return id;
}

const command = (id: string, wishes: DeviceCommand): Promise<DeviceState> => post(`/devices/${id}/command`, wishes);
const state = (id: string): Promise<DeviceState> => get(`/devices/${id}/state`);
const unplug = (id: string, reachable = false): Promise<unknown> =>
  ok(hub.request('PATCH', `/devices/${id}`, { body: { config: { kind: 'color_light', reachable } } }));
const scene = (name: string, devices: SceneDevice[], rest: object = {}): Promise<Scene> => post('/scenes', { name, devices, ...rest }, 201);
const now = async (id: string): Promise<Scene['status']> => (await get<Scene>(`/scenes/${id}`)).status;
const entries = async (): Promise<ActivityEntry[]> => (await get<Page<ActivityEntry>>('/activity?limit=200')).items;
/** Longer than the hub gathers what devices tell, and than lamps may take to show what they took. */
const A_WHILE_MS = 5_000;

const AMBER = { r: 255, g: 150, b: 60 };

describe('a scene of what is shown now', () => {
  it('holds on and off, brightness, and the colour, white or effect that is shown, and shows it again', async () => {
    const [sofa, shelf, desk, plug] = [
      await light('Sofa'),
      await light('Shelf'),
      await light('Desk', { kind: 'white_light' }),
      await light('Plug', { kind: 'switch' }),
    ];
    await command(sofa, { on: true, brightness: 120, color: AMBER });
    await command(shelf, { on: true, brightness: 80, effect: 'Candle' });
    await command(desk, { on: true, brightness: 200, color_temp: 2400 });
    const kept = await post<Scene & { left_out: unknown[] }>(
      '/scenes/snapshot',
      { name: 'Evening', device_ids: [sofa, shelf, desk, plug] },
      201,
    );
    expect(kept.left_out).toEqual([]);
    expect(new Map(kept.devices.map(({ device_id, command: part }) => [device_id, part]))).toEqual(
      new Map<string, DeviceCommand>([
        [sofa, { on: true, brightness: 120, color: AMBER, effect: null }],
        [shelf, { on: true, brightness: 80, effect: 'Candle', color: { r: 255, g: 180, b: 107 } }],
        [desk, { on: true, brightness: 200, color_temp: 2400 }],
        [plug, { on: false }],
      ]),
    );
    expect(kept.status.state).toBe('active');
    for (const id of [sofa, shelf, desk]) await command(id, { on: false });
    await command(plug, { on: true });
    await hub.clock.advance(A_WHILE_MS);
    expect((await now(kept.id)).state).toBe('off');
    const { ok: all, items } = await post<SceneActivation>(`/scenes/${kept.id}/activate`, { transition_ms: 0 });
    expect([all, items.length]).toEqual([true, 4]);
    expect(await state(sofa)).toMatchObject({ on: true, brightness: 120, color: AMBER, effect: null });
    expect(await state(shelf)).toMatchObject({ on: true, effect: 'Candle' });
    expect(await state(plug)).toMatchObject({ on: false });
    expect((await now(kept.id)).state).toBe('active');
  });

  it('keeps what is set for daily use, and leaves out by name what is away or has nothing to be set', async () => {
    const [many, gone, air] = [
      await light('Heater', { kind: 'multi' }),
      await light('Gone', { reachable: false }),
      await light('Air', { kind: 'temperature' }),
    ];
    const { devices, left_out } = await post<Scene & { left_out: { device_name: string; reason: string }[] }>(
      '/scenes/snapshot',
      { name: 'All', device_ids: [many, gone, air, 'nobody'] },
      201,
    );
    expect(devices).toEqual([{ device_id: many, command: { on: false, set: { target_temperature: 20, mode: 'eco', cover: 0, tilt: 0 } } }]);
    expect(left_out.map(({ device_name, reason }) => `${device_name}: ${reason}`)).toEqual([
      'Gone: It is offline, so nobody knows what it shows.',
      'Air: It has nothing that a scene could set.',
      'A device that is gone: No device has this id.',
    ]);
    const refused: Problem = await post('/scenes/snapshot', { name: 'None', device_ids: [gone] }, 422);
    expect(refused.errors?.[0]?.field).toBe('/device_ids');
    expect(refused.detail).toContain('Gone: It is offline');
  });
});

describe('how a scene stands', () => {
  it('is told by what the devices say, whoever changed them, and by nothing else', async () => {
    const [a, b] = [await light('A'), await light('B')];
    const warm = await scene('Warm', [
      { device_id: a, command: { on: true, brightness: 100, color: AMBER } },
      { device_id: b, command: { on: false } },
    ]);
    expect(warm.status).toMatchObject({ state: 'off', since: null, activated_at: null, can_undo: false });
    await post(`/scenes/${warm.id}/activate`);
    expect(await now(warm.id)).toMatchObject({
      state: 'active',
      can_undo: true,
      differing: [],
      activated_at: expect.any(String) as string,
    });
    await hub.clock.advance(A_WHILE_MS);
    await command(b, { on: true });
    await hub.clock.advance(A_WHILE_MS);
    expect(await now(warm.id)).toMatchObject({ state: 'modified', differing: [b] });
    await command(b, { on: false });
    await hub.clock.advance(A_WHILE_MS);
    expect(await now(warm.id)).toMatchObject({ state: 'active', differing: [] });
  });

  it('is off for a scene whose devices another has taken over, and shown again when that one is taken back', async () => {
    const a = await light('A');
    const dim = await scene('Dim', [{ device_id: a, command: { on: true, brightness: 20 } }]);
    const bright = await scene('Bright', [{ device_id: a, command: { on: true, brightness: 250 } }]);
    await post(`/scenes/${dim.id}/activate`);
    await post(`/scenes/${bright.id}/activate`);
    await hub.clock.advance(A_WHILE_MS);
    expect([await now(dim.id), await now(bright.id)]).toMatchObject([{ state: 'off', can_undo: false }, { state: 'active' }]);
    await post(`/scenes/${bright.id}/undo`);
    await hub.clock.advance(A_WHILE_MS);
    expect([await now(dim.id), await now(bright.id)]).toMatchObject([{ state: 'active', can_undo: true }, { state: 'off' }]);
    await post(`/scenes/${dim.id}/undo`);
    expect(await state(a)).toMatchObject({ on: false });
    const refused: Problem = await post(`/scenes/${dim.id}/undo`, undefined, 409);
    expect(refused.code).toBe('LK_CONFLICT');
  });

  it('forgives lamps that round, and finds out those that lie', async () => {
    const [exact, rounding, lying] = [
      await light('Exact', { key: 'a' }, 'moody'),
      await light('Rounding', { key: 'b' }, 'moody'),
      await light('Lying', { key: 'c' }, 'moody'),
    ];
    manners.set('b', 'rounds');
    const part = { on: true, brightness: 200 };
    const fair = await scene(
      'Fair',
      [exact, rounding].map((device_id) => ({ device_id, command: part })),
    );
    await post(`/scenes/${fair.id}/activate`);
    await hub.clock.advance(A_WHILE_MS);
    expect((await now(fair.id)).state).toBe('active');
    manners.set('c', 'lies');
    const foul = await scene('Foul', [{ device_id: lying, command: part }]);
    expect(await post(`/scenes/${foul.id}/activate`)).toMatchObject({ ok: true });
    await hub.clock.advance(A_WHILE_MS);
    expect(await now(foul.id)).toMatchObject({ state: 'modified', differing: [lying] });
  });

  it('is told over the broker and to Home Assistant, where it can be called up', async () => {
    const a = await light('A');
    const dim = await scene('Dim', [{ device_id: a, command: { on: true, brightness: 20 } }]);
    // Longer than the hub listens to the broker before it announces.
    await hub.clock.advance(30_000);
    expect(hub.mqtt.retained.get(`lightkeeper/scenes/${dim.id}/state`)).toBe('off');
    hub.mqtt.deliver(`lightkeeper/scenes/${dim.id}/activate`, '');
    await hub.settle();
    expect(await state(a)).toMatchObject({ on: true, brightness: 20 });
    expect(hub.mqtt.retained.get(`lightkeeper/scenes/${dim.id}/state`)).toBe('active');
    const exposed = [...hub.mqtt.retained].find(
      ([topic, text]) => topic.startsWith('homeassistant/') && text.includes(`scene_${dim.id.replaceAll('-', '')}`),
    );
    expect(exposed?.[1]).toContain('"platform":"scene"');
    hub.mqtt.deliver(`lightkeeper/scenes/${dim.id}/activate`, '{"transition_ms":100}');
    hub.mqtt.deliver(`lightkeeper/scenes/${dim.id}/activate`, 'now!');
    await hub.settle();
    const activated = (await entries()).filter(({ action }) => action === 'scene_activated');
    expect(activated.map(({ actor }) => actor)).toEqual([expect.stringMatching(/^mqtt:/), expect.stringMatching(/^mqtt:/)]);
    await ok(hub.request('DELETE', `/scenes/${dim.id}`), 204);
    await hub.settle();
    expect(hub.mqtt.retained.has(`lightkeeper/scenes/${dim.id}/state`)).toBe(false);
  });
});

describe('showing a scene', () => {
  it('twice does not lose what was shown before it', async () => {
    const a = await light('A');
    await command(a, { on: true, brightness: 99 });
    const dim = await scene('Dim', [{ device_id: a, command: { on: true, brightness: 20 } }]);
    await Promise.all([post(`/scenes/${dim.id}/activate`), post(`/scenes/${dim.id}/activate`)]);
    await hub.clock.advance(A_WHILE_MS);
    await post(`/scenes/${dim.id}/activate`);
    await post(`/scenes/${dim.id}/undo`);
    expect(await state(a)).toMatchObject({ on: true, brightness: 99 });
  });

  it('can be refused by who listens, and then asks nothing of any device', async () => {
    const a = await light('A');
    const dim = await scene('Dim', [{ device_id: a, command: { on: true } }]);
    hub.hub.container.cradle.hooks.tap('test', 'scene.activating', ({ scene_name }) => {
      throw new HubError('LK_CONFLICT', `${scene_name} is not for tonight.`);
    });
    const refused: Problem = await post(`/scenes/${dim.id}/activate`, undefined, 409);
    expect(refused.detail).toBe('Dim is not for tonight.');
    expect((await entries()).filter(({ category }) => category === 'automation')).toEqual([]);
  });

  it('is told to who listens, with what came of it and its entry', async () => {
    const a = await light('A');
    const told = hub.spy('scene.activated');
    const dim = await scene('Dim', [{ device_id: a, command: { on: true } }]);
    const outcome = await post<SceneActivation>(`/scenes/${dim.id}/activate`);
    expect(told).toEqual([expect.objectContaining({ scene_id: dim.id, entity_name: 'Dim', entry_id: outcome.entry_id, outcome })]);
  });

  it('takes a room as a whole when it is kept', async () => {
    const { id: area_id } = await ok<{ id: string }>(hub.request('POST', '/areas', { body: { name: 'Hall', kind: 'hall' } }), 201);
    const a = await light('A');
    await ok(hub.request('PATCH', `/devices/${a}`, { body: { area_id } }));
    const kept = await post<Scene>('/scenes/snapshot', { name: 'Hall', area_ids: [area_id], area_id }, 201);
    expect([kept.area_id, kept.devices.map(({ device_id }) => device_id)]).toEqual([area_id, [a]]);
  });
});

describe('what does not reach every device', () => {
  it('is told of each by name, the others have it, and the log leads from each command to the scene and to the person', async () => {
    const [good, gone, bad] = [await light('Good'), await light('Gone', { reachable: false }), await light('Bad', { key: 'bad' }, 'moody')];
    manners.set('bad', 'refuses');
    const made = await scene(
      'Party',
      [good, gone, bad].map((device_id) => ({ device_id, command: { on: true } })),
    );
    const { ok: all, items, entry_id } = await post<SceneActivation>(`/scenes/${made.id}/activate`);
    expect(all).toBe(false);
    expect(items.map(({ device_name, ok: took, error, waiting }) => [device_name, took, error?.code ?? null, waiting])).toEqual([
      ['Good', true, null, false],
      ['Gone', false, 'LK_DEVICE_OFFLINE', false],
      ['Bad', false, 'LK_DEVICE_FAILED', false],
    ]);
    const all_entries = await entries();
    const activated = all_entries.find(({ id }) => id === entry_id);
    expect(activated).toMatchObject({
      action: 'scene_activated',
      actor: 'token:test-member',
      message: 'test-member activated the scene Party',
    });
    const effects = all_entries.filter(({ metadata }) => metadata.cause_id === entry_id);
    expect(effects.map(({ action, entity_name }) => `${action} ${entity_name ?? ''}`).sort()).toEqual([
      'command_failed Bad',
      'command_failed Gone',
      'commanded Good',
      'scene_failed Party',
    ]);
    expect(effects.find(({ action }) => action === 'scene_failed')).toMatchObject({
      severity: 'warning',
      message: 'test-member could not reach Gone and Bad with the scene Party',
    });
  });

  it('gets its part when it returns, if that was asked for, and undo gives it back as well', async () => {
    const [a, b] = [await light('A'), await light('B')];
    await unplug(b);
    const made = await scene(
      'Later',
      [a, b].map((device_id) => ({ device_id, command: { on: true, brightness: 77 } })),
    );
    const { items, entry_id } = await post<SceneActivation>(`/scenes/${made.id}/activate`, { retry_offline: true });
    expect(items.map(({ waiting }) => waiting)).toEqual([false, true]);
    expect((await now(made.id)).waiting).toEqual([b]);
    await unplug(b, true);
    await hub.clock.advance(A_WHILE_MS);
    expect(await state(b)).toMatchObject({ on: true, brightness: 77 });
    expect(await now(made.id)).toMatchObject({ state: 'active', waiting: [] });
    const late = (await entries()).find(({ action, entity_name }) => action === 'commanded' && entity_name === 'B');
    expect(late).toMatchObject({ actor: 'token:test-member', metadata: { cause_id: entry_id } });
    await post(`/scenes/${made.id}/undo`);
    expect([await state(a), await state(b)]).toMatchObject([{ on: false }, { on: false }]);
  });

  it('waits for nothing any more once something newer was asked of it', async () => {
    const b = await light('B');
    await unplug(b);
    const made = await scene('Later', [{ device_id: b, command: { on: true, brightness: 77 } }], { retry_offline: true });
    await post(`/scenes/${made.id}/activate`);
    expect((await now(made.id)).waiting).toEqual([b]);
    await post(`/devices/${b}/command`, { on: false }, 503);
    expect((await now(made.id)).waiting).toEqual([]);
    await unplug(b, true);
    await hub.clock.advance(A_WHILE_MS);
    expect(await state(b)).toMatchObject({ on: false });
  });

  it('does not wait for ever for a light that never answers', async () => {
    const [good, silent] = [await light('Good'), await light('Silent', { key: 's' }, 'moody')];
    manners.set('s', 'is silent');
    const made = await scene(
      'Party',
      [good, silent].map((device_id) => ({ device_id, command: { on: true } })),
    );
    const answer = post<SceneActivation>(`/scenes/${made.id}/activate`);
    await expect.poll(() => state(good)).toMatchObject({ on: true });
    await hub.clock.advance(20_000);
    expect((await answer).items.map(({ device_name, ok: took, error }) => [device_name, took, error?.code])).toEqual([
      ['Good', true, undefined],
      ['Silent', false, 'LK_DEVICE_FAILED'],
    ]);
  });

  it('does not pile up behind it: a playlist waits with its next scene', async () => {
    const silent = await light('Silent', { key: 's' }, 'moody');
    manners.set('s', 'is silent');
    const made = await scene('Party', [{ device_id: silent, command: { on: true } }]);
    const items = Array.from({ length: 3 }, () => ({ scene_id: made.id, duration_ms: 1_000 }));
    const { id } = await post<{ id: string }>('/playlists', { name: 'Fast', items }, 201);
    const started = post(`/playlists/${id}/start`);
    await expect.poll(async () => (await entries()).filter(({ action }) => action === 'scene_activated').length).toBe(1);
    await hub.clock.advance(7_000);
    expect((await entries()).filter(({ action }) => action === 'scene_activated')).toHaveLength(1);
    await hub.clock.advance(3_000);
    await started;
    expect((await entries()).filter(({ action }) => action === 'scene_activated')).toHaveLength(2);
    await post(`/playlists/${id}/stop`);
  });

  it('is an error when no device took it, and the scene stands as before', async () => {
    const gone = await light('Gone', { reachable: false });
    const made = await scene('Nowhere', [{ device_id: gone, command: { on: true } }]);
    await post(`/scenes/${made.id}/activate`);
    expect(await now(made.id)).toMatchObject({ state: 'off', activated_at: null, can_undo: false });
    expect((await entries()).find(({ action }) => action === 'scene_failed')).toMatchObject({ severity: 'error' });
  });
});

describe('a scene that is only tried out', () => {
  const parts = (id: string, brightness: number): SceneDevice[] => [{ device_id: id, command: { on: true, brightness } }];
  const preview = (devices: SceneDevice[], rest: object = {}): Promise<{ preview_id: string }> =>
    post('/scenes/preview', { devices, ...rest });

  it('is seen at once, follows each change, and gives the devices back when it ends', async () => {
    const [a, b] = [await light('A'), await light('B')];
    await command(a, { on: true, brightness: 99 });
    const { preview_id } = await preview([...parts(a, 10), ...parts(b, 10)]);
    expect([await state(a), await state(b)]).toMatchObject([{ brightness: 10 }, { on: true, brightness: 10 }]);
    await preview(parts(a, 20), { preview_id });
    expect([await state(a), await state(b)]).toMatchObject([{ brightness: 20 }, { on: false }]);
    await ok(hub.request('DELETE', `/scenes/previews/${preview_id}`), 204);
    expect(await state(a)).toMatchObject({ on: true, brightness: 99 });
    expect((await hub.request('DELETE', `/scenes/previews/${preview_id}`)).status).toBe(404);
  });

  it('asks nothing of a device that it has asked already', async () => {
    const a = await light('A');
    const { preview_id } = await preview(parts(a, 10));
    await preview(parts(a, 10), { preview_id });
    expect((await entries()).filter(({ action }) => action === 'commanded')).toHaveLength(1);
  });

  it('ends by itself when nobody goes on with it, and after a restart', async () => {
    const a = await light('A');
    await preview(parts(a, 10));
    await hub.clock.advance(14_000);
    expect(await state(a)).toMatchObject({ on: true });
    await hub.clock.advance(1_000);
    expect(await state(a)).toMatchObject({ on: false });
    await preview(parts(a, 10));
    await hub.hub.container.cradle.supervisor.restart('scenes');
    await hub.settle();
    expect(await state(a)).toMatchObject({ on: false });
  });

  it('stays as it is when that is asked for', async () => {
    const a = await light('A');
    const { preview_id } = await preview(parts(a, 10));
    await ok(hub.request('DELETE', `/scenes/previews/${preview_id}?keep=true`), 204);
    await hub.clock.advance(60_000);
    expect(await state(a)).toMatchObject({ on: true, brightness: 10 });
  });
});

describe('what is remembered', () => {
  it('outlives a restart: what undo goes back to, how the scene stands, and who waits', async () => {
    const [a, b] = [await light('A', { kind: 'color_light', key: 'a' }), await light('B')];
    await unplug(b);
    const made = await scene(
      'Later',
      [a, b].map((device_id) => ({ device_id, command: { on: true, brightness: 77 } })),
    );
    await post(`/scenes/${made.id}/activate`, { retry_offline: true });
    const before = await now(made.id);
    await hub.hub.container.cradle.supervisor.restart('scenes');
    await hub.settle();
    expect(await now(made.id)).toEqual(before);
    await unplug(b, true);
    await hub.clock.advance(A_WHILE_MS);
    expect(await state(b)).toMatchObject({ on: true, brightness: 77 });
    await post(`/scenes/${made.id}/undo`);
    expect([await state(a), await state(b)]).toMatchObject([{ on: false }, { on: false }]);
    await hub.clock.advance(A_WHILE_MS);
    await hub.expectNoLeaks('scenes');
  });

  it('is forgotten with the scene and with the device', async () => {
    const [a, b] = [await light('A'), await light('B')];
    await unplug(b);
    const made = await scene(
      'Later',
      [a, b].map((device_id) => ({ device_id, command: { on: true } })),
      { retry_offline: true },
    );
    await post(`/scenes/${made.id}/activate`);
    const used = await get<{ items: { name: string }[] }>(`/devices/${b}/used-by`);
    expect(used.items).toMatchObject([{ type: 'scene', name: 'Later' }]);
    await ok(hub.request('DELETE', `/devices/${b}`));
    await hub.clock.advance(A_WHILE_MS);
    expect(await get<Scene>(`/scenes/${made.id}`)).toMatchObject({ missing: [b], status: { waiting: [], state: 'active' } });
    // Another name for it, while a device of it is gone.
    await ok(hub.request('PATCH', `/scenes/${made.id}`, { body: { name: 'Sooner' } }));
    await ok(hub.request('DELETE', `/scenes/${made.id}`), 204);
    await hub.settle();
    const { db } = hub.hub.container.cradle;
    await db.idle();
    expect(db.all('SELECT * FROM scenes_memory', [])).toEqual([]);
  });

  it('bad input is refused by the name of its field', async () => {
    const a = await light('A');
    const refused = async (path: string, body: object): Promise<string | undefined> =>
      (await post<Problem>(path, body, 422)).errors?.[0]?.field;
    const part = { device_id: a, command: { on: true } };
    expect(await refused('/scenes', { name: 'x', devices: [] })).toBe('/devices');
    expect(await refused('/scenes', { name: 'x', devices: [part, part] })).toBe('/devices/1/device_id');
    expect(await refused('/scenes', { name: 'x', devices: [{ ...part, command: {} }] })).toBe('/devices/0/command');
    expect(await refused('/scenes', { name: 'x', devices: [{ ...part, command: { brightness: 0 } }] })).toBe(
      '/devices/0/command/brightness',
    );
    expect(await refused('/scenes', { name: 'x', devices: [{ ...part, device_id: 'nobody' }] })).toBe('/devices/0/device_id');
    expect(await refused('/scenes', { name: 'x', devices: [part], transition_ms: 3_600_001 })).toBe('/transition_ms');
    expect(await refused('/scenes', { name: 'x', devices: [part], area_id: 'nowhere' })).toBe('/area_id');
    expect(await refused('/scenes/preview', { devices: Array.from({ length: 201 }, () => part) })).toBe('/devices');
    expect((await hub.request('POST', '/scenes/nothing/activate')).status).toBe(404);
    expect((await hub.request('POST', '/scenes/preview', { body: { devices: [part] }, as: 'viewer' })).status).toBe(403);
  });
});
