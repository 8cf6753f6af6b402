import { setTimeout as delay } from 'node:timers/promises';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import type { ActivityEntry, Device, DeviceState, Page, Problem } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import type { WledOptions } from '../support/wled-model.js';
import { WledSimulator } from '../support/wled-simulator.js';

/*
 * WLED as it is: a real server with WLED's HTTP and WebSocket interfaces, reached through the hub's own client. The hub's clock stands in
 * the test's hand, so that minutes of waiting take none.
 */

let hub: TestHub;
let light: WledSimulator;

beforeEach(async () => {
  hub = await createTestHub();
  light = new WledSimulator({ name: 'Bookshelf', lc: 5 });
  await light.start();
});

afterEach(async () => {
  await hub.stop();
  await light.end();
});

async function add(config: Record<string, unknown> = {}): Promise<Device> {
  const { status, body } = await hub.request('POST', '/devices', {
    body: { name: 'Bookshelf', driver: 'wled', config: { address: light.address, ...config } },
  });
  expect(status).toBe(201);
  return body;
}

async function read(id: string): Promise<Device> {
  return (await hub.request('GET', `/devices/${id}`)).body;
}

/** Waits for a status without moving the hub's clock: for what the network alone decides. */
async function becomes(id: string, status: Device['status']): Promise<Device> {
  return eventually(`it is ${status}`, async () => {
    const device = await read(id);
    return device.status === status && device;
  });
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

describe('a WLED light', () => {
  it('tells what it is and what it shows', async () => {
    const { id } = await add();
    const device = await becomes(id, 'online');
    expect(device).toMatchObject({
      capabilities: ['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect', 'sensor', 'number', 'select', 'switch', 'stream'],
      info: { product: 'FOSS', version: '0.15.1', mac: 'a0b1c2d3e4f5', leds: 120, live_source: null },
      state: { on: false, brightness: 128, color: { r: 255, g: 160, b: 0 }, effect: null },
    });
    expect(device.effects).toContain('Rainbow');
    expect(device.effects).not.toContain('RSVD');
    expect(device.effects).not.toContain('Solid');
    expect(light.most_at_once).toBe(1);
  });

  it('takes commands, and answers with what it then shows', async () => {
    const { id } = await add();
    expect(await command(id, { on: true, brightness: 40 })).toMatchObject({ status: 200, body: { on: true, brightness: 40 } });
    expect(await command(id, { color: { r: 0, g: 10, b: 255 }, transition_ms: 2_000 })).toMatchObject({
      status: 200,
      body: { color: { r: 0, g: 10, b: 255 } },
    });
    expect(light.model.last_tt).toBe(20);
    expect((await command(id, { effect: 'Rainbow' })).body.effect).toBe('Rainbow');
    expect((await command(id, { effect: null })).body.effect).toBeNull();
    expect((await command(id, { color_temp: 4_000 })).body.color_temp).toBeCloseTo(4_000, -2);
    expect((await command(id, { on: false })).body).toMatchObject({ on: false, brightness: 40 });
    expect((await command(id, { brightness: 255 })).body).toMatchObject({ on: true, brightness: 255 });
    expect(await told()).toEqual([
      'Bookshelf is connected',
      'test-owner turned on Bookshelf at 16 %',
      'test-owner set Bookshelf to blue over 2 s',
      'test-owner set Bookshelf to the effect Rainbow',
      'test-owner stopped the effect of Bookshelf',
      'test-owner set Bookshelf to 4,000 K',
      'test-owner turned off Bookshelf',
      'test-owner turned on Bookshelf at 100 %',
    ]);
  });

  it('is followed live when a hand touches it', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    await eventually('its WebSocket is open', () => light.websocket_clients === 1);
    light.touch({ on: 't', bri: 77, seg: { col: ['00FF00'], fx: 6 } });
    await eventually('the hub has seen it', async () => {
      expect((await hub.request('GET', `/devices/${id}/state`)).body).toMatchObject({
        on: true,
        brightness: 77,
        color: { r: 0, g: 255, b: 0 },
        effect: 'Rainbow',
      });
    });
    expect(await told()).toEqual(['Bookshelf is connected']);
  });

  it('is pinged, and stays online as long as it answers', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    await eventually('its WebSocket is open', () => light.websocket_clients === 1);
    for (let turn = 1; turn <= 8; turn += 1) {
      await hub.clock.advance(3_000);
      await eventually(`it was pinged ${turn} times`, () => light.requests.filter((line) => line === 'WS ping').length >= turn);
      await delay(10);
    }
    expect((await read(id)).status).toBe('online');
    expect(await told()).toEqual(['Bookshelf is connected']);
  });

  it('is polled where it has no WebSocket', async () => {
    light.refuse_websocket = true;
    const { id } = await add();
    await becomes(id, 'online');
    light.model.apply({ on: true, bri: 12 });
    await eventually('the poll has brought it', async () => {
      await hub.clock.advance(1_000);
      return (await read(id)).state?.brightness === 12;
    });
    expect((await read(id)).status).toBe('online');
  });
});

/** Another strip instead of the one that each test begins with. */
async function instead(options: WledOptions): Promise<void> {
  await light.end();
  light = new WledSimulator({ name: 'Bookshelf', ...options });
  await light.start();
}

async function followed(id: string): Promise<Device> {
  await becomes(id, 'online');
  await eventually('its WebSocket is open', () => light.websocket_clients === 1);
  return read(id);
}

async function shows(id: string, readings: Record<string, unknown>): Promise<void> {
  await eventually(`it shows ${JSON.stringify(readings)}`, async () => {
    expect((await read(id)).state?.readings).toMatchObject(readings);
  });
}

const PRESETS = {
  0: {},
  1: { n: 'Cosy', on: true, bri: 30, seg: [{ id: 0, fx: 8, pal: 6 }] },
  2: { n: 'Cosy', on: true, bri: 200, seg: [{ id: 0, fx: 6, pal: 4 }] },
  3: { n: 'Evening round', playlist: { ps: [1, 2], dur: [100, 100], transition: 7, repeat: 0 } },
};

describe('the features of a WLED light', () => {
  it('are read, set, seen at the light, and followed when a hand changes them', async () => {
    await instead({ lc: 3, presets: PRESETS });
    const { id } = await add();
    const device = await followed(id);
    const kinds = Object.fromEntries(device.features.map((feature) => [feature.key, feature.kind]));
    expect(kinds).toMatchObject({
      palette: 'select',
      speed: 'number',
      intensity: 'number',
      white: 'number',
      preset: 'select',
      playlist: 'select',
      nightlight: 'switch',
      nightlight_minutes: 'number',
      override: 'select',
      sync_send: 'switch',
    });
    expect(device.state?.readings).toMatchObject({
      palette: 'Default',
      speed: 128,
      preset: null,
      nightlight: false,
      override: 'Off',
      white: 0,
    });

    const set = {
      palette: 'Lava',
      speed: 12,
      intensity: 255,
      white: 90,
      nightlight: true,
      nightlight_minutes: 15,
      override: 'Until the next restart',
      sync_send: true,
    };
    expect(await command(id, { set })).toMatchObject({ status: 200, body: { readings: set } });
    expect(light.model.segment(0)).toMatchObject({
      pal: 6,
      sx: 12,
      ix: 255,
      col: [
        [255, 160, 0, 90],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    });
    expect(light.model.state()).toMatchObject({ nl: { on: true, dur: 15 }, lor: 2, udpn: { send: true } });
    await command(id, { color: { r: 1, g: 2, b: 3 } });
    expect(light.model.segment(0)?.col[0]).toEqual([1, 2, 3, 90]);

    light.touch({
      nl: { on: false, dur: 20 },
      lor: 0,
      udpn: { send: false },
      seg: [{ id: 0, pal: 4, sx: 1, ix: 2, col: [[0, 0, 0, 5]] }],
    });
    await shows(id, {
      palette: 'Party',
      speed: 1,
      intensity: 2,
      white: 5,
      nightlight: false,
      nightlight_minutes: 20,
      override: 'Off',
      sync_send: false,
    });
    expect((await command(id, { set: { palette: 'Plaid' } })).body.code).toBe('LK_DEVICE_UNSUPPORTED');
    expect((await command(id, { set: { speed: 256 } })).body.code).toBe('LK_DEVICE_UNSUPPORTED');
  });

  it('bring presets and playlists, and follow when they are stored anew', async () => {
    await instead({ presets: PRESETS });
    const { id } = await add();
    const device = await followed(id);
    expect(device.features).toContainEqual({ key: 'preset', kind: 'select', name: 'Preset', options: ['Cosy', 'Cosy 2'] });
    expect((await command(id, { set: { preset: 'Cosy 2' } })).status).toBe(200);
    await shows(id, { preset: 'Cosy 2', playlist: null, palette: 'Party' });
    expect((await read(id)).state).toMatchObject({ on: true, brightness: 200, effect: 'Rainbow' });
    await command(id, { set: { playlist: 'Evening round' } });
    await shows(id, { preset: null, playlist: 'Evening round' });

    const hostile = '<img src=x onerror=alert(1)>';
    light.model.storePresets({ 7: { n: hostile, on: false }, 8: { n: 'x'.repeat(900) } });
    light.touch({ on: true });
    await eventually('the new ones are there', async () => {
      const options = (await read(id)).features.flatMap((feature) =>
        feature.key === 'preset' && feature.kind === 'select' ? feature.options : [],
      );
      expect(options).toEqual([hostile, `${'x'.repeat(55)}…`]);
    });
    expect((await command(id, { set: { preset: hostile } })).status).toBe(200);
    await eventually('it is off', async () => (await read(id)).state?.on === false);
    expect(light.requests.filter((line) => line === 'GET /presets.json')).toHaveLength(2);
  });

  it.each([
    ['too many', Object.fromEntries(Array.from({ length: 200 }, (_, index) => [index, { n: 'x'.repeat(2_000) }])), /larger than/],
    ['no presets', { 1: 'Cosy' } as never, /not written as WLED/],
  ])('do without presets that cannot be read (%s), and say so', async (_what, presets, problem) => {
    await instead({ presets });
    const { id } = await add();
    const device = await followed(id);
    expect(device.features.some(({ key }) => key === 'preset')).toBe(false);
    expect(device.info['presets_problem']).toMatch(problem);
    expect((await command(id, { on: true })).status).toBe(200);
  });

  it('are those of its other segments too', async () => {
    await instead({ segments: 3 });
    light.model.apply({ seg: [{ id: 2, n: 'Shelf' }] });
    const { id } = await add();
    const device = await followed(id);
    expect(device.features.filter(({ key }) => key.startsWith('segment_')).map(({ key, name }) => [key, name])).toEqual([
      ['segment_1', 'Segment 1'],
      ['segment_1_brightness', 'Segment 1 brightness'],
      ['segment_1_effect', 'Segment 1 effect'],
      ['segment_2', 'Shelf'],
      ['segment_2_brightness', 'Shelf brightness'],
      ['segment_2_effect', 'Shelf effect'],
    ]);
    const set = { segment_1: false, segment_2_brightness: 40, segment_2_effect: 'Candle' };
    expect((await command(id, { set })).body.readings).toMatchObject({ ...set, segment_2: true, segment_1_effect: 'Solid' });
    expect(light.model.segment(0)).toMatchObject({ on: true, bri: 255, fx: 0 });
    expect(light.model.segment(1)).toMatchObject({ on: false, bri: 255 });
    expect(light.model.segment(2)).toMatchObject({ on: true, bri: 40, fx: 8 });
    light.touch({
      seg: [
        { id: 1, on: true },
        { id: 2, fx: 0, bri: 9 },
      ],
    });
    await shows(id, { segment_1: true, segment_2_effect: 'Solid', segment_2_brightness: 9 });
  });

  it('stay within bounds on the largest strip', async () => {
    const effects = ['Solid', ...Array.from({ length: 219 }, (_, index) => `Effect no. ${index}`)];
    await instead({ segments: 32, lc: 7, effects, presets: PRESETS });
    const { id } = await add();
    const { features, effects: offered } = await followed(id);
    expect(offered).toHaveLength(219);
    expect(features.filter(({ key }) => /^segment_\d+$/.test(key))).toHaveLength(15);
    expect(features.find(({ key }) => key === 'segment_15_effect')).toMatchObject({ options: effects });
    expect(features.map(({ key }) => key)).toEqual(expect.arrayContaining(['white', 'playlist', 'override', 'started']));
    expect(features.length).toBeLessThanOrEqual(64);
    expect((await command(id, { set: { segment_15_effect: 'Effect no. 200' } })).status).toBe(200);
    expect(light.model.segment(15)?.fx).toBe(201);
  });

  it('tell of the device itself without making noise', async () => {
    const { id } = await add();
    await followed(id);
    await shows(id, { signal: 84, current: 12, fps: 0, free_memory: 172_000 });
    const heard: unknown[] = hub.spy('device.state_changed');
    light.drift({ freeheap: 165_000, wifi: { signal: 80 } });
    light.touch({ v: true });
    light.drift({ freeheap: 60_000, wifi: { signal: 31 }, live: true, lm: 'DDP', lip: '192.0.2.7' });
    await eventually('it was asked for what it tells nobody', async () => {
      await hub.clock.advance(2_500);
      return (await read(id)).state?.readings?.['signal'] === 31;
    });
    expect((await read(id)).info['live_source']).toBe('DDP 192.0.2.7');
    expect(heard).toHaveLength(1);
  });
});

describe('a change of what a light shows', () => {
  it('leads to the command that brought it, by the name of whoever gave it; what somebody does at the light itself is its own', async () => {
    const { id } = await add();
    await followed(id);
    const heard = hub.spy('device.state_changed') as { context: { actor: string; cause_id: string | null } }[];
    await command(id, { on: true, brightness: 77 });
    await eventually('it was told of', () => heard.length > 0);
    const { items } = (await hub.request('GET', `/activity?entity_id=${id}&limit=1`)).body as { items: { id: string; actor: string }[] };
    expect(heard[0]?.context).toMatchObject({ actor: items[0]?.actor, cause_id: items[0]?.id });

    heard.length = 0;
    await hub.clock.advance(60_000);
    light.touch({ bri: 12 });
    await eventually('it was told of', () => heard.length > 0);
    expect(heard.at(-1)?.context).toMatchObject({ actor: 'device:Bookshelf', cause_id: null });
  });
});

describe('one segment of a strip', () => {
  it('is a light of its own', async () => {
    await instead({ segments: 2 });
    const desk = await add({ segment: 0 });
    const shelf = await add({ segment: 1, mac: 'a0b1c2d3e4f5' });
    await becomes(desk.id, 'online');
    await becomes(shelf.id, 'online');
    await eventually('both listen', () => light.websocket_clients === 2);
    expect(light.most_at_once).toBe(1);
    expect((await read(shelf.id)).state).toMatchObject({ on: false, brightness: 255 });
    expect((await read(shelf.id)).features.map(({ key }) => key)).toEqual(['palette', 'speed', 'intensity']);

    expect((await command(shelf.id, { on: true, brightness: 50, color: { r: 0, g: 0, b: 9 } })).body).toMatchObject({
      on: true,
      brightness: 50,
    });
    expect(light.model.segment(0)).toMatchObject({ on: false });
    expect(light.model.segment(1)).toMatchObject({ on: true, bri: 50 });
    await command(desk.id, { on: true, effect: 'Candle', set: { palette: 'Ocean' } });
    await command(shelf.id, { on: false });
    expect(light.model.state().on).toBe(true);
    await eventually('each shows its own', async () => {
      expect((await read(desk.id)).state).toMatchObject({ on: true, effect: 'Candle', readings: { palette: 'Ocean' } });
      expect((await read(shelf.id)).state).toMatchObject({ on: false, brightness: 50, effect: null });
    });
  });

  it('is followed to a new address with the others of its strip', async () => {
    await instead({ segments: 2 });
    const both = [await add({ segment: 0, mac: light.model.mac }), await add({ segment: 1, mac: light.model.mac })];
    for (const { id } of both) await becomes(id, 'online');
    await light.stop();
    for (const { id } of both) await becomes(id, 'offline');
    // Nothing is there; what counts is where the hub looks.
    const there = { host: 'wled-d3e4f5.local', addresses: ['fd00::9'], port: light.port, txt: { mac: light.model.mac } };
    hub.announce({ type: 'wled', name: 'Bookshelf', ...there });
    await eventually('both are sought there', async () => {
      for (const { id } of both) expect((await read(id)).config).toMatchObject({ address: `[fd00::9]:${light.port}` });
    });
  });

  it('is offline with the reason when the strip has no such segment', async () => {
    const { id } = await add({ segment: 4 });
    expect((await becomes(id, 'offline')).status_reason).toBe('It has no segment 4.');
  });
});

describe('a WLED light that goes', () => {
  it('shows offline at once when its plug is pulled, and online when it is back', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    await light.stop();
    const offline = await becomes(id, 'offline');
    expect(offline.status_reason).toContain('nothing listens at that address');
    expect((await command(id, { on: true })).body.code).toBe('LK_DEVICE_OFFLINE');
    await light.start();
    expect(await timeUntil(id, 'online')).toBeLessThanOrEqual(6_000);
    expect(await told()).toEqual([
      'Bookshelf is connected',
      'Bookshelf stopped answering',
      expect.stringMatching(/^test-owner could not turn on Bookshelf: it is offline/) as string,
      'Bookshelf is connected',
    ]);
  });

  it('shows offline within 10 s when it falls silent with its connections open', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    await eventually('its WebSocket is open', () => light.websocket_clients === 1);
    light.mode = 'silent';
    expect(await timeUntil(id, 'offline')).toBeLessThanOrEqual(10_000);
    light.mode = 'normal';
    await timeUntil(id, 'online');
  });

  it('shows offline within 10 s when it is polled and falls silent', async () => {
    light.refuse_websocket = true;
    const { id } = await add();
    await becomes(id, 'online');
    light.mode = 'silent';
    expect(await timeUntil(id, 'offline')).toBeLessThanOrEqual(10_000);
  });

  it('stays online when only its WebSocket breaks', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    await eventually('its WebSocket is open', () => light.websocket_clients === 1);
    light.dropWebSockets();
    const asked = light.requests.length;
    await eventually('it was asked whether it is still there', () => light.requests.length > asked);
    expect((await command(id, { on: true })).status).toBe(200);
    expect(await told()).toEqual(['Bookshelf is connected', 'test-owner turned on Bookshelf']);
  });

  it('is left alone when it is deleted', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    await eventually('its WebSocket is open', () => light.websocket_clients === 1);
    expect((await hub.request('DELETE', `/devices/${id}`)).status).toBe(204);
    await eventually('its WebSocket is closed', () => light.websocket_clients === 0);
    const asked = light.requests.length;
    await hub.clock.advance(60_000);
    await delay(20);
    expect(light.requests).toHaveLength(asked);
  });

  it('is sought at its new address when that is changed', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    const other = new WledSimulator({ name: 'Other', mac: 'ffffffffffff', leds: 7 });
    await other.start();
    try {
      await hub.request('PATCH', `/devices/${id}`, { body: { config: { address: other.address } } });
      await eventually('the other one answers', async () => (await read(id)).info['leds'] === 7);
      await eventually('the first one is left', () => light.websocket_clients === 0);
      await hub.request('PATCH', `/devices/${id}`, { body: { config: { mac: 'a0b1c2d3e4f5' } } });
      const refused = await becomes(id, 'offline');
      expect(refused.status_reason).toContain('Another light answers');
    } finally {
      await other.end();
    }
  });
});

describe('a device that is hostile or broken', () => {
  it.each([
    ['garbage', /not JSON|not as a WLED light/],
    ['other', /not as a WLED light/],
    ['redirect', /HTTP 302/],
    ['huge', /larger than 262144 bytes/],
    ['slow', /did not answer within/],
    ['silent', /did not answer within/],
  ] as const)('(%s) is marked with the reason, and the hub stays quick', async (mode, reason) => {
    light.mode = mode;
    const trap = new WledSimulator();
    await trap.start();
    try {
      light.redirect_to = `http://${trap.address}/json/si`;
      const { id } = await add();
      await timeUntil(id, 'offline');
      expect((await read(id)).status_reason).toMatch(reason);
      expect(trap.requests).toEqual([]);
      expect((await hub.request('GET', '/devices')).status).toBe(200);
      light.mode = 'normal';
      await timeUntil(id, 'online');
    } finally {
      await trap.end();
    }
  });

  it('is left when its WebSocket says what no WLED says', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    await eventually('its WebSocket is open', () => light.websocket_clients === 1);
    light.say('{"state":{"on":"perhaps","bri":-4}}');
    const offline = await becomes(id, 'offline');
    expect(offline.status_reason).toBe('It sends what no WLED light sends.');
  });

  it('is left when it floods its WebSocket', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    await eventually('its WebSocket is open', () => light.websocket_clients === 1);
    for (let index = 0; index < 5_000; index += 1) light.say('{"success":true}');
    const offline = await becomes(id, 'offline');
    expect(offline.status_reason).toContain('far more than a light');
  });

  it('is left when one of its messages is huge', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    await eventually('its WebSocket is open', () => light.websocket_clients === 1);
    light.mode = 'silent';
    light.say('x'.repeat(300_000));
    await eventually('its WebSocket was closed', () => light.websocket_clients === 0);
    await timeUntil(id, 'offline');
  });

  it('is asked again while it is busy with something else', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    light.busy_for = 2;
    let answer: number | null = null;
    void command(id, { on: true }).then(({ status }) => (answer = status));
    await eventually('it was asked again and again', async () => {
      await hub.clock.advance(250);
      expect(answer).toBe(200);
    });
    expect(light.requests.filter((line) => line === 'POST /json/state')).toHaveLength(3);
  });

  it('fails a command that it does not follow, and the log says so', async () => {
    const { id } = await add();
    await becomes(id, 'online');
    light.mode = 'busy';
    const answer = command(id, { on: true });
    await eventually('it was asked in vain several times', async () => {
      await hub.clock.advance(250);
      return light.requests.filter((line) => line === 'POST /json/state').length === 4;
    });
    expect(await answer).toMatchObject({ status: 502, body: { code: 'LK_DEVICE_FAILED' } });
    expect((await told()).at(-1)).toBe('test-owner could not turn on Bookshelf: it answered with HTTP 503 instead of its state');
  });
});
