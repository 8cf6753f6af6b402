import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActivityEntry, Device, DeviceState, Page } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { Mosquitto, mosquittoAvailable } from '../support/mosquitto.js';
import { HomeAssistant } from './producer-home-assistant.js';
import { lightStateSchema } from './schemas.js';

/** The platforms that each kind of virtual device is to have there, by component. */
const KINDS: Record<string, Record<string, string>> = {
  switch: { switch: 'switch' },
  light: { light: 'light' },
  color_light: { light: 'light' },
  sensor: { sensor_power: 'sensor', sensor_energy: 'sensor', sensor_phase: 'sensor' },
  binary_sensor: { binary_sensor_motion: 'binary_sensor', sensor_battery: 'sensor' },
  button: { button_restart: 'button', sensor_presses: 'sensor' },
  number: { number_target_temperature: 'number', sensor_temperature: 'sensor' },
  select: { select_mode: 'select' },
  cover: { cover_cover: 'cover', number_tilt: 'number' },
  event: { event_button: 'event', sensor_battery: 'sensor' },
};

describe.skipIf(!mosquittoAvailable())('the hub in Home Assistant (skipped where Mosquitto is not installed)', () => {
  let broker: Mosquitto;
  let assistant: HomeAssistant;
  let hub: HubProcess;
  let token: string;
  let owner: ApiClient;

  beforeAll(async () => {
    broker = await Mosquitto.start();
    assistant = await HomeAssistant.start(broker.url);
    ({ hub, token, owner } = await startHeadless({ args: ['--mqtt-url', broker.url] }));
  });
  afterAll(async () => {
    await hub.dispose();
    await assistant.close();
    await broker.dispose();
  });

  async function add(kind: string, name = kind, config: Record<string, unknown> = {}): Promise<string> {
    const { status, body } = await owner.api<Device>('POST', '/devices', {
      name,
      driver: 'virtual',
      config: { kind, key: crypto.randomUUID(), ...config },
    });
    expect(status, JSON.stringify(body)).toBe(201);
    return body.id;
  }
  const stateOf = async (id: string): Promise<DeviceState> => (await owner.api<DeviceState>('GET', `/devices/${id}/state`)).body;
  async function entries(filters: string): Promise<ActivityEntry[]> {
    return (await owner.api<Page<ActivityEntry>>('GET', `/activity?limit=100&${filters}`)).body.items;
  }
  /** The entry of a command that came by way of the broker. */
  async function commanded(id: string, count: number): Promise<ActivityEntry[]> {
    return eventually('it is in the log', async () => {
      const found = (await entries(`entity_id=${id}&categories=device`)).filter(({ action }) => action === 'commanded');
      return found.length >= count && found;
    });
  }

  it('has every kind of device, as what it is, available and with a state', async () => {
    const devices = await Promise.all(Object.keys(KINDS).map(async (kind) => ({ kind, id: await add(kind) })));
    for (const { kind, id } of devices) {
      const device = await assistant.waitForDevice(id);
      expect(device.device).toMatchObject({ name: kind, via_device: expect.stringMatching(/^lightkeeper_[0-9a-f]{8}$/) as string });
      for (const [component, platform] of Object.entries(KINDS[kind] ?? {})) {
        expect(assistant.entity(id, component).platform).toBe(platform);
        await eventually(`${kind} is available`, () => assistant.available(id, component));
        if (platform === 'button' || platform === 'event' || platform === 'light') continue;
        expect(assistant.state(id, component), component).toMatch(/^(True|False|-?[\d.]+|[a-z]+)$/);
      }
      if ('light' in device.components) {
        await eventually(`${kind} tells its light`, () => assistant.light(id) !== null);
        const { supported_color_modes } = assistant.entity(id, 'light') as unknown as { supported_color_modes: string[] };
        expect(() => lightStateSchema({ supported_color_modes }).parse(assistant.light(id))).not.toThrow();
      }
    }
    const of = (wanted: string): string => devices.find(({ kind }) => kind === wanted)?.id ?? '';
    expect(assistant.state(of('sensor'), 'sensor_energy')).toBe('12.4');
    expect(assistant.state(of('sensor'), 'sensor_phase')).toBe('idle');
    expect(assistant.state(of('cover'), 'cover_cover')).toBe('closed');
    expect(assistant.position(of('cover'), 'cover_cover')).toBe('0');
  });

  it('commands a light in its own words', async () => {
    const id = await add('color_light', 'Lamp');
    await assistant.waitForDevice(id);
    await assistant.commandLight(id, { state: 'ON', brightness: 128, color: { r: 10, g: 20, b: 30 }, transition: 0.5 });
    await eventually('it shows the colour', () => assistant.light(id)?.brightness === 128);
    expect(assistant.light(id)).toEqual({ state: 'ON', color_mode: 'rgb', brightness: 128, color: { r: 10, g: 20, b: 30 }, effect: 'off' });
    await assistant.commandLight(id, { state: 'ON', color_temp: 3000 });
    await eventually('it shows a white', () => assistant.light(id)?.color_mode === 'color_temp');
    expect(assistant.light(id)).toMatchObject({ state: 'ON', color_temp: 3000 });
    await assistant.commandLight(id, { state: 'ON', effect: 'Rainbow', flash: 2 });
    await eventually('it plays', () => assistant.light(id)?.effect === 'Rainbow');
    await assistant.commandLight(id, { state: 'ON', effect: 'off' });
    await eventually('it plays no more', () => assistant.light(id)?.effect === 'off');
    await assistant.commandLight(id, { state: 'OFF', transition: 1 });
    await eventually('it is off', () => assistant.light(id)?.state === 'OFF');
    const log = await commanded(id, 5);
    expect(log).toHaveLength(5);
    for (const { actor, metadata } of log) expect([actor, metadata.origin]).toEqual([expect.stringMatching(/^mqtt:.+/), 'mqtt']);
  });

  it('commands everything else, and hears what came of it', async () => {
    const plug = await add('switch', 'Plug');
    const multi = await add('multi', 'Multi');
    await assistant.waitForDevice(plug);
    await assistant.waitForDevice(multi);

    await assistant.send(plug, 'switch', 'payload_on');
    await eventually('the plug is on', () => assistant.state(plug, 'switch') === assistant.entity(plug, 'switch').state_on);
    expect(await stateOf(plug)).toMatchObject({ on: true });
    expect((await commanded(plug, 1))[0]?.actor).toMatch(/^mqtt:.+/);

    await assistant.send(multi, 'switch_child_lock', 'payload_on');
    await eventually('the lock is on', () => assistant.state(multi, 'switch_child_lock') === 'True');
    await assistant.set(multi, 'number_target_temperature', 22.5);
    await eventually('22.5 degrees', () => assistant.state(multi, 'number_target_temperature') === '22.5');
    await assistant.set(multi, 'number_target_temperature', 21);
    await eventually('21 degrees', () => Number(assistant.state(multi, 'number_target_temperature')) === 21);
    await assistant.set(multi, 'select_mode', 'boost');
    await eventually('another mode', () => assistant.state(multi, 'select_mode') === 'boost');
    await assistant.send(multi, 'button_restart', 'payload_press');
    await eventually('it was pressed', () => assistant.state(multi, 'sensor_presses') === '1');
    await assistant.setPosition(multi, 'cover_cover', 5);
    await eventually('the blind moved', () => assistant.position(multi, 'cover_cover') === '5');
    await assistant.send(multi, 'cover_cover', 'payload_open');
    await eventually('the blind opens', () => assistant.state(multi, 'cover_cover') === 'opening');
    await assistant.send(multi, 'cover_cover', 'payload_stop');
    for (const { actor } of await commanded(multi, 8)) expect(actor).toMatch(/^mqtt:.+/);
  });

  it('refuses what is no command, and stays', async () => {
    const id = await add('light', 'Sturdy');
    await assistant.waitForDevice(id);
    const topic = assistant.entity(id, 'light').command_topic as string;
    for (const payload of [
      '',
      'ON',
      '[]',
      '{"state":"MAYBE"}',
      '{"brightness":"full"}',
      '{"__proto__":{"state":"ON"}}',
      'x'.repeat(70_000),
    ]) {
      await assistant.publish(topic, payload);
    }
    await assistant.commandLight(id, { state: 'ON', brightness: 9 });
    await eventually('it still listens', () => assistant.light(id)?.brightness === 9);
    expect(await commanded(id, 1)).toHaveLength(1);
  });

  it('hears presses as they happen, and nobody hears them later', async () => {
    const press = { key: 'button', type: 'double_press', attributes: { count: 2 } };
    const id = await add('event', 'Wall button', { script: [{ after_ms: 5_000, event: press }] });
    await assistant.waitForDevice(id);
    const [seen] = await eventually('a press', () => {
      const found = assistant.events(id, 'event_button');
      return found.length > 0 && found;
    });
    expect(seen).toEqual({ event_type: 'double_press', count: 2 });
    const late = await assistant.late();
    await late.waitForDevice(id);
    await eventually('the latest entry', () => late.state(late.hubId(), 'last_activity') !== null);
    expect(late.events(id, 'event_button')).toEqual([]);
    expect(late.on('lightkeeper/ha/activity').filter(({ retain }) => retain)).toEqual([]);
    await late.close();
  });

  it('has the hub itself: that it is there, its log and its counters', async () => {
    const id = await eventually('the hub is announced', () => assistant.hubId());
    expect(assistant.state(id, 'connected')).toBe('online');
    await owner.api('PATCH', '/settings/hub', { home_name: 'Harbour' });
    const changed = await eventually(
      'the change is told',
      () => assistant.events(id, 'activity').find(({ event_type }) => event_type === 'system.settings_changed') ?? false,
    );
    expect(changed).toMatchObject({ category: 'system', action: 'settings_changed', actor: 'token:test-owner', severity: 'info' });
    await eventually('the latest is told', () => assistant.state(id, 'last_activity') === changed.message);
    const { body: vocabulary } = await owner.api<Page<{ category: string; action: string }>>('GET', '/activity/vocabulary');
    expect(new Set(assistant.entity(id, 'activity').event_types as string[])).toEqual(
      new Set(vocabulary.items.map(({ category, action }) => `${category}.${action}`)),
    );

    const somebody = { name: 'anna', display_name: 'Anna', role: 'owner', password: 'a lamp for every room' };
    expect((await owner.api('POST', '/users', somebody)).status).toBe(201);
    expect((await hub.api('POST', '/auth/login', { name: 'anna', password: 'not the password' })).status).toBe(401);
    await eventually('the failed sign-in is counted', () => assistant.state(id, 'failed_logins') === '1');
    expect(assistant.state(id, 'locked_out')).toBe('False');
    expect(Number(assistant.state(id, 'warnings'))).toBeGreaterThan(0);
  });

  it('keeps to names as people write them', async () => {
    const name = `"Küche" 🛋️ <b>'{{ 7 * 7 }}'</b> ${'x'.repeat(80)}`;
    const id = await add('sensor', name);
    expect((await assistant.waitForDevice(id)).device.name).toBe(name);
    await owner.api('PATCH', `/devices/${id}`, { name: '{% raw %}' });
    await eventually('the new name', () => assistant.device(id)?.device.name === '{% raw %}');
  });

  it('tells everything anew when it has started', async () => {
    const before = assistant.on('homeassistant/device/+/config').length;
    const announced = assistant.devices().size;
    await assistant.birth();
    await eventually('all configs again', () => assistant.on('homeassistant/device/+/config').length >= before + announced, {
      within_ms: 30_000,
    });
  });

  it('lets a device go that was deleted, and respects what was removed there, also after a restart', async () => {
    const kept = await add('light', 'Kept');
    const removed = await add('light', 'Removed');
    const deleted = await add('light', 'Deleted');
    for (const id of [kept, removed, deleted]) await assistant.waitForDevice(id);
    await owner.api('DELETE', `/devices/${deleted}`);
    await eventually('it is gone', () => assistant.device(deleted) === undefined);
    await assistant.deleteDevice(assistant.objectId(removed));
    const [entry] = await eventually('it is in the log', async () => {
      const found = (await entries(`entity_id=${removed}`)).filter(({ action }) => action === 'removed_in_home_assistant');
      return found.length > 0 && found;
    });
    expect(entry).toMatchObject({ entity_name: 'Removed', actor: expect.stringMatching(/^mqtt:/) as string, severity: 'warning' });

    await hub.stop();
    await eventually('the hub is away', () => assistant.state(assistant.hubId(), 'connected') === 'offline');
    expect(assistant.available(kept, 'light')).toBe(false);
    const configs = assistant.on('homeassistant/device/+/config').length;
    hub = await hub.again();
    owner = hub.client(token);
    await eventually('it is back', () => assistant.available(kept, 'light'));
    const fresh = await add('light', 'Fresh');
    await assistant.waitForDevice(fresh);
    expect(assistant.device(removed)).toBeUndefined();
    // What the broker has kept is not sent again.
    expect(
      assistant
        .on('homeassistant/device/+/config')
        .slice(configs)
        .map(({ topic }) => topic),
    ).toEqual([expect.stringContaining(fresh)]);

    expect((await owner.api('POST', `/home-assistant/devices/${removed}/announce`)).status).toBe(204);
    await assistant.waitForDevice(removed);
  });

  it('tells a broker that has forgotten everything', async () => {
    const announced = [...assistant.devices().keys()].sort();
    await broker.stop();
    await broker.start();
    const late = await assistant.late();
    await eventually('everything is there again', () => late.devices().size === announced.length, { within_ms: 60_000 });
    expect([...late.devices().keys()].sort()).toEqual(announced);
    await late.close();
  });

  it('keeps apart from another hub on the same broker', async () => {
    const other = await startHeadless();
    const settings = { enabled: true, url: broker.url, base_topic: 'other' };
    expect((await other.owner.api('PATCH', '/settings/mqtt', settings)).status).toBe(200);
    try {
      const before = assistant.devices();
      const { body } = await other.owner.api<Device>('POST', '/devices', { name: 'Theirs', driver: 'virtual', config: { kind: 'light' } });
      await assistant.waitForDevice(body.id);
      expect(assistant.entity(body.id, 'light').command_topic).toBe(`other/devices/${body.id}/light/set`);
      await assistant.commandLight(body.id, { state: 'ON', brightness: 3 });
      await eventually('theirs is on', () => assistant.light(body.id)?.brightness === 3);
      expect([...assistant.devices().keys()]).toEqual(expect.arrayContaining([...before.keys()]));
      expect(assistant.devices().size).toBe(before.size + 2);
    } finally {
      await other.hub.dispose();
    }
  });

  it('is left without a trace when the hub is not to be shown', async () => {
    await owner.api('PATCH', '/settings/home-assistant', { publish: false });
    await eventually('ours are gone', () =>
      [...assistant.devices().values()].every(({ components }) => !JSON.stringify(components).includes('lightkeeper/')),
    );
    expect(assistant.devices().size).toBe(2);
  });
});
