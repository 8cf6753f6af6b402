import { setTimeout as delay } from 'node:timers/promises';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import type { Device, DeviceService, DeviceStream } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DmxReceiver } from '../support/dmx-receiver.js';
import { eventually } from '../support/eventually.js';
import { netnsAvailable, runInNetns } from '../support/netns.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/*
 * Streams of pictures through the whole hub, over real datagrams to devices on loopback. The hub's clock stands in the test's hand; the
 * devices' time-outs are their own.
 */

let hub: TestHub;
let service: DeviceService;
let stopped: boolean;
let light: WledSimulator;
let realtime: WledRealtime;
let receiver: DmxReceiver;
const open: DeviceStream[] = [];

beforeEach(async () => {
  stopped = false;
  hub = await createTestHub({
    plugins: [
      {
        manifest: { id: 'projector', name: 'Projector', sdk: '*', dependsOn: ['devices'], permissions: ['devices'] },
        definition: {
          setup(plugin) {
            service = plugin.services.require('devices');
          },
        },
      },
    ],
  });
  light = new WledSimulator({ name: 'Bookshelf', leds: 500 });
  await light.start();
  realtime = new WledRealtime(light);
  await realtime.start();
  receiver = new DmxReceiver();
  await receiver.start();
});

afterEach(async () => {
  open.length = 0;
  if (!stopped) await hub.stop();
  realtime.end();
  await light.end();
  receiver.end();
});

async function add(driver: string, config: Record<string, unknown>, name = 'Bookshelf'): Promise<string> {
  const { status, body } = await hub.request('POST', '/devices', { body: { name, driver, config } });
  expect(status, JSON.stringify(body)).toBe(201);
  const { id } = body as Device;
  await becomes(id, 'online');
  return id;
}

const addWled = (config: Record<string, unknown> = {}): Promise<string> =>
  add('wled', { address: light.address, realtime_port: realtime.port, ...config });

async function read(id: string): Promise<Device> {
  return (await hub.request('GET', `/devices/${id}`)).body;
}

async function becomes(id: string, status: Device['status']): Promise<Device> {
  return eventually(`it is ${status}`, async () => {
    const device = await read(id);
    return device.status === status && device;
  });
}

async function timeUntil(id: string, status: Device['status']): Promise<void> {
  await eventually(`in time it is ${status}`, async () => {
    await hub.clock.advance(500);
    return (await read(id)).status === status;
  });
}

async function command(id: string, body: object): Promise<void> {
  const answer = await hub.request('POST', `/devices/${id}/command`, { body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

/** A picture in which each byte tells where it belongs. */
function picture(size: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => (index * 13 + (index >> 8) + seed) & 0xff);
}

const codeOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error as { code?: string }).code,
  );

describe('a WLED', () => {
  it('says what pictures it takes', async () => {
    const device = await read(await addWled());
    expect(device).toMatchObject({ stream: { leds: 500, channels: 3, max_fps: 60 } });
    expect(device.capabilities).toContain('stream');
    const off = await read(await addWled({ realtime: 'off' }));
    // Pictures paint the whole of a strip, and never a segment alone. Either is one pixel, by commands.
    const pixel = { leds: 1, channels: 3, max_fps: 2 };
    expect(off.stream).toEqual(pixel);
    expect((await read(await addWled({ segment: 0 }))).stream).toEqual(pixel);
  });

  it('gets each picture byte for byte over DDP, in order and numbered, and its own state afterwards', async () => {
    const id = await addWled();
    await command(id, { on: true, brightness: 90, color: { r: 0, g: 0, b: 255 } });
    const before = light.model.state();
    const stream = await service.stream(id);
    expect(stream.format).toEqual({ leds: 500, channels: 3, max_fps: 60 });
    for (let seed = 0; seed < 40; seed += 1) {
      stream.write(picture(1_500, seed));
      await hub.clock.advance(17);
      await eventually('the picture is shown', () => realtime.pictures.length > seed);
    }
    expect(realtime.pictures.map((shown) => shown[0])).toEqual(Array.from({ length: 40 }, (_, seed) => seed));
    for (const [seed, shown] of realtime.pictures.entries()) expect(shown.equals(picture(1_500, seed))).toBe(true);
    expect(realtime.packets.map(({ sequence }) => sequence)).toEqual(realtime.packets.map((_, index) => (index % 15) + 1));
    expect(realtime.packets.map(({ shows }) => shows)).toEqual(realtime.packets.map((_, index) => index % 2 === 1));
    expect(realtime.strange).toEqual([]);
    expect(stream.counters).toEqual({ sent: 40, dropped: 0, failed: 0 });
    expect(light.model.live).toBe(true);
    await eventually('the hub knows that it shows pictures', async () => String((await read(id)).info.live_source).startsWith('DDP'));

    await stream.close();
    expect(light.model.live).toBe(false);
    expect(light.model.state()).toEqual(before);
    expect(realtime.time_outs).toBe(0);
    await eventually('the hub knows that it is over', async () => (await read(id)).info.live_source === null);
  });

  it('takes them by its own protocol, with a time-out after which it finds back without the hub', async () => {
    const id = await addWled({ realtime: 'udp' });
    const stream = await service.stream(id);
    stream.write(picture(1_500, 3));
    await eventually('the picture is shown', () => realtime.last.join() === picture(1_500, 3).join());
    expect(new Set(realtime.packets.map(({ time_out_s }) => time_out_s))).toEqual(new Set([3]));
    expect(new Set(realtime.packets.map(({ protocol }) => protocol))).toEqual(new Set(['udp']));
    await stream.close();
    expect([light.model.live, light.model.on]).toEqual([false, false]);
  });

  it('has four channels where it has white', async () => {
    const white = new WledSimulator({ name: 'Desk', mac: 'a0b1c2d3e4f6', leds: 400, lc: 3 });
    await white.start();
    const taken = new WledRealtime(white);
    await taken.start();
    const id = await add('wled', { address: white.address, realtime_port: taken.port }, 'Desk');
    const stream = await service.stream(id);
    expect(stream.format.channels).toBe(4);
    stream.write(picture(1_600, 9));
    await eventually('the picture is shown', () => taken.last.join() === picture(1_600, 9).join());
    await stream.close();
    taken.end();
    await white.end();
  });

  it('holds a picture that no newer one follows', async () => {
    const stream = await service.stream(await addWled());
    stream.write(picture(1_500, 1));
    for (let second = 0; second < 5; second += 1) {
      const seen = realtime.pictures.length;
      await hub.clock.advance(1_000);
      await eventually('it was sent again', () => realtime.pictures.length > seen);
    }
    expect(stream.counters.sent).toBe(1);
    expect(new Set(realtime.pictures.map((shown) => shown[0]))).toEqual(new Set([1]));
  });

  it('gets the newest of the pictures that come too fast', async () => {
    const stream = await service.stream(await addWled());
    for (let seed = 0; seed < 100; seed += 1) stream.write(picture(1_500, seed));
    await hub.clock.advance(100);
    await eventually('the newest is shown', () => realtime.last[0] === 99);
    expect(realtime.pictures.length).toBeLessThan(5);
    expect(stream.counters.sent + stream.counters.dropped).toBe(100);
    stream.write(new Uint8Array(1_499));
    expect(stream.counters.dropped).toBeGreaterThan(90);
  });

  it('takes a command meanwhile, and shows it when the stream is over', async () => {
    const id = await addWled();
    const stream = await service.stream(id);
    stream.write(picture(1_500, 1));
    await eventually('the picture is shown', () => realtime.pictures.length > 0);
    await command(id, { on: true, brightness: 30, color: { r: 255, g: 0, b: 0 } });
    expect(light.model.live).toBe(true);
    await stream.close();
    expect((await read(id)).state).toMatchObject({ on: true, brightness: 30, color: { r: 255, g: 0, b: 0 } });
    expect(light.model.state()).toMatchObject({ on: true, bri: 30 });
  });

  it('is told to heed pictures where a person had it ignore them, and ignores them again afterwards', async () => {
    light.touch({ lor: 2 });
    const stream = await service.stream(await addWled());
    stream.write(picture(1_500, 1));
    await eventually('the picture is shown', () => realtime.pictures.length > 0);
    await stream.close();
    expect(light.model.override).toBe(2);
  });

  it('says why it shows none where it is set to take none, and what it does to colours', async () => {
    light.model.live_settings.en = false;
    const id = await addWled();
    await expect(service.stream(id)).rejects.toMatchObject({
      code: 'LK_DEVICE_FAILED',
      message: expect.stringContaining('UDP realtime') as string,
    });
    Object.assign(light.model.live_settings, { en: true, 'no-gc': false });
    await (await service.stream(id)).close();
    expect((await read(id)).info).toMatchObject({ stream_gamma: 'corrected by the light', stream_time_out_ms: 2_500 });
  });
});

describe('a stream', () => {
  it('is one at a time', async () => {
    const id = await addWled();
    const stream = await service.stream(id);
    expect(await codeOf(service.stream(id))).toBe('LK_CONFLICT');
    await stream.close();
    await stream.close();
    await (await service.stream(id)).close();
  });

  it('cannot be opened to what is not there, or takes none', async () => {
    expect(await codeOf(service.stream('0190a000-0000-7000-8000-000000000000'))).toBe('LK_NOT_FOUND');
    const id = await addWled();
    await light.stop();
    await timeUntil(id, 'offline');
    expect(await codeOf(service.stream(id))).toBe('LK_DEVICE_OFFLINE');
    const sensor = await add('virtual', { kind: 'sensor' }, 'Sensor');
    expect(await codeOf(service.stream(sensor))).toBe('LK_DEVICE_UNSUPPORTED');
  });

  it('goes on when the device is back, and counts what was lost meanwhile', async () => {
    const id = await addWled();
    const stream = await service.stream(id);
    stream.write(picture(1_500, 1));
    await eventually('the picture is shown', () => realtime.pictures.length === 1);
    await light.stop();
    await timeUntil(id, 'offline');
    stream.write(picture(1_500, 2));
    expect(stream.counters).toMatchObject({ sent: 1, failed: 1 });
    await light.start();
    await timeUntil(id, 'online');
    await eventually('pictures arrive again', async () => {
      stream.write(picture(1_500, 3));
      await hub.clock.advance(100);
      return realtime.last[0] === 3;
    });
    const { sent, dropped, failed } = stream.counters;
    expect([sent >= 2, dropped, failed >= 1]).toEqual([true, expect.any(Number), true]);
    await stream.close();
    expect(light.model.live).toBe(false);
  });

  it('goes to the new place when the device is set up anew, and the old one is handed back', async () => {
    const id = await addWled();
    const stream = await service.stream(id);
    stream.write(picture(1_500, 1));
    await eventually('the picture is shown', () => realtime.pictures.length === 1);
    const other = new WledSimulator({ name: 'Bookshelf', leds: 10 });
    await other.start();
    const taken = new WledRealtime(other);
    await taken.start();
    const { revision } = await read(id);
    const { status } = await hub.request('PATCH', `/devices/${id}`, {
      body: { config: { address: other.address, realtime_port: taken.port } },
      headers: { 'if-match': `"${revision}"` },
    });
    expect(status).toBe(200);
    await eventually('pictures arrive at the new one', async () => {
      stream.write(picture(stream.format.leds * 3, 5));
      await hub.clock.advance(100);
      return taken.last.length === 30 && taken.last[0] === 5;
    });
    expect(stream.format.leds).toBe(10);
    await eventually('the old one shows its own state', () => !light.model.live);
    await stream.close();
    expect(other.model.live).toBe(false);
    taken.end();
    await other.end();
  });

  it('ends well when its device is deleted', async () => {
    const id = await addWled();
    const stream = await service.stream(id);
    stream.write(picture(1_500, 1));
    await eventually('the picture is shown', () => realtime.pictures.length === 1);
    expect((await hub.request('DELETE', `/devices/${id}`)).status).toBe(204);
    await eventually('it was handed back', () => !light.model.live);
    stream.write(picture(1_500, 2));
    expect(stream.counters).toMatchObject({ sent: 1, failed: 1 });
    await stream.close();
    expect(realtime.pictures).toHaveLength(1);
  });

  it('is handed back before the hub stops', async () => {
    const id = await addWled();
    const stream = await service.stream(id);
    stream.write(picture(1_500, 1));
    await eventually('the picture is shown', () => realtime.pictures.length === 1);
    stopped = true;
    await hub.stop();
    expect([light.model.live, realtime.time_outs]).toEqual([false, 0]);
    expect(() => {
      stream.write(picture(1_500, 2));
    }).not.toThrow();
    await stream.close();
  });

  it('leaves nothing behind when the plugin starts anew', async () => {
    const stream = await service.stream(await addWled());
    stream.write(picture(1_500, 1));
    await eventually('the picture is shown', () => realtime.pictures.length === 1);
    await stream.close();
    await hub.clock.advance(2_000);
    await hub.expectNoLeaks('devices');
  });
});

describe.each(['artnet', 'sacn'] as const)('a strip behind %s', (driver) => {
  const strip = (config: Record<string, unknown> = {}): Promise<string> =>
    add(driver, { address: receiver.address, universe: 5, layout: 'strip_rgb', count: 200, ...config }, 'Cove');

  it('shows one colour when it is told to, in all of its universes', async () => {
    const id = await strip();
    expect(await read(id)).toMatchObject({ stream: { leds: 200, channels: 3, max_fps: 40 } });
    await command(id, { on: true, brightness: 255, color: { r: 10, g: 20, b: 30 } });
    await hub.clock.advance(25);
    const full = Array.from({ length: 600 }, (_, index) => 10 * ((index % 3) + 1));
    await eventually('both universes show it', () => {
      expect([...(receiver.last(5)?.slots ?? [])]).toEqual([...full.slice(0, 510), 0, 0]);
      expect([...(receiver.last(6)?.slots.subarray(0, 93) ?? [])]).toEqual([...full.slice(510), 0, 0, 0]);
    });
  });

  it('gets pictures light by light, numbered in each universe, and its own colour afterwards', async () => {
    const id = await strip();
    await command(id, { on: true, color: { r: 9, g: 9, b: 9 } });
    await hub.clock.advance(1_000);
    const stream = await service.stream(id);
    for (let seed = 1; seed <= 20; seed += 1) {
      stream.write(picture(600, seed));
      await hub.clock.advance(25);
      await eventually('the picture came', () => {
        const sent = picture(600, seed);
        expect([...(receiver.last(5)?.slots ?? [])]).toEqual([...sent.subarray(0, 510), 0, 0]);
        expect([...(receiver.last(6)?.slots.subarray(0, 90) ?? [])]).toEqual([...sent.subarray(510)]);
      });
    }
    await command(id, { color: { r: 0, g: 0, b: 200 } });
    await hub.clock.advance(1_000);
    expect(receiver.last(5)?.slots[0]).toBe(20);
    for (const universe of [5, 6]) {
      const numbers = receiver.frames.filter((frame) => frame.universe === universe).map(({ sequence }) => sequence);
      expect(numbers).toEqual(numbers.map((_, index) => (driver === 'artnet' ? (index % 255) + 1 : index % 256)));
    }
    expect(stream.counters).toEqual({ sent: 20, dropped: 0, failed: 0 });
    await stream.close();
    await hub.clock.advance(100);
    await eventually('it shows what it was told last', () => [...(receiver.last(6)?.slots.subarray(0, 3) ?? [])].join() === '0,0,200');
    expect(receiver.strange).toEqual([]);
  });

  it('shows its own colour again when the hub stops', async () => {
    const id = await strip();
    await command(id, { on: true, brightness: 255, color: { r: 0, g: 90, b: 0 } });
    await hub.clock.advance(1_000);
    const stream = await service.stream(id);
    stream.write(picture(600, 7));
    await eventually('the picture came', () => receiver.last(5)?.slots[0] === 7 && receiver.last(6)?.slots[0] === picture(600, 7)[510]);
    stopped = true;
    await hub.stop();
    await eventually('it shows its own colour', () => {
      for (const universe of [5, 6]) expect([...(receiver.last(universe)?.slots.subarray(0, 3) ?? [])]).toEqual([0, 90, 0]);
    });
    const farewells = driver === 'sacn' ? 6 : 0;
    await eventually('it took leave', () => receiver.frames.filter(({ terminated }) => terminated).length === farewells);
  });

  it('shares its last universe with others', async () => {
    const id = await strip({ count: 171 });
    const lamp = await add(driver, { address: receiver.address, universe: 6, start: 100, layout: 'dimmer' }, 'Lamp');
    const stream = await service.stream(id);
    await command(lamp, { on: true, brightness: 77 });
    stream.write(picture(513, 1));
    await hub.clock.advance(50);
    await eventually('both are in it', () => {
      const slots = receiver.last(6)?.slots;
      expect([slots?.[0], slots?.[99]]).toEqual([picture(513, 1)[510], 77]);
    });
    await stream.close();
  });

  it('is refused where it would reach beyond the last universe', async () => {
    const universe = driver === 'artnet' ? 32_767 : 63_999;
    const { status, body } = await hub.request('POST', '/devices', {
      body: { name: 'Cove', driver, config: { address: receiver.address, universe, layout: 'strip_rgbw', count: 129 } },
    });
    expect([status, (body as { errors: { field: string }[] }).errors.map(({ field }) => field)]).toEqual([422, ['/config/count']]);
  });
});

describe('sACN', () => {
  it('ends the stream of every universe of a strip', async () => {
    const id = await add('sacn', { address: receiver.address, universe: 5, layout: 'strip_rgbw', count: 300 }, 'Cove');
    const stream = await service.stream(id);
    stream.write(picture(1_200, 1));
    await hub.clock.advance(25);
    await delay(10);
    await hub.request('DELETE', `/devices/${id}`);
    for (const universe of [5, 6, 7]) {
      await eventually(`universe ${universe} has ended`, () => {
        expect(receiver.frames.filter((frame) => frame.universe === universe && frame.terminated)).toHaveLength(3);
      });
    }
  });

  it.skipIf(!netnsAvailable())('reaches the multicast groups of all universes of a strip', async () => {
    const { code, output } = await runInNetns(new URL('../support/fixtures/sacn-multicast.ts', import.meta.url));
    expect(code, output).toBe(0);
    expect(output).toContain('[{"universe":256,"last":510},{"universe":257,"last":90}]');
  });
});
