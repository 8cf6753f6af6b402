import { setTimeout as delay } from 'node:timers/promises';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import type { ActivityEntry, Device, DeviceState, Page, Problem } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
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
      capabilities: ['on_off', 'brightness', 'color_rgb', 'color_temp', 'effect'],
      info: { product: 'FOSS', version: '0.15.1', mac: 'a0b1c2d3e4f5', leds: 120, signal_percent: 84 },
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
