import { setTimeout as delay } from 'node:timers/promises';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import type { ActivityEntry, Device, DeviceState, Page, Problem } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DmxReceiver } from '../support/dmx-receiver.js';
import { eventually } from '../support/eventually.js';

/*
 * DMX fixtures through the whole hub, over real datagrams to a real receiver on loopback. The hub's clock stands in the test's hand.
 */

let hub: TestHub;
let receiver: DmxReceiver;
/** Hubs that were stopped in a test. */
let stopped: boolean;

beforeEach(async () => {
  stopped = false;
  hub = await createTestHub();
  receiver = new DmxReceiver();
  await receiver.start();
});

afterEach(async () => {
  if (!stopped) await hub.stop();
  receiver.end();
});

async function post(
  driver: string,
  name: string,
  config: Record<string, unknown>,
): Promise<{ status: number; body: Device & Pick<Partial<Problem>, 'errors'> }> {
  return hub.request('POST', '/devices', { body: { name, driver, config } });
}

async function add(driver: 'artnet' | 'sacn', config: Record<string, unknown> = {}, name = 'Attic'): Promise<Device> {
  const { status, body } = await post(driver, name, { address: receiver.address, ...config });
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

async function command(id: string, body: object): Promise<{ status: number; body: DeviceState & Partial<Problem> }> {
  return hub.request('POST', `/devices/${id}/command`, { body });
}

/** Waits until the newest frame begins with these levels, from the given channel on. */
async function shows(universe: number, start: number, levels: number[]): Promise<void> {
  await eventually(
    `channel ${start} of universe ${universe} shows ${levels.join(', ')}`,
    () => [...(receiver.last(universe)?.slots.subarray(start - 1, start - 1 + levels.length) ?? [])].join() === levels.join(),
    { describe: () => JSON.stringify([...(receiver.last(universe)?.slots.subarray(0, 24) ?? [])]) },
  );
}

async function told(): Promise<string[]> {
  const page: Page<ActivityEntry> = (await hub.request('GET', '/activity?categories=device')).body;
  return page.items.map(({ message }) => message.replaceAll('\u00a0', ' ')).reverse();
}

/** Moves the hub's clock on, with the network's own time between the steps. */
async function pass(ms: number, step_ms = 500): Promise<void> {
  for (let passed = 0; passed < ms; passed += step_ms) {
    await hub.clock.advance(step_ms);
    await delay(5);
  }
}

describe('a fixture over sACN', () => {
  it('is on, dims and takes a colour, and the log tells', async () => {
    const { id } = await add('sacn', { universe: 700, start: 4, layout: 'rgb', priority: 120 });
    const device = await becomes(id, 'online');
    expect(device).toMatchObject({
      capabilities: ['on_off', 'brightness', 'color_rgb'],
      info: { product: 'sACN fixture', universe: 700, channels: '4–6', sent_to: receiver.address },
      state: { on: false, brightness: 255, color: { r: 255, g: 255, b: 255 } },
    });
    expect(await command(id, { on: true, brightness: 128, color: { r: 255, g: 0, b: 51 } })).toMatchObject({
      status: 200,
      body: { on: true, brightness: 128, color: { r: 255, g: 0, b: 51 } },
    });
    await hub.clock.advance(25);
    await shows(700, 3, [0, 128, 0, 26, 0]);
    expect(receiver.last(700)).toMatchObject({ source: 'Lightkeeper', priority: 120, terminated: false });
    expect(receiver.strange).toEqual([]);
    expect(await told()).toEqual(['Attic is connected', expect.stringMatching(/^test-owner turned on Attic at 50 %/) as string]);
  });

  it('is kept alive, its sequence rising by one', async () => {
    await becomes((await add('sacn')).id, 'online');
    await eventually('it was sent', () => receiver.frames.length > 0);
    await pass(5_000, 100);
    await eventually('the keep-alive came', () => receiver.frames.length >= 7);
    expect(receiver.frames.map(({ sequence }) => sequence)).toEqual(receiver.frames.map((_, index) => index));
    expect(receiver.frames.length).toBeLessThan(12);
  });

  it('says three times that its stream ends when it is deleted', async () => {
    const { id } = await add('sacn');
    await becomes(id, 'online');
    expect((await hub.request('DELETE', `/devices/${id}`)).status).toBe(204);
    await eventually('the stream has ended', () => receiver.frames.filter(({ terminated }) => terminated).length === 3);
    const sent = receiver.frames.length;
    await pass(3_000);
    expect(receiver.frames).toHaveLength(sent);
  });

  it('says so too when the hub stops', async () => {
    await becomes((await add('sacn')).id, 'online');
    stopped = true;
    await hub.stop();
    await eventually('the stream has ended', () => receiver.frames.filter(({ terminated }) => terminated).length === 3);
  });

  it('knows the hub by one UUID of version 4', async () => {
    await becomes((await add('sacn')).id, 'online');
    await becomes((await add('sacn', { universe: 2 }, 'Barn')).id, 'online');
    await eventually('both were sent', () => receiver.last(1) !== undefined && receiver.last(2) !== undefined);
    expect(new Set(receiver.frames.map(({ cid }) => cid)).size).toBe(1);
    expect(receiver.frames[0]?.cid).toMatch(/^.{12}4.{3}[89ab].{15}$/);
  });

  it('leaves nothing behind when the plugin starts anew', async () => {
    await becomes((await add('sacn')).id, 'online');
    await hub.clock.advance(2_000);
    await hub.expectNoLeaks('devices');
  });
});

describe('fixtures on one universe', () => {
  it('share its channels, and what one leaves turns dark', async () => {
    const wall = await add('sacn', { start: 1, layout: 'rgbw', count: 2, priority: 80 }, 'Wall');
    const shelf = await add('sacn', { start: 9, layout: 'cct', priority: 90 }, 'Shelf');
    await Promise.all([becomes(wall.id, 'online'), becomes(shelf.id, 'online')]);
    await command(wall.id, { on: true, color: { r: 255, g: 200, b: 50 } });
    await command(shelf.id, { on: true, brightness: 200, color_temp: 2700 });
    await hub.clock.advance(50);
    await shows(1, 1, [205, 150, 0, 50, 205, 150, 0, 50, 200, 0]);
    expect(receiver.last(1)?.priority).toBe(90);
    await hub.request('DELETE', `/devices/${wall.id}`);
    await hub.clock.advance(50);
    await shows(1, 1, [0, 0, 0, 0, 0, 0, 0, 0, 200, 0]);
    const sequences = receiver.frames.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index));
  });
});

describe('a transition', () => {
  /** A frame may be one step of the fade behind. */
  async function showsAbout(level: number): Promise<void> {
    await eventually(`channel 1 is at about ${level}`, () => Math.abs((receiver.last(1)?.slots[0] ?? 0) - level) <= 5);
  }

  it('is made by the hub in even steps', async () => {
    const { id } = await add('sacn', { layout: 'dimmer' });
    await becomes(id, 'online');
    await hub.clock.advance(1_000);
    expect((await command(id, { on: true, brightness: 200, transition_ms: 1_000 })).body).toMatchObject({ on: true, brightness: 200 });
    await hub.clock.advance(500);
    await showsAbout(100);
    await hub.clock.advance(600);
    await shows(1, 1, [200]);
    const levels = receiver.frames.map(({ slots }) => slots[0] ?? 0);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(new Set(levels).size).toBeGreaterThanOrEqual(40);
  });

  it('gives way to the next command where it stands', async () => {
    const { id } = await add('sacn', { layout: 'dimmer' });
    await becomes(id, 'online');
    await command(id, { on: true, brightness: 200, transition_ms: 10_000 });
    await hub.clock.advance(5_000);
    await showsAbout(100);
    await command(id, { on: false, transition_ms: 1_000 });
    await hub.clock.advance(500);
    await showsAbout(50);
    await command(id, { on: true, brightness: 7 });
    await hub.clock.advance(20_000);
    await shows(1, 1, [7]);
  });
});

describe('a fixture over Art-Net', () => {
  it('is sent to the node that answers, and shows what that says of itself', async () => {
    const { id } = await add('artnet', { universe: 0x7f21, layout: 'dimmer', start: 512 });
    const device = await becomes(id, 'online');
    expect(device.info).toMatchObject({ product: 'Attic node', announced_name: 'Attic', firmware: 0x0105, universe: 0x7f21 });
    await command(id, { on: true, brightness: 33 });
    await hub.clock.advance(25);
    await shows(0x7f21, 512, [33]);
    expect(receiver.frames.every(({ sequence, protocol }) => protocol === 'artnet' && sequence > 0)).toBe(true);
    const sent = (await hub.request('DELETE', `/devices/${id}`)).status;
    expect(sent).toBe(204);
    await shows(0x7f21, 512, [33]);
  });

  it('is lost within 10 s when the node falls silent, and comes back as it was', async () => {
    const { id } = await add('artnet', { layout: 'dimmer' });
    await becomes(id, 'online');
    await command(id, { on: true, brightness: 99 });
    await pass(20_000);
    expect((await read(id)).status).toBe('online');
    receiver.answers = false;
    await pass(10_500);
    expect(await read(id)).toMatchObject({ status: 'offline', status_reason: 'The Art-Net node no longer answers.' });
    receiver.answers = true;
    await eventually('it is back', async () => {
      await hub.clock.advance(1_000);
      return (await read(id)).status === 'online';
    });
    expect((await read(id)).state).toMatchObject({ on: true, brightness: 99 });
    await shows(0, 1, [99]);
  });

  it('is asked once for all its fixtures', async () => {
    const ids: string[] = [];
    for (const start of [1, 4, 7]) ids.push((await add('artnet', { start }, `Lamp ${start}`)).id);
    await Promise.all(ids.map((id) => becomes(id, 'online')));
    expect(receiver.polls).toBe(1);
  });

  it('is offline, with the reason, where no node answers', async () => {
    receiver.answers = false;
    const { id } = await add('artnet');
    await eventually('it was asked', () => receiver.polls > 0);
    await pass(5_000);
    expect(await read(id)).toMatchObject({ status: 'offline', status_reason: 'No Art-Net node answers at 127.0.0.1.' });
    expect(receiver.frames).toEqual([]);
  });

  it('needs no answer where polling is off', async () => {
    receiver.answers = false;
    const { id } = await add('artnet', { poll: false });
    await becomes(id, 'online');
    await pass(20_000);
    expect((await read(id)).status).toBe('online');
    expect(receiver.polls).toBe(0);
  });
});

describe('a fixture that cannot be', () => {
  it.each([
    ['artnet', { start: 500, layout: 'rgb', count: 5 }, '/config/count', /from channel 500 it would reach channel 514/],
    ['sacn', { layout: 'rgbw', count: 129 }, '/config/count', /would reach channel 516/],
    ['sacn', { layout: 'dimmer', count: 171 }, '/config/count', /170/],
    ['artnet', { start: 0 }, '/config/start', /1/],
    ['artnet', { universe: 32_768 }, '/config/universe', /32767/],
    ['sacn', { universe: 0 }, '/config/universe', /1/],
    ['sacn', { universe: 64_000 }, '/config/universe', /63999/],
    ['sacn', { priority: 201 }, '/config/priority', /200/],
    ['sacn', { address: '239.255.0.1' }, '/config/address', /multicast/],
    ['artnet', { address: '169.254.169.254' }, '/config/address', /metadata/],
    ['artnet', { address: null }, '/config/address', /./],
    ['artnet', { layout: 'grb' }, '/config/layout', /./],
  ])('over %s with %o is refused, naming %s', async (driver, config, field, detail) => {
    const { status, body } = await post(driver, 'Attic', { address: receiver.address, ...config });
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ field, detail: expect.stringMatching(detail) as string }]);
  });
});
