import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let hub: TestHub;
beforeEach(async () => {
  hub = await createTestHub();
});
afterEach(() => hub.stop());

async function create(path: string, body: object): Promise<string> {
  const { status, body: made } = await hub.request('POST', path, { body });
  expect(status).toBe(201);
  return (made as { id: string }).id;
}

const lamp = (name: string): object => ({ name, driver: 'virtual', config: { kind: 'color_light' } });

describe('what speaks of a record', () => {
  it('is told when asked, and when it is deleted; it stays', async () => {
    const [shelf, hall] = [await create('/devices', lamp('Shelf')), await create('/devices', lamp('Hall'))];
    const layout_id = await create('/layouts', { name: 'Round the screen', layout: { kind: 'border', top: 4 } });
    const id = await create('/captures', {
      name: 'Ambient',
      source: { kind: 'test-pattern' },
      layout_id,
      targets: [{ device_id: shelf }],
    });
    const ambient = { type: 'capture', label: 'Capture', path: 'captures', id, name: 'Ambient' };

    expect((await hub.request('GET', `/devices/${shelf}/used-by`)).body).toEqual({ items: [ambient] });
    expect((await hub.request('GET', `/layouts/${layout_id}/used-by`)).body).toEqual({ items: [ambient] });
    expect((await hub.request('GET', `/devices/${hall}/used-by`)).body).toEqual({ items: [] });
    expect((await hub.request('GET', '/devices/none/used-by')).status).toBe(404);

    expect((await hub.request('DELETE', `/devices/${hall}`)).status).toBe(204);
    expect(await hub.request('DELETE', `/devices/${shelf}`)).toMatchObject({ status: 200, body: { used_by: [ambient] } });
    expect((await hub.request('GET', `/captures/${id}`)).status).toBe(200);
  });

  it('is not told to who may not read it', async () => {
    const shelf = await create('/devices', lamp('Shelf'));
    await create('/captures', {
      name: 'Ambient',
      source: { kind: 'test-pattern' },
      layout: { kind: 'border', top: 4 },
      targets: [{ device_id: shelf }],
    });
    await hub.token('guest');
    expect((await hub.request('GET', `/devices/${shelf}/used-by`, { as: 'guest' })).status).toBe(403);
  });
});

describe('where the home is', () => {
  it('is set in the settings, in whole places and by zones that there are', async () => {
    const patch = (body: object): ReturnType<TestHub['request']> => hub.request('PATCH', '/settings/hub', { body });
    expect((await patch({ latitude: 52.52 })).text).toContain('/longitude');
    expect((await patch({ time_zone: 'Mars/Olympus' })).text).toContain('/time_zone');
    expect((await patch({ latitude: 91, longitude: 0 })).status).toBe(422);
    expect((await patch({ latitude: 52.52, longitude: 13.4, time_zone: 'Europe/Berlin' })).status).toBe(200);
    expect(hub.hub.container.cradle.home).toMatchObject({ time_zone: 'Europe/Berlin', location: { latitude: 52.52, longitude: 13.4 } });
  });
});
