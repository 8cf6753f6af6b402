import type { ActivityEntry, Device, DeviceState, Page, Playlist, Problem, Scene } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestResponse } from '@lightkeeper/plugin-sdk-testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orderOf } from './playlists/order.js';

/* Playlists through the real kernel, by the clock of the test. */

let hub: TestHub;
let lamp: string;
let scenes: string[];

beforeEach(async () => {
  hub = await createTestHub({ mqtt: true });
  lamp = (
    await ok<Device>(
      hub.request('POST', '/devices', { body: { name: 'Lamp', driver: 'virtual', config: { kind: 'light', key: 'lamp' } } }),
      201,
    )
  ).id;
  await hub.settle();
  scenes = [];
  for (const brightness of [10, 20, 30]) {
    const devices = [{ device_id: lamp, command: { on: true, brightness } }];
    scenes.push((await post<Scene>('/scenes', { name: `At ${brightness}`, devices }, 201)).id);
  }
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

async function playlist(rest: object = {}): Promise<string> {
  const items = scenes.map((scene_id, index) => ({ scene_id, duration_ms: (index + 1) * 10_000, transition_ms: 0 }));
  return (await post<Playlist>('/playlists', { name: 'Steps', items, ...rest }, 201)).id;
}
const act = (id: string, word: string): Promise<Playlist> => post(`/playlists/${id}/${word}`);
const brightness = async (): Promise<number | undefined> => (await get<DeviceState>(`/devices/${lamp}/state`)).brightness;
const status = async (id: string): Promise<Playlist['status']> => (await get<Playlist>(`/playlists/${id}`)).status;
const entries = async (): Promise<ActivityEntry[]> => (await get<Page<ActivityEntry>>('/activity?limit=200')).items;
const restart = async (): Promise<void> => {
  await hub.hub.container.cradle.supervisor.restart('scenes');
  await hub.settle();
};

describe('a playlist', () => {
  it('shows its scenes in order, each for its time, and begins anew', async () => {
    const id = await playlist();
    const seen = [(await act(id, 'start')).status.index, await brightness()];
    for (const ms of [10_000, 20_000, 30_000]) {
      await hub.clock.advance(ms);
      seen.push((await status(id)).index, await brightness());
    }
    expect(seen).toEqual([0, 10, 1, 20, 2, 30, 0, 10]);
  });

  it('ends after its last scene where it is not to begin anew, which the log tells', async () => {
    const id = await playlist({ loop: false });
    const stopped = hub.spy('playlist.stopped');
    await act(id, 'start');
    await hub.clock.advance(60_000);
    expect([await status(id), await brightness()]).toMatchObject([{ state: 'stopped', index: null, next_at: null }, 30]);
    expect(stopped).toMatchObject([{ playlist_id: id, metadata: { duration_ms: 60_000 } }]);
    expect((await entries()).find(({ action }) => action === 'playlist_stopped')).toMatchObject({
      actor: 'schedule',
      message: 'The schedule stopped the playlist Steps, which had come to its end',
    });
  });

  it('pauses, goes on with what was left, skips and stops, each by whoever asked', async () => {
    const id = await playlist();
    await act(id, 'start');
    await hub.clock.advance(4_000);
    expect((await act(id, 'pause')).status).toMatchObject({ state: 'paused', remaining_ms: 6_000, next_at: null });
    await hub.clock.advance(100_000);
    expect(await brightness()).toBe(10);
    await act(id, 'pause');
    expect((await act(id, 'start')).status).toMatchObject({ state: 'playing', remaining_ms: null, index: 0 });
    await hub.clock.advance(5_999);
    expect((await status(id)).index).toBe(0);
    await hub.clock.advance(1);
    expect([(await status(id)).index, await brightness()]).toEqual([1, 20]);
    expect((await act(id, 'skip')).status.index).toBe(2);
    expect(await brightness()).toBe(30);
    expect((await act(id, 'stop')).status.state).toBe('stopped');
    await act(id, 'stop');
    const refused: Problem = await post(`/playlists/${id}/skip`, undefined, 409);
    expect(refused.detail).toContain('Steps is not played');
    const words = (await entries()).filter(({ entity_type }) => entity_type === 'playlist').map(({ action, actor }) => [action, actor]);
    expect(words.reverse()).toEqual([
      ['created', 'token:test-member'],
      ['playlist_started', 'token:test-member'],
      ['playlist_paused', 'token:test-member'],
      ['playlist_resumed', 'token:test-member'],
      ['playlist_skipped', 'token:test-member'],
      ['playlist_stopped', 'token:test-member'],
    ]);
  });

  it('leads from each change of a light to the person who started it', async () => {
    const id = await playlist();
    await act(id, 'start');
    await hub.clock.advance(10_000);
    const all = await entries();
    const causeOf = ({ metadata }: ActivityEntry): ActivityEntry | undefined => all.find(({ id: own }) => own === metadata.cause_id);
    const chain: string[] = [];
    for (let at = all.find(({ action }) => action === 'commanded'); at !== undefined; at = causeOf(at)) {
      chain.push(`${at.actor} ${at.action}`);
    }
    expect(chain).toEqual(['schedule commanded', 'schedule scene_activated', 'token:test-member playlist_started']);
  });

  it('goes on where it was after a restart, also when its time had run out meanwhile', async () => {
    const id = await playlist();
    await act(id, 'start');
    await act(id, 'skip');
    await hub.clock.advance(5_000);
    await restart();
    expect(await status(id)).toMatchObject({ state: 'playing', index: 1 });
    await hub.clock.advance(15_000);
    expect([(await status(id)).index, await brightness()]).toEqual([2, 30]);
    await act(id, 'pause');
    await restart();
    expect(await status(id)).toMatchObject({ state: 'paused', index: 2, remaining_ms: 30_000 });
  });

  it('says what is wrong with a scene that is gone, and goes on', async () => {
    const id = await playlist();
    await ok(hub.request('DELETE', `/scenes/${scenes[1] ?? ''}`));
    await act(id, 'start');
    await hub.clock.advance(10_000);
    expect(await status(id)).toMatchObject({ index: 1, problem: 'The scene is gone.' });
    await hub.clock.advance(20_000);
    expect(await status(id)).toMatchObject({ index: 2, problem: null });
    expect(await brightness()).toBe(30);
  });

  it('keeps the scene that is shown when its items change, and forgets all when it is deleted', async () => {
    const id = await playlist();
    await act(id, 'start');
    await act(id, 'skip');
    const items = [scenes[2], scenes[1]].map((scene_id) => ({ scene_id, duration_ms: 5_000 }));
    await ok(hub.request('PATCH', `/playlists/${id}`, { body: { items } }));
    await hub.settle();
    expect(await status(id)).toMatchObject({ state: 'playing', index: 1, order: [0, 1] });
    await hub.clock.advance(20_000);
    expect(await brightness()).toBe(30);
    await ok(hub.request('DELETE', `/playlists/${id}`), 204);
    await hub.clock.advance(60_000);
    expect(await brightness()).toBe(30);
    await hub.expectNoLeaks('scenes');
  });

  it('is a switch in Home Assistant, and is started and stopped by way of the broker', async () => {
    const id = await playlist();
    await hub.clock.advance(30_000);
    hub.mqtt.deliver(`lightkeeper/playlists/${id}/start`, '');
    await hub.settle();
    expect([(await status(id)).state, hub.mqtt.retained.get(`lightkeeper/playlists/${id}/state`)]).toEqual(['playing', 'playing']);
    expect(hub.mqtt.retained.get(`lightkeeper/ha/exposed/playlist_${id.replaceAll('-', '')}`)).toBe('ON');
    hub.mqtt.deliver(`lightkeeper/playlists/${id}/stop`, '');
    await hub.settle();
    expect((await status(id)).state).toBe('stopped');
  });

  it('refuses scenes that are not there, and times that are none', async () => {
    const field = async (items: object[]): Promise<string | undefined> =>
      (await post<Problem>('/playlists', { name: 'x', items }, 422)).errors?.[0]?.field;
    expect(await field([{ scene_id: 'nothing', duration_ms: 1_000 }])).toBe('/items/0/scene_id');
    expect(await field([{ scene_id: scenes[0], duration_ms: 999 }])).toBe('/items/0/duration_ms');
    expect(await field([])).toBe('/items');
    const used = await (async () => {
      await playlist();
      return get<{ items: { type: string; name: string }[] }>(`/scenes/${scenes[0] ?? ''}/used-by`);
    })();
    expect(used.items).toMatchObject([{ type: 'playlist', name: 'Steps' }]);
  });
});

describe('the order of a round', () => {
  it('has every item once, and shuffled does not begin with what was shown last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.boolean(), fc.nat(49), (length, shuffle, after) => {
        const order = orderOf(length, { shuffle, after });
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, index) => index));
        if (shuffle && length > 1) expect(order[0]).not.toBe(after);
        if (!shuffle) expect(order[0]).toBe(0);
      }),
    );
  });
});
