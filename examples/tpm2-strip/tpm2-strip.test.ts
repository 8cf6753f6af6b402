import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { openDirectOutput } from '@lightkeeper/plugin-sdk';
import type { Device, DeviceService, DeviceState } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** Far above what any test needs, so that a busy machine fails none. */
const PATIENCE = { timeout: 20_000 };

let hub: TestHub;
let devices: DeviceService;
let controller: Socket;
let received: string[];

/** A plugin that streams, as the capture of a screen does. */
const streamer = {
  manifest: { id: 'streamer', name: 'Streamer', sdk: '^0.1.0', dependsOn: ['devices'] },
  definition: {
    setup(own: { services: { require: (name: 'devices') => DeviceService } }) {
      devices = own.services.require('devices');
    },
  },
};

beforeEach(async () => {
  received = [];
  controller = createSocket('udp4');
  controller.on('message', (bytes) => received.push(bytes.toString('hex')));
  controller.bind(0, '127.0.0.1');
  await once(controller, 'listening');
  hub = await createTestHub({ plugins: [import.meta.dirname, streamer] });
});

afterEach(async () => {
  await hub.stop();
  controller.close();
});

async function add(leds: number): Promise<string> {
  const config = { address: `127.0.0.1:${controller.address().port}`, leds };
  const { status, body } = await hub.request('POST', '/devices', { body: { name: 'Shelf', driver: 'tpm2', config } });
  expect(status).toBe(201);
  const { id } = body as Device;
  await vi.waitFor(async () => {
    expect(await read(id)).toMatchObject({ status: 'online' });
  }, PATIENCE);
  return id;
}

async function read(id: string): Promise<Device> {
  return (await hub.request('GET', `/devices/${id}`)).body;
}

async function command(id: string, body: object): Promise<DeviceState> {
  const answer = await hub.request('POST', `/devices/${id}/command`, { body });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** Lets the pace of the strip go by, until its newest packets are these. */
async function arrives(...packets: string[]): Promise<void> {
  await vi.waitFor(async () => {
    await hub.clock.advance(20);
    expect(received.slice(-packets.length)).toEqual(packets);
  }, PATIENCE);
}

describe('a strip by TPM2.NET', () => {
  it('is a light of one colour, byte by byte', async () => {
    const id = await add(2);
    expect(await read(id)).toMatchObject({
      capabilities: ['on_off', 'brightness', 'color_rgb', 'stream'],
      stream: { leds: 2, channels: 3, max_fps: 60 },
      state: { on: false, brightness: 255, color: { r: 255, g: 255, b: 255 } },
    });
    // Start, data, 6 bytes, packet 1 of 1, the colours, end.
    await arrives('9cda00060101' + '000000' + '000000' + '36');
    expect(await command(id, { on: true, color: { r: 255, g: 128, b: 0 } })).toMatchObject({ on: true, color: { r: 255, g: 128, b: 0 } });
    await arrives('9cda00060101' + 'ff8000' + 'ff8000' + '36');
    await command(id, { brightness: 51 });
    await arrives('9cda00060101' + '331a00' + '331a00' + '36');
    await command(id, { on: false });
    await arrives('9cda00060101' + '000000' + '000000' + '36');
  });

  it('that is long is sent in packets of 480 LEDs', async () => {
    const id = await add(481);
    await command(id, { on: true, color: { r: 1, g: 2, b: 3 } });
    await arrives(`9cda05a00102${'010203'.repeat(480)}36`, '9cda00030202' + '010203' + '36');
  });

  it('is told again what it shows, so that it does not return to itself', async () => {
    const id = await add(1);
    await command(id, { on: true });
    await arrives('9cda00030101' + 'ffffff' + '36');
    received = [];
    await vi.waitFor(async () => {
      await hub.clock.advance(500);
      expect(received.length).toBeGreaterThanOrEqual(2);
    }, PATIENCE);
    expect(new Set(received)).toEqual(new Set(['9cda00030101' + 'ffffff' + '36']));
  });

  it('shows pictures while they come, and its own light afterwards', async () => {
    const id = await add(2);
    await command(id, { on: true, color: { r: 0, g: 0, b: 9 } });
    const stream = await devices.stream(id);
    stream.write(Uint8Array.of(1, 2, 3, 4, 5, 6));
    await arrives('9cda00060101' + '010203' + '040506' + '36');
    await command(id, { color: { r: 7, g: 7, b: 7 } });
    stream.write(Uint8Array.of(9, 9));
    await arrives('9cda00060101' + '010203' + '040506' + '36');
    await stream.close();
    await arrives('9cda00060101' + '070707' + '070707' + '36');
  });

  it('lets another thread send the pictures, and shows its own light afterwards', async () => {
    const id = await add(2);
    const stream = await devices.stream(id);
    if (stream.direct == null) throw new Error('It has no direct output.');
    const timers = { after: () => () => {}, every: () => () => {} };
    const direct = await openDirectOutput(structuredClone(stream.direct), { clock: { now: () => 0 }, timers });
    direct.write(Uint8Array.of(1, 2, 3, 4, 5, 6));
    await arrives('9cda00060101' + '010203' + '040506' + '36');
    expect(stream.counters.sent).toBe(1);
    await stream.close();
    await arrives('9cda00060101' + '000000' + '000000' + '36');
    await direct.close();
  });

  it('refuses what it cannot be, and goes with its plugin', async () => {
    const body = { name: 'Shelf', driver: 'tpm2', config: { address: '169.254.169.254', leds: 0 } };
    const refused = (await hub.request('POST', '/devices', { body })) as { status: number; body: { errors: { field: string }[] } };
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ field }) => field)).toEqual(['/config/address', '/config/leds']);
    await hub.expectNoLeaks('tpm2-strip');
  });
});
