import { setTimeout as delay } from 'node:timers/promises';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { SECRET_MASK } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry, Device, DeviceState, Page, Problem } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { ShellySimulator } from '../support/shelly-simulator.js';
import type { ShellyOptions } from '../support/shelly-simulator.js';

/*
 * A Shelly as it is documented: a real server with its HTTP and WebSocket RPC, reached through the hub's own client. The hub's clock
 * stands in the test's hand, so that minutes of waiting take none.
 */

const PASSWORD = 'correct horse battery';

let hub: TestHub;
let shelly: ShellySimulator;

beforeEach(async () => {
  hub = await createTestHub();
  await plugIn();
});

afterEach(async () => {
  await hub.stop();
  await shelly.stop();
});

async function plugIn(options?: ShellyOptions): Promise<void> {
  shelly = new ShellySimulator(options);
  await shelly.start();
}

/** Another one instead of the plug that each test begins with. */
async function instead(options: ShellyOptions): Promise<void> {
  await shelly.stop();
  await plugIn(options);
}

async function add(config: Record<string, unknown> = {}): Promise<Device> {
  const { status, body } = await hub.request('POST', '/devices', {
    body: { name: 'Plug', driver: 'shelly', config: { address: shelly.address, ...config } },
  });
  expect(status).toBe(201);
  return body;
}

async function read(id: string): Promise<Device> {
  return (await hub.request('GET', `/devices/${id}`)).body;
}

async function becomes(id: string, status: Device['status']): Promise<Device> {
  return eventually(`it is ${status}`, async () => {
    const device = await read(id);
    return device.status === status && device;
  });
}

async function followed(id: string): Promise<Device> {
  const device = await becomes(id, 'online');
  await eventually('it notifies the hub', () => shelly.listeners === 1);
  return device;
}

/** Moves the hub's clock on until the device has this status; gives the milliseconds that it took. */
async function timeUntil(id: string, status: Device['status'], limit_ms = 120_000): Promise<number> {
  for (let passed = 0; passed <= limit_ms; passed += 500) {
    if ((await read(id)).status === status) return passed;
    await hub.clock.advance(500);
    // The network's own time, for what was sent to arrive.
    await delay(10);
  }
  throw new Error(`It is not ${status} after ${limit_ms} ms: ${JSON.stringify(await read(id))}`);
}

async function told(): Promise<string[]> {
  const page: Page<ActivityEntry> = (await hub.request('GET', '/activity?categories=device')).body;
  return page.items.map(({ message }) => message.replaceAll('\u00a0', ' ')).reverse();
}

async function command(id: string, body: object): Promise<{ status: number; body: DeviceState & Partial<Problem> }> {
  return hub.request('POST', `/devices/${id}/command`, { body });
}

describe('a Shelly', () => {
  it('tells what it is, shows and measures', async () => {
    const { id } = await add();
    expect(await becomes(id, 'online')).toMatchObject({
      capabilities: ['on_off', 'sensor'],
      info: { product: 'Shelly Plus1PM', version: '1.4.0', mac: 'a8032abe54dc', generation: 2, component: 'switch:0' },
      state: { on: false, readings: { power: 0, voltage: 230.4, temperature: 41.5 } },
    });
    expect(shelly.most_at_once).toBe(1);
  });

  it('that is a plug is switched, and cannot be dimmed', async () => {
    const { id } = await add();
    expect(await command(id, { on: true })).toMatchObject({ status: 200, body: { on: true } });
    expect(shelly.components['switch:0']?.output).toBe(true);
    expect((await command(id, { brightness: 9 })).body.code).toBe('LK_DEVICE_UNSUPPORTED');
    expect((await command(id, { on: false })).body).toMatchObject({ on: false });
    expect(await told()).toEqual(['Plug is connected', 'test-owner turned on Plug', 'test-owner turned off Plug']);
  });

  it('that is a dimmer is dimmed over time', async () => {
    await instead({ app: 'PlusDimmer', components: { 'light:0': { id: 0, output: false, brightness: 50 } } });
    const { id } = await add();
    expect((await becomes(id, 'online')).capabilities).toEqual(['on_off', 'brightness']);
    expect(await command(id, { brightness: 51, transition_ms: 2_000 })).toMatchObject({ status: 200, body: { on: true, brightness: 51 } });
    expect(shelly.last_set).toEqual({ id: 0, on: true, brightness: 20, transition_duration: 2 });
  });

  it('that shows colours is coloured', async () => {
    const light = { id: 0, output: true, brightness: 100, rgb: [255, 0, 0], white: 10 };
    await instead({ app: 'PlusRGBWPM', components: { 'rgbw:0': light } });
    const { id } = await add();
    expect(await becomes(id, 'online')).toMatchObject({ state: { on: true, brightness: 255, color: { r: 255, g: 0, b: 0 } } });
    expect((await command(id, { color: { r: 1, g: 2, b: 3 } })).body.color).toEqual({ r: 1, g: 2, b: 3 });
    expect(shelly.components['rgbw:0']).toMatchObject({ rgb: [1, 2, 3], white: 10 });
  });

  it('that shows whites keeps to those that it can', async () => {
    const both = {
      'rgb:0': { id: 0, output: false, brightness: 1, rgb: [0, 0, 0] },
      'cct:0': { id: 0, output: true, brightness: 40, ct: 3_000 },
    };
    await instead({ app: 'ProRGBWWPM', components: both });
    const { id } = await add({ component: 'cct' });
    expect(await becomes(id, 'online')).toMatchObject({
      capabilities: ['on_off', 'brightness', 'color_temp'],
      state: { color_temp: 3_000 },
    });
    expect((await command(id, { color_temp: 9_000 })).body.color_temp).toBe(6_500);
    expect(shelly.components['cct:0']?.ct).toBe(6_500);
  });

  it('with several channels is one device with all of them', async () => {
    await instead({
      app: 'Pro3',
      components: {
        'switch:0': { id: 0, output: false, apower: 4 },
        'switch:1': { id: 1, output: true, apower: 60.5, current: 0.3, aenergy: { total: 1_234.5 } },
        'light:0': { id: 0, output: false, brightness: 10 },
        'input:0': { id: 0, state: false },
        'input:1': { id: 1, state: null },
        'pm1:0': { id: 0, apower: 17, voltage: 231 },
        'em1:0': { id: 0, act_power: 900 },
        'em1data:0': { id: 0, total_act_energy: 5_000 },
      },
    });
    const { id } = await add();
    const device = await followed(id);
    expect(device.capabilities).toEqual(['on_off', 'brightness', 'sensor', 'binary_sensor', 'switch', 'event']);
    expect(device.state).toMatchObject({
      on: false,
      readings: {
        switch_0: false,
        switch_0_power: 4,
        switch_1: true,
        switch_1_power: 60.5,
        switch_1_current: 0.3,
        switch_1_energy: 1_234.5,
        input_0: false,
        pm1_0_power: 17,
        pm1_0_voltage: 231,
        em1_0_power: 900,
        em1data_0_energy: 5_000,
      },
    });
    expect((await command(id, { on: true, brightness: 255, set: { switch_0: true, switch_1: false } })).body).toMatchObject({
      on: true,
      brightness: 255,
      readings: { switch_0: true, switch_1: false },
    });
    expect(shelly.components).toMatchObject({
      'light:0': { output: true, brightness: 100 },
      'switch:0': { output: true },
      'switch:1': { output: false },
    });
    expect(shelly.most_at_once).toBe(1);
    shelly.touch('switch:1', { output: true, apower: 61 });
    shelly.touch('input:0', { state: true });
    shelly.touch('pm1:0', { apower: 18 });
    await eventually('all of it has arrived', async () => {
      expect((await read(id)).state?.readings).toMatchObject({ switch_1: true, switch_1_power: 61, input_0: true, pm1_0_power: 18 });
    });
  });

  it('with several channels is several devices where that is wanted', async () => {
    await instead({ app: 'Pro2', components: { 'switch:0': { id: 0, output: false }, 'switch:1': { id: 1, output: true } } });
    const { id } = await add({ channel: 1 });
    expect(await becomes(id, 'online')).toMatchObject({ capabilities: ['on_off'], state: { on: true } });
    await command(id, { on: false });
    expect(shelly.components).toMatchObject({ 'switch:0': { output: false }, 'switch:1': { output: false } });
    const none = await add({ channel: 2 });
    expect((await becomes(none.id, 'offline')).status_reason).toBe('It has no switch, light, cover or input with the number 2.');
  });

  it('that is a cover is opened, closed, stopped, and sent to a position', async () => {
    const cover = { id: 0, state: 'closed', current_pos: 0, pos_control: true, apower: 0, voltage: 230 };
    await instead({
      app: 'Plus2PM',
      components: { 'cover:0': cover, 'input:0': { id: 0, state: null }, 'input:1': { id: 1, state: null } },
    });
    const { id } = await add();
    const device = await followed(id);
    expect(device.features[0]).toEqual({ key: 'cover', kind: 'cover', name: 'Cover', position: true, device_class: 'shutter' });
    expect(device.state?.readings).toMatchObject({ cover: 'closed', cover_position: 0, power: 0 });
    const moves = async (value: string | number, readings: object): Promise<void> => {
      expect((await command(id, { set: { cover: value } })).status).toBe(200);
      await eventually(`it shows ${JSON.stringify(readings)}`, async () => {
        expect((await read(id)).state?.readings).toMatchObject(readings);
      });
    };
    await moves('open', { cover: 'opening' });
    shelly.touch('cover:0', { current_pos: 35 });
    await moves('stop', { cover: 'stopped', cover_position: 35 });
    await moves(60, { cover: 'opening' });
    expect(shelly.last_set).toEqual({ id: 0, pos: 60 });
    shelly.arrive('cover:0');
    await eventually('it has arrived', async () => {
      expect((await read(id)).state?.readings).toMatchObject({ cover: 'open', cover_position: 60 });
    });
    await moves('close', { cover: 'closing' });
    shelly.touch('cover:0', { state: 'calibrating', current_pos: null });
    await eventually('nothing is known while it is calibrated', async () => {
      expect((await read(id)).state?.readings).toMatchObject({ cover: null, cover_position: null });
    });
    expect((await command(id, { set: { cover: 101 } })).body.code).toBe('LK_DEVICE_UNSUPPORTED');
    expect((await command(id, { on: true })).body.code).toBe('LK_DEVICE_UNSUPPORTED');
  });

  it('that does not know its position takes no position', async () => {
    await instead({ app: 'Plus2PM', components: { 'cover:0': { id: 0, state: 'stopped', pos_control: false, current_pos: null } } });
    const { id } = await add();
    await followed(id);
    expect((await command(id, { set: { cover: 50 } })).body.code).toBe('LK_DEVICE_UNSUPPORTED');
    expect((await command(id, { set: { cover: 'open' } })).status).toBe(200);
  });

  it('tells what is pressed at its buttons, each time', async () => {
    await instead({ app: 'PlusI4', components: { 'input:0': { id: 0, state: null }, 'input:3': { id: 3, state: null } } });
    const { id } = await add();
    await followed(id);
    const heard: { key: string; type: string }[] = hub.spy('device.event');
    shelly.press('input:0', 'btn_down', 'btn_up', 'single_push');
    shelly.press('input:3', 'long_push');
    shelly.press('input:3', 'long_push', 'no_such_event');
    shelly.press('input:9', 'single_push');
    await eventually('each was heard', () => heard.length >= 5);
    expect(heard.map(({ key, type }) => `${key} ${type}`)).toEqual([
      'button btn_down',
      'button btn_up',
      'button single_push',
      'button_3 long_push',
      'button_3 long_push',
    ]);
    expect((await read(id)).status).toBe('online');
  });

  it('is followed live when a hand touches it', async () => {
    const { id } = await add();
    await followed(id);
    shelly.touch('switch:0', { output: true, apower: 11.5 });
    shelly.touch('switch:0', { temperature: { tC: 50 } });
    await eventually('the hub has seen it', async () => {
      expect((await read(id)).state).toEqual({ on: true, readings: { power: 11.5, voltage: 230.4, temperature: 50 } });
    });
    shelly.components['switch:0'] = { id: 0, output: false };
    shelly.tellAll();
    await eventually('the hub has seen all of it', async () => {
      const { state, capabilities } = await read(id);
      return state?.on === false && capabilities.join() === 'on_off';
    });
    expect(await told()).toEqual(['Plug is connected']);
  });

  it('is pinged, and stays online as long as it answers', async () => {
    const { id } = await add();
    await followed(id);
    for (let turn = 1; turn <= 8; turn += 1) {
      await hub.clock.advance(3_000);
      await eventually(
        `it was asked ${turn} times`,
        () => shelly.requests.filter((line) => line === 'WS Shelly.GetDeviceInfo').length >= turn,
      );
      await delay(10);
    }
    expect((await read(id)).status).toBe('online');
  });

  it('is polled where its WebSocket is refused', async () => {
    shelly.refuse_websocket = true;
    const { id } = await add();
    await becomes(id, 'online');
    shelly.components['switch:0'] = { id: 0, output: true };
    await eventually('the poll has brought it', async () => {
      await hub.clock.advance(1_000);
      return (await read(id)).state?.on === true;
    });
    expect((await read(id)).status).toBe('online');
  });

  it('that refuses a command makes it fail in its own words', async () => {
    const { id } = await add();
    await followed(id);
    const kept = shelly.components['switch:0'] ?? {};
    delete shelly.components['switch:0'];
    expect(await command(id, { on: true })).toMatchObject({ status: 502, body: { code: 'LK_DEVICE_FAILED' } });
    expect((await told()).at(-1)).toBe(`test-owner could not turn on Plug: it refused with "Argument 'id', value 0 not found!"`);
    shelly.components['switch:0'] = kept;
  });
});

describe('a Shelly that goes', () => {
  it('shows offline at once when its plug is pulled, and online when it is back', async () => {
    const { id } = await add();
    await followed(id);
    await shelly.stop();
    expect((await becomes(id, 'offline')).status_reason).toContain('nothing listens at that address');
    expect((await command(id, { on: true })).body.code).toBe('LK_DEVICE_OFFLINE');
    await shelly.start();
    expect(await timeUntil(id, 'online')).toBeLessThanOrEqual(6_000);
  });

  it.each([true, false])('shows offline within 10 s when it falls silent (WebSocket: %s)', async (websocket) => {
    shelly.refuse_websocket = !websocket;
    const { id } = await add();
    await (websocket ? followed(id) : becomes(id, 'online'));
    shelly.mode = 'silent';
    expect(await timeUntil(id, 'offline')).toBeLessThanOrEqual(10_000);
    shelly.mode = 'normal';
    await timeUntil(id, 'online');
  });

  it('stays online when only its WebSocket breaks, and is followed again later', async () => {
    const { id } = await add();
    await followed(id);
    shelly.dropWebSockets();
    await eventually('it is gone', () => shelly.websocket_clients === 0);
    await eventually('it is back', async () => {
      await hub.clock.advance(1_000);
      return shelly.listeners === 1;
    });
    expect(await told()).toEqual(['Plug is connected']);
  });
});

describe('a Shelly with a password', () => {
  beforeEach(() => {
    shelly.password = PASSWORD;
  });

  it('is asked, followed and commanded with it', async () => {
    const { id } = await add({ password: PASSWORD });
    await followed(id);
    expect(await command(id, { on: true })).toMatchObject({ status: 200, body: { on: true } });
    shelly.touch('switch:0', { output: false });
    await eventually('the hub has seen it', async () => (await read(id)).state?.on === false);
    expect(shelly.requests).toEqual(expect.arrayContaining(['HTTP Switch.Set unauthorized', 'HTTP Switch.Set', 'WS Shelly.GetStatus']));
  });

  it('says so when none is set, or a wrong one', async () => {
    const { id } = await add();
    expect((await becomes(id, 'offline')).status_reason).toBe('It asks for a password, and none is set in its connection.');
    await hub.request('PATCH', `/devices/${id}`, { body: { config: { password: 'wrong' } } });
    await eventually(
      'it was tried',
      async () => (await read(id)).status_reason === 'It refuses the password that is set in its connection.',
    );
    await hub.request('PATCH', `/devices/${id}`, { body: { config: { password: PASSWORD } } });
    await becomes(id, 'online');
  });

  it('never gives it away', async () => {
    const commanded = hub.spy('device.commanded');
    const added = await add({ password: PASSWORD });
    expect(added.config).toEqual({ address: shelly.address, password: SECRET_MASK });
    await followed(added.id);
    await command(added.id, { on: true });
    const renamed = (await hub.request('PATCH', `/devices/${added.id}`, { body: { name: 'Heater', config: added.config } })).body as Device;
    expect(renamed).toMatchObject({ name: 'Heater', config: { password: SECRET_MASK }, status: 'online' });
    const seen = [
      commanded,
      (await hub.request('GET', '/devices')).body,
      (await hub.request('GET', '/activity?limit=100')).body,
      (await hub.request('GET', '/activity/export?format=json')).body,
      hub.mqtt.published,
      hub.logs(),
    ];
    expect(JSON.stringify(seen)).not.toContain(PASSWORD);
    // It is the same as before, not the mask.
    await hub.request('PATCH', `/devices/${added.id}`, { body: { config: { channel: 0 } } });
    await eventually('it is connected anew', async () => (await command(added.id, { on: false })).status === 200);
  });
});

describe('what is no Shelly, or a hostile one', () => {
  it.each([
    ['garbage', /not JSON|not as a Shelly/],
    ['other', /not as a Shelly/],
    ['gen1', /first generation/],
    ['redirect', /HTTP 302/],
    ['huge', /larger than 262144 bytes/],
    ['slow', /did not answer within/],
    ['silent', /did not answer within/],
  ] as const)('(%s) is marked with the reason, and the hub stays quick', async (mode, reason) => {
    shelly.mode = mode;
    const trap = new ShellySimulator();
    await trap.start();
    try {
      shelly.redirect_to = `http://${trap.address}/shelly`;
      const { id } = await add();
      await timeUntil(id, 'offline');
      expect((await read(id)).status_reason).toMatch(reason);
      expect(trap.requests).toEqual([]);
      expect((await hub.request('GET', '/devices')).status).toBe(200);
      shelly.mode = 'normal';
      await timeUntil(id, 'online');
    } finally {
      await trap.stop();
    }
  });

  it('is refused when another one stands at its address', async () => {
    const { id } = await add({ mac: 'ffffffffffff' });
    expect((await becomes(id, 'offline')).status_reason).toMatch(/Another Shelly answers .* a8032abe54dc\.$/);
  });

  it.each(['[]', 'no JSON', '{"method":"NotifyStatus","params":{"switch:0":{"output":"perhaps"}}}', '{"method":"NotifyFullStatus"}'])(
    'is left when its WebSocket says %s',
    async (text) => {
      const { id } = await add();
      await followed(id);
      shelly.say(text);
      expect((await becomes(id, 'offline')).status_reason).toBe('It sends what no Shelly sends.');
    },
  );

  it('is left when it floods its WebSocket', async () => {
    const { id } = await add();
    await followed(id);
    for (let index = 0; index < 5_000; index += 1) shelly.touch('switch:0', { apower: index });
    expect((await becomes(id, 'offline')).status_reason).toContain('far more than a light');
  });
});

describe('a Shelly that announces itself', () => {
  it('is proposed, and added with its MAC when confirmed', async () => {
    hub.announce({
      type: 'shelly',
      name: shelly.id,
      host: `${shelly.id}.local`,
      port: 80,
      addresses: ['192.0.2.7'],
      txt: { gen: '2', app: 'Plus1PM', ver: '1.4.0' },
    });
    const [found] = await eventually('it is listed', async () => {
      const { items } = (await hub.request('GET', '/discoveries')).body as { items: { id: string; driver: string }[] };
      return items.length === 1 && items;
    });
    expect(found?.driver).toBe('shelly');
    const { status, body } = await hub.request('POST', `/discoveries/${found?.id ?? ''}/confirm`, { body: {} });
    expect([status, (body as Device).config]).toEqual([201, { address: '192.0.2.7', mac: 'a8032abe54dc' }]);
  });
});
