import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActivityEntry, Device, Page, Playlist, Scene, SceneActivation } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from '../support/api.js';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { WledSimulator } from '../support/wled-simulator.js';

/* Scenes through the whole hub, with lights that speak the real protocol: one that works, one that is away, one that hears and says nothing. */

let hub: HubProcess;
let owner: ApiClient;
let token: string;
const lights: WledSimulator[] = [];

beforeEach(async () => {
  ({ hub, owner, token } = await startHeadless());
});

afterEach(async () => {
  await hub.dispose();
  await Promise.all(lights.splice(0).map((light) => light.end()));
});

async function ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const answer = await owner.api<T>(method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

async function light(name: string): Promise<{ id: string; light: WledSimulator }> {
  const simulator = new WledSimulator({ name });
  lights.push(simulator);
  await simulator.start();
  const { id } = await ask<Device>('POST', '/devices', { name, driver: 'wled', config: { address: simulator.address } });
  await isOnline(id);
  return { id, light: simulator };
}

async function isOnline(id: string): Promise<void> {
  await eventually('the light is online', async () => (await ask<Device>('GET', `/devices/${id}`)).status === 'online', {
    within_ms: 40_000,
  });
}

async function isOffline(id: string): Promise<void> {
  await eventually('the light is known to be away', async () => (await ask<Device>('GET', `/devices/${id}`)).status === 'offline', {
    within_ms: 40_000,
  });
}

const scene = (name: string, ids: string[], command: object, rest: object = {}): Promise<Scene> =>
  ask('POST', '/scenes', { name, devices: ids.map((device_id) => ({ device_id, command })), transition_ms: 0, ...rest });

/** The hub dies, and is there again on the same data. */
async function killAndReturn(): Promise<void> {
  await hub.kill();
  hub = await hub.again();
  owner = hub.client(token);
}

describe('a scene of real lights', () => {
  it('is kept from now, shown, seen to be shown, and taken back', async () => {
    const { id, light: strip } = await light('Shelf');
    strip.touch({ on: true, bri: 130, seg: { col: ['FF9632'] } });
    await eventually('the hub has heard of it', async () => (await ask<Device>('GET', `/devices/${id}`)).state?.brightness === 130);
    const kept = await ask<Scene>('POST', '/scenes/snapshot', { name: 'Evening', device_ids: [id], transition_ms: 0 });
    expect(kept.devices[0]?.command).toMatchObject({ on: true, brightness: 130, color: { r: 255, g: 150, b: 50 } });
    strip.touch({ on: true, bri: 20, seg: { col: ['0000FF'] } });
    const state = async (): Promise<string> => (await ask<Scene>('GET', `/scenes/${kept.id}`)).status.state;
    await eventually('the scene is off', async () => (await state()) === 'off');
    const events = await EventListener.open(hub, token);
    expect(await ask<SceneActivation>('POST', `/scenes/${kept.id}/activate`)).toMatchObject({ ok: true });
    expect(strip.model.state()).toMatchObject({ on: true, bri: 130 });
    await eventually('everybody is told', () => events.of('scene_status').at(-1)?.status.state === 'active');
    strip.touch({ bri: 60 });
    await eventually('somebody has turned it down', async () => (await state()) === 'modified', { within_ms: 20_000 });
    await ask('POST', `/scenes/${kept.id}/undo`);
    expect(strip.model.state()).toMatchObject({ on: true, bri: 20 });
    await events.close();
  });

  it('reaches those that are there, tells of each other by name, and gives one its part when it is back', async () => {
    const [good, gone, mute] = [await light('Good'), await light('Gone'), await light('Mute')];
    await gone.light.stop();
    await isOffline(gone.id);
    mute.light.mode = 'silent';
    const made = await scene('Party', [good.id, gone.id, mute.id], { on: true, brightness: 77 });
    const { ok, items, entry_id } = await ask<SceneActivation>('POST', `/scenes/${made.id}/activate`, { retry_offline: true });
    expect(ok).toBe(false);
    expect(items.map(({ device_name, ok: took, waiting }) => [device_name, took, waiting])).toEqual([
      ['Good', true, false],
      ['Gone', false, true],
      ['Mute', false, expect.any(Boolean)],
    ]);
    expect(good.light.model.state()).toMatchObject({ on: true, bri: 77 });
    const { items: entries } = await ask<Page<ActivityEntry>>('GET', '/activity?limit=50');
    const failed = entries.find(({ action }) => action === 'scene_failed');
    expect(failed).toMatchObject({
      message: 'test-owner could not reach Gone and Mute with the scene Party',
      metadata: { cause_id: entry_id },
    });

    await killAndReturn();
    expect((await ask<Scene>('GET', `/scenes/${made.id}`)).status.waiting).toContain(gone.id);
    await gone.light.start();
    await eventually('it has its part', () => gone.light.model.state().bri === 77, { within_ms: 60_000 });
  });
});

describe('a hub that was killed', () => {
  it('goes on with a playlist where it was, and can still take a scene back', async () => {
    const { id, light: strip } = await light('Shelf');
    strip.touch({ on: true, bri: 200 });
    await eventually('the hub has heard of it', async () => (await ask<Device>('GET', `/devices/${id}`)).state?.brightness === 200);
    const scenes = [await scene('Low', [id], { on: true, brightness: 10 }), await scene('High', [id], { on: true, brightness: 240 })];
    const playlist = await ask<Playlist>('POST', '/playlists', {
      name: 'Two',
      items: scenes.map(({ id: scene_id }) => ({ scene_id, duration_ms: 3_600_000 })),
    });
    await ask('POST', `/playlists/${playlist.id}/start`);
    const { status } = await ask<Playlist>('POST', `/playlists/${playlist.id}/skip`);
    expect(status).toMatchObject({ state: 'playing', index: 1 });
    expect(strip.model.state()).toMatchObject({ bri: 240 });

    await killAndReturn();
    const after = await ask<Playlist>('GET', `/playlists/${playlist.id}`);
    expect(after.status).toEqual(status);
    await isOnline(id);
    expect((await ask<Playlist>('POST', `/playlists/${playlist.id}/skip`)).status.index).toBe(0);
    expect(strip.model.state()).toMatchObject({ bri: 10 });
    await ask('POST', `/playlists/${playlist.id}/stop`);
    await ask('POST', `/scenes/${scenes[0]?.id ?? ''}/undo`);
    expect(strip.model.state()).toMatchObject({ bri: 240 });
  });

  it('gives back the lights of a preview, as it does when the page is closed', async () => {
    const { id, light: strip } = await light('Shelf');
    strip.touch({ on: true, bri: 200 });
    await eventually('the hub has heard of it', async () => (await ask<Device>('GET', `/devices/${id}`)).state?.brightness === 200);
    const devices = [{ device_id: id, command: { on: true, brightness: 5 } }];
    const { preview_id } = await ask<{ preview_id: string }>('POST', '/scenes/preview', { devices, transition_ms: 0 });
    const page = await EventListener.open(hub, token);
    await page.openChannel('scene_preview', { preview_id });
    expect(strip.model.state()).toMatchObject({ bri: 5 });
    page.socket.terminate();
    await eventually('it is as it was', () => strip.model.state().bri === 200);

    await ask('POST', '/scenes/preview', { devices, transition_ms: 0 });
    expect(strip.model.state()).toMatchObject({ bri: 5 });
    await killAndReturn();
    await eventually('it is as it was', () => strip.model.state().bri === 200);
  });
});
