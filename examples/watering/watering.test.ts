import type { ActivityEntry } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let hub: TestHub;
let id: string;

beforeEach(async () => {
  hub = await createTestHub({ plugins: [import.meta.dirname], mqtt: true });
  const fern = await hub.request('POST', '/plants', { body: { name: 'Fern', every_days: 3 } });
  id = (fern.body as { id: string }).id;
  await hub.request('POST', `/plants/${id}/water`, { as: 'member' });
});

afterEach(async () => {
  await hub.stop();
});

const log = async (): Promise<string[]> =>
  ((await hub.request('GET', '/activity?categories=watering')).body as { items: ActivityEntry[] }).items.map(({ message }) => message);

describe('watering', () => {
  it('runs, and gives back all that it set going', async () => {
    expect(hub.plugin('watering')).toMatchObject({ state: 'running', panels: [{ path: 'plants' }], widgets: [{ id: 'thirsty' }] });
    await hub.expectNoLeaks('watering');
  });

  it('records who watered, whichever door they came through', async () => {
    hub.mqtt.deliver(`lightkeeper/plants/${id}/water`, '{}');
    await hub.settle();
    const [byBroker, byPerson] = await log();
    expect(byPerson).toBe('test-member watered Fern');
    expect(byBroker).toMatch(/^lightkeeper-\w+ watered Fern$/);
  });

  it('says once that a plant is thirsty, until it is watered', async () => {
    hub.clock.skip(4 * DAY_MS);
    await hub.clock.advance(2 * HOUR_MS);
    expect((await log()).filter((line) => line === 'Fern is thirsty')).toHaveLength(1);
    expect((await hub.request('GET', `/plants/${id}`)).body).toMatchObject({ thirsty: true });
    await hub.request('POST', `/plants/${id}/water`, { as: 'member' });
    expect((await hub.request('GET', `/plants/${id}`)).body).toMatchObject({ thirsty: false, watered_at: hub.clock.iso() });
  });

  it('is quiet when it is asked to be', async () => {
    await hub.request('PATCH', '/settings/watering', { body: { remind: false } });
    hub.clock.skip(5 * DAY_MS);
    await hub.clock.advance(2 * HOUR_MS);
    expect(await log()).toEqual(['test-member watered Fern']);
  });

  it('refuses what makes no sense, with a word of its own', async () => {
    const { status, body } = await hub.request('PATCH', `/plants/${id}`, { body: { place: 'fridge' } });
    expect([status, (body as { detail: string }).detail]).toEqual([409, 'No plant lives in the fridge.']);
    expect((await hub.request('POST', '/plants/nobody/water')).status).toBe(404);
    expect((await hub.request('POST', `/plants/${id}/water`, { as: 'viewer' })).status).toBe(403);
  });

  it('tells other plugins by its hook', async () => {
    const calls = hub.spy('watering.watered' as never) as { plant_id: string }[];
    await hub.request('POST', `/plants/${id}/water`);
    expect(calls).toEqual([{ plant_id: id }]);
  });
});
