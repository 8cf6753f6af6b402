import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ActivityEntry, Feature } from '@lightkeeper/plugin-sdk';
import { DEBOUNCE_MS, LISTEN_MS, Things } from './producer-things.js';

const TEMPERATURE: Feature = { key: 'temperature', kind: 'sensor', name: 'Temperature', unit: '°C', device_class: 'temperature' };
const HUMIDITY: Feature = { key: 'humidity', kind: 'sensor', name: 'Humidity', unit: '%', device_class: 'humidity' };
const LAMP = { capabilities: ['on_off', 'brightness'] as const, state: { on: true, brightness: 9 } };
const lamp = () => ({ capabilities: [...LAMP.capabilities], state: LAMP.state });

let things: Things;
beforeEach(async () => {
  things = await Things.start();
});
afterEach(() => things.hub.stop());

const advance = (ms: number): Promise<void> => things.hub.clock.advance(ms);
/** Until the hub has listened and told everything. */
const begun = (): Promise<void> => advance(LISTEN_MS + 1_000);
const names = (id: string): (string | undefined)[] => things.sent(id).map((config) => config?.device.name);
async function words(): Promise<string[]> {
  const { items } = (await things.hub.request('GET', '/activity?limit=200')).body as { items: ActivityEntry[] };
  return items.map(({ category, action }) => `${category}.${action}`);
}
const settings = (body: object) => things.hub.request('PATCH', '/settings/home-assistant', { body });

describe('a change of a device', () => {
  it('goes out two seconds later, with all that came meanwhile, and the next not sooner', async () => {
    await begun();
    const id = await things.add(lamp(), 'One');
    await advance(DEBOUNCE_MS - 100);
    expect(names(id)).toEqual([]);
    await things.hub.request('PATCH', `/devices/${id}`, { body: { name: 'Two' } });
    await advance(100);
    expect(names(id)).toEqual(['Two']);
    await things.hub.request('PATCH', `/devices/${id}`, { body: { name: 'Three' } });
    await advance(DEBOUNCE_MS - 100);
    await things.hub.request('PATCH', `/devices/${id}`, { body: { name: 'Four' } });
    expect(names(id)).toEqual(['Two']);
    await advance(100);
    expect(names(id)).toEqual(['Two', 'Four']);
    await things.hub.request('PATCH', `/devices/${id}`, { body: { labels: ['of no concern there'] } });
    await advance(60_000);
    expect(names(id)).toEqual(['Two', 'Four']);
  });

  it('takes a component away in two steps', async () => {
    await begun();
    const id = await things.add({ capabilities: [], features: [TEMPERATURE, HUMIDITY] });
    await advance(DEBOUNCE_MS);
    (await things.reporter(id)).describe({ features: [TEMPERATURE] });
    await advance(10 * DEBOUNCE_MS);
    const components = things.sent(id).map((config) => config?.components);
    expect(components).toHaveLength(3);
    expect(components[1]).toMatchObject({ sensor_temperature: { name: 'Temperature' }, sensor_humidity: { platform: 'sensor' } });
    expect(Object.keys(components[1]?.sensor_humidity ?? {})).toEqual(['platform']);
    expect(Object.keys(components[2] ?? {})).toEqual(['sensor_temperature']);
  });

  it('does so also with what was announced before the broker was lost', async () => {
    await begun();
    const id = await things.add({ capabilities: [], features: [TEMPERATURE, HUMIDITY] });
    await advance(DEBOUNCE_MS);
    things.hub.mqtt.disconnect();
    await advance(1_000);
    (await things.reporter(id)).describe({ features: [HUMIDITY] });
    things.hub.mqtt.connect();
    await advance(60_000);
    expect(
      things
        .sent(id)
        .map((config) =>
          Object.entries(config?.components ?? {}).map(([key, { platform, ...rest }]) => [key, platform, Object.keys(rest).length > 0]),
        ),
    ).toEqual([
      [
        ['sensor_temperature', 'sensor', true],
        ['sensor_humidity', 'sensor', true],
      ],
      [
        ['sensor_humidity', 'sensor', true],
        ['sensor_temperature', 'sensor', false],
      ],
      [['sensor_humidity', 'sensor', true]],
    ]);
  });

  it('tells the area, and its new name', async () => {
    await begun();
    const area = (await things.hub.request('POST', '/areas', { body: { name: 'Attic' } })).body as { id: string };
    const id = await things.add(lamp(), 'Lamp', { area_id: area.id });
    await advance(DEBOUNCE_MS);
    expect(things.kept(id)?.device.suggested_area).toBe('Attic');
    await things.hub.request('PATCH', `/areas/${area.id}`, { body: { name: 'Loft' } });
    await advance(DEBOUNCE_MS);
    expect(things.kept(id)?.device.suggested_area).toBe('Loft');
  });

  it('takes the config away with the device, and with it the topic of its light', async () => {
    await begun();
    const id = await things.add(lamp());
    await advance(DEBOUNCE_MS);
    expect(things.hub.mqtt.retained.has(`lightkeeper/devices/${id}/light`)).toBe(true);
    await things.hub.request('DELETE', `/devices/${id}`);
    await advance(DEBOUNCE_MS);
    expect(things.sent(id).at(-1)).toBeNull();
    expect(things.hub.mqtt.retained.has(`lightkeeper/devices/${id}/light`)).toBe(false);
    expect(await words()).not.toContain('device.removed_in_home_assistant');
  });
});

describe('a connection to the broker', () => {
  it('sends what the broker has not, and nothing that it has', async () => {
    const id = await things.add(lamp());
    await advance(LISTEN_MS - 1);
    expect(things.configTopics()).toEqual([]);
    await advance(1_000);
    expect(things.sent(id)).toHaveLength(1);
    things.hub.mqtt.disconnect();
    await advance(10);
    things.hub.mqtt.connect();
    await advance(60_000);
    expect(things.sent(id)).toHaveLength(1);
    things.hub.mqtt.disconnect();
    await advance(10);
    things.hub.mqtt.retained.clear();
    things.hub.mqtt.connect();
    await advance(120_000);
    expect(things.sent(id)).toHaveLength(2);
  });

  it('takes away what is ours and belongs to nothing, and leaves everything else', async () => {
    const id = await things.add(lamp());
    await begun();
    const own = things.hub.mqtt.retained.get(`homeassistant/device/${things.name}_${id}/config`) ?? '';
    const stale = `homeassistant/device/${things.name}_gone/config`;
    const others = {
      [`homeassistant/device/lightkeeper_00000000_${id}/config`]: own.replaceAll(things.name, 'lightkeeper_00000000'),
      [`homeassistant/device/${things.name}_taken/config`]: own,
      [`homeassistant/device/${things.name}_strange/config`]:
        '{"device":{"identifiers":["x"]},"origin":{"name":"Somebody"},"components":{}}',
      [`homeassistant/device/${things.name}_noise/config`]: 'noise',
      [`homeassistant/light/${things.name}_${id}/config`]: own,
      [`homeassistant/device/zigbee/config`]: '{}',
    };
    things.hub.mqtt.disconnect();
    await advance(10);
    things.hub.mqtt.retained.set(stale, own.replaceAll(id, 'gone'));
    for (const [topic, payload] of Object.entries(others)) things.hub.mqtt.retained.set(topic, payload);
    things.hub.mqtt.connect();
    await advance(60_000);
    expect(things.hub.mqtt.retained.has(stale)).toBe(false);
    for (const [topic, payload] of Object.entries(others)) expect([topic, things.hub.mqtt.retained.get(topic)]).toEqual([topic, payload]);
    expect(things.kept(id)).toBeDefined();
  });

  it('keeps what was said of a device that has not answered since the start', async () => {
    const id = await things.add(lamp());
    await begun();
    await things.hub.request('PATCH', `/devices/${id}`, { body: { enabled: false } });
    await things.hub.hub.container.cradle.supervisor.restart('devices');
    await things.hub.settle();
    await things.hub.hub.container.cradle.supervisor.restart('home-assistant');
    await advance(60_000);
    expect(things.kept(id)).toBeDefined();
    expect(things.sent(id)).toHaveLength(1);
  });
});

describe('the start of Home Assistant', () => {
  it('brings everything again, after a random while', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const id = await things.add(lamp());
    await begun();
    things.hub.mqtt.deliver('homeassistant/status', 'online', { retained: true });
    things.hub.mqtt.deliver('homeassistant/status', 'offline');
    await advance(60_000);
    expect(things.sent(id)).toHaveLength(1);
    things.hub.mqtt.deliver('homeassistant/status', 'online');
    things.hub.mqtt.deliver('homeassistant/status', 'online');
    await advance(4_900);
    expect(things.sent(id)).toHaveLength(1);
    await advance(200);
    expect(things.sent(id)).toHaveLength(2);
    await advance(60_000);
    expect(things.sent(id)).toHaveLength(2);
  });

  it('is no moment to send five hundred configs at once', async () => {
    for (let n = 0; n < 10; n += 1) await Promise.all(Array.from({ length: 50 }, () => things.add(lamp())));
    await begun();
    await advance(20_000);
    expect(things.configTopics()).toHaveLength(501);
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const before = things.hub.mqtt.published.length;
    const sent = (): number =>
      things.hub.mqtt.published.slice(before).filter(({ topic }) => topic.startsWith('homeassistant/device/')).length;
    things.hub.mqtt.deliver('homeassistant/status', 'online');
    await advance(1_000);
    expect(sent()).toBeLessThanOrEqual(51);
    expect(sent()).toBeGreaterThan(10);
    await advance(15_000);
    expect(sent()).toBe(501);
  });
});

describe('a device that was deleted in Home Assistant', () => {
  let id: string;
  let topic: string;
  beforeEach(async () => {
    id = await things.add(lamp(), 'Shelf');
    await begun();
    topic = `homeassistant/device/${things.name}_${id}/config`;
    things.hub.mqtt.publishRetained(topic, '');
    await things.hub.settle();
  });

  it('is recorded, and stays away', async () => {
    const { items } = (await things.hub.request('GET', `/activity?entity_id=${id}`)).body as { items: ActivityEntry[] };
    expect(items[0]).toMatchObject({
      action: 'removed_in_home_assistant',
      message: 'Shelf was removed in Home Assistant',
      actor: expect.stringMatching(/^mqtt:/) as string,
    });
    await things.hub.request('PATCH', `/devices/${id}`, { body: { name: 'Board' } });
    things.hub.mqtt.deliver('homeassistant/status', 'online');
    await advance(60_000);
    await things.hub.hub.container.cradle.supervisor.restart('home-assistant');
    await advance(60_000);
    expect(things.kept(id)).toBeUndefined();
    expect((await things.hub.request('GET', '/home-assistant/removed-devices')).body).toMatchObject({
      items: [{ device_id: id, name: 'Board' }],
    });
  });

  it('comes back when somebody says so', async () => {
    expect((await things.hub.request('POST', `/home-assistant/devices/${id}/announce`, { as: 'member' })).status).toBe(403);
    expect((await things.hub.request('POST', `/home-assistant/devices/${id}/announce`)).status).toBe(204);
    await advance(DEBOUNCE_MS);
    expect(things.kept(id)).toBeDefined();
    expect(await words()).toContain('device.shown_in_home_assistant');
    expect((await things.hub.request('POST', `/home-assistant/devices/${id}/announce`)).status).toBe(404);
    // A second deletion counts as the first did.
    things.hub.mqtt.publishRetained(topic, '');
    await things.hub.settle();
    expect((await words()).filter((word) => word === 'device.removed_in_home_assistant')).toHaveLength(2);
  });

  it('may be the hub itself', async () => {
    things.hub.mqtt.publishRetained(`homeassistant/device/${things.name}/config`, '');
    await advance(60_000);
    expect(things.configTopics()).toEqual([]);
    expect((await things.hub.request('POST', '/home-assistant/devices/hub/announce')).status).toBe(204);
    await advance(DEBOUNCE_MS);
    expect(things.configTopics()).toHaveLength(1);
  });
});

describe('settings', () => {
  it('take everything away that is not to be shown, and bring it back', async () => {
    const id = await things.add(lamp());
    await begun();
    await settings({ publish: false });
    await advance(1_000);
    expect(things.configTopics()).toEqual([]);
    expect(await words()).not.toContain('device.removed_in_home_assistant');
    await things.hub.request('PATCH', `/devices/${id}`, { body: { name: 'Unseen' } });
    things.hub.mqtt.deliver('homeassistant/status', 'online');
    await advance(60_000);
    expect(things.configTopics()).toEqual([]);
    await settings({ publish: true });
    await advance(1_000);
    expect(things.kept(id)?.device.name).toBe('Unseen');
  });

  it('take the log away, and leave the counters', async () => {
    await begun();
    await settings({ publish_log: false });
    await things.hub.settle();
    const before = things.told('ha/last_activity');
    await things.add(lamp());
    await advance(10_000);
    const hub = things.kept(things.name)?.components ?? {};
    expect(hub).not.toHaveProperty('activity');
    expect(hub).not.toHaveProperty('last_activity');
    expect(hub).toHaveProperty('failed_logins');
    expect(things.told('ha/last_activity')).toBe(before);
  });

  it('move everything to another prefix', async () => {
    const id = await things.add(lamp());
    await begun();
    await settings({ prefix: 'home/ha' });
    await advance(60_000);
    expect(things.configTopics()).toEqual([]);
    expect(things.configTopics('home/ha')).toHaveLength(2);
    expect(things.kept(id, 'home/ha')).toBeDefined();
    await settings({ prefix: 'homeassistant' });
    await advance(60_000);
    expect(things.configTopics('home/ha')).toEqual([]);
    expect(things.configTopics()).toHaveLength(2);
    expect(await words()).not.toContain('device.removed_in_home_assistant');
  });

  it('do so also when they were changed without a broker', async () => {
    await things.add(lamp());
    await begun();
    things.hub.mqtt.disconnect();
    await advance(10);
    await settings({ prefix: 'elsewhere' });
    await things.hub.hub.container.cradle.supervisor.restart('home-assistant');
    things.hub.mqtt.connect();
    await advance(120_000);
    expect(things.configTopics()).toEqual([]);
    expect(things.configTopics('elsewhere')).toHaveLength(2);
  });
});

it('takes back all that it sets going', async () => {
  await things.add(lamp());
  await begun();
  // Once more at the same point of its life: it listens to the broker then.
  await things.hub.hub.container.cradle.supervisor.restart('home-assistant');
  await things.hub.settle();
  await things.hub.expectNoLeaks('home-assistant');
});
