import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import type { Device, DeviceService, Problem } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { boardAvailable, SerialBoard } from '../support/serial-board.js';

/*
 * A strip behind a serial port, through the whole hub and a real pseudo terminal. The hub's clock stands in the test's hand.
 */

let hub: TestHub;
let service: DeviceService;

beforeEach(async () => {
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
});

afterEach(async () => {
  await hub.stop();
});

async function post(config: Record<string, unknown>): Promise<{ status: number; body: Device & Pick<Partial<Problem>, 'errors'> }> {
  return hub.request('POST', '/devices', { body: { name: 'Monitor', driver: 'adalight', config } });
}

async function read(id: string): Promise<Device> {
  return (await hub.request('GET', `/devices/${id}`)).body;
}

async function becomes(id: string, status: Device['status']): Promise<Device> {
  return eventually(
    `it is ${status}`,
    async () => {
      const device = await read(id);
      return device.status === status && device;
    },
    {
      describe: () =>
        hub
          .logs()
          .slice(-3)
          .map((line) => JSON.stringify(line))
          .join('\n'),
    },
  );
}

async function command(id: string, body: object): Promise<void> {
  expect((await hub.request('POST', `/devices/${id}/command`, { body })).status).toBe(200);
}

/** Header and colours (Adafruit, "Adalight" LEDstream sketch). */
function packet(colors: readonly number[]): string {
  const last = colors.length / 3 - 1;
  const [high, low] = [last >> 8, last & 0xff];
  return Buffer.from([0x41, 0x64, 0x61, high, low, high ^ low ^ 0x55, ...colors]).toString('hex');
}

describe('the settings of a strip at a serial port', () => {
  it.each([
    ['/etc/passwd', 'port'],
    ['/dev/sda', 'port'],
    ['/dev/tty/../sda', 'port'],
    ['/dev/serial/by-id/../../sda', 'port'],
    ['\\\\.\\PhysicalDrive0', 'port'],
    ['ttyUSB0', 'port'],
  ])('refuse %s', async (port, field) => {
    const { status, body } = await post({ port, leds: 3 });
    expect([status, body.errors?.map(({ field }) => field)]).toEqual([422, [`/config/${field}`]]);
  });

  it('take the speeds there are, and strips that the protocol can count', async () => {
    for (const wrong of [{ baud: 9_600 }, { leds: 0 }, { leds: 5_000 }, { order: 'RGBW' }, { protocol: 'tpm2' }]) {
      const { status, body } = await post({ port: '/dev/ttyUSB9', leds: 3, ...wrong });
      expect([status, body.errors?.map(({ field }) => field)]).toEqual([422, [`/config/${Object.keys(wrong).join()}`]]);
    }
  });

  it('may name a port that is not there yet', async () => {
    const { status, body } = await post({ port: '/dev/ttyLIGHTKEEPER0', leds: 3 });
    expect(status).toBe(201);
    expect((await becomes(body.id, 'offline')).status_reason).toBe(
      'There is nothing at /dev/ttyLIGHTKEEPER0: it is not plugged in, or has another name.',
    );
  });
});

describe.skipIf(!boardAvailable())('a strip at a serial port (needs socat)', () => {
  let board: SerialBoard;
  beforeEach(async () => {
    board = await SerialBoard.plugIn();
  });
  afterEach(async () => {
    await board.unplug();
  });

  /** Adds it, and greets as its board. */
  async function add(config: Record<string, unknown> = {}): Promise<string> {
    const { status, body } = await post({ port: board.path, leds: 3, ...config });
    expect(status, JSON.stringify(body)).toBe(201);
    // A board greets when its port has been opened; what it said before is lost.
    await eventually('it is online', async () => {
      board.say('Ada\n');
      return (await read(body.id)).status === 'online';
    });
    return body.id;
  }

  /** Waits until the newest whole packet is this one, and forgets what came. */
  async function shows(colors: readonly number[]): Promise<void> {
    const wanted = packet(colors);
    await eventually('the strip shows it', () => board.heard.toString('hex').endsWith(wanted), {
      describe: () => board.heard.toString('hex').slice(-200),
    });
    board.heard = Buffer.alloc(0);
  }

  it('is ready when its board greets, and shows colours byte for byte', async () => {
    const id = await add({ order: 'GRB' });
    expect(await read(id)).toMatchObject({
      capabilities: ['on_off', 'brightness', 'color_rgb', 'stream'],
      stream: { leds: 3, channels: 3, max_fps: 100 },
      info: { product: 'Adalight strip', port: board.path, baud: 115_200, leds: 3 },
      state: { on: false },
    });
    await shows([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    await command(id, { on: true, brightness: 128, color: { r: 200, g: 100, b: 2 } });
    await hub.clock.advance(50);
    await shows([50, 100, 1, 50, 100, 1, 50, 100, 1]);
    await command(id, { on: false });
    await hub.clock.advance(50);
    await shows([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('is ready without a greeting after 2 s', async () => {
    const { body } = await post({ port: board.path, leds: 3 });
    await eventually('it is ready', async () => {
      await hub.clock.advance(250);
      return (await read(body.id)).status === 'online';
    });
    await shows([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('is told every second what it shows, since boards turn dark by themselves', async () => {
    const id = await add();
    await command(id, { on: true, brightness: 255, color: { r: 1, g: 2, b: 3 } });
    await hub.clock.advance(50);
    await shows([1, 2, 3, 1, 2, 3, 1, 2, 3]);
    for (let second = 0; second < 3; second += 1) {
      await hub.clock.advance(1_000);
      await shows([1, 2, 3, 1, 2, 3, 1, 2, 3]);
    }
  });

  it('moves evenly when a command takes its time', async () => {
    const id = await add();
    await shows([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    await command(id, { on: true, brightness: 200, color: { r: 255, g: 255, b: 255 }, transition_ms: 1_000 });
    for (let step = 0; step < 11; step += 1) {
      const seen = board.heard.length;
      await hub.clock.advance(100);
      if (step < 10) await eventually('it moves', () => board.heard.length > seen);
    }
    const white = Array<number>(9).fill(200);
    await eventually('it has arrived', () => board.heard.toString('hex').endsWith(packet(white)));
    const levels = Array.from({ length: board.heard.length / 15 }, (_, index) => board.heard[index * 15 + 6] ?? 0);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(new Set(levels).size).toBeGreaterThan(9);
  });

  it('gets pictures in order, whole, and its own colour afterwards', async () => {
    const id = await add({ leds: 300, baud: 1_000_000 });
    await command(id, { on: true, brightness: 255, color: { r: 7, g: 7, b: 7 } });
    await hub.clock.advance(50);
    const own = Array<number>(900).fill(7);
    await shows(own);
    const stream = await service.stream(id);
    const sent: number[][] = [];
    for (let seed = 1; seed <= 50; seed += 1) {
      const colors = Array.from({ length: 900 }, (_, index) => (index * 3 + seed) & 0xff);
      sent.push(colors);
      stream.write(Uint8Array.from(colors));
      await hub.clock.advance(10);
      await eventually('it came', () => board.heard.length === 906 * seed, { describe: () => String(board.heard.length) });
    }
    expect(board.heard.toString('hex')).toBe(sent.map(packet).join(''));
    expect(stream.counters).toEqual({ sent: 50, dropped: 0, failed: 0 });
    board.heard = Buffer.alloc(0);
    await command(id, { color: { r: 9, g: 9, b: 9 } });
    await hub.clock.advance(100);
    expect(board.heard).toHaveLength(0);
    await stream.close();
    await shows(Array<number>(900).fill(9));
  });

  it('waits for a board that is slow to read, and then shows the newest', async () => {
    const id = await add({ leds: 4_000, baud: 2_000_000 });
    const stream = await service.stream(id);
    board.hang();
    for (let seed = 0; seed < 2_000; seed += 1) {
      stream.write(new Uint8Array(12_000).fill(seed % 251));
      if (seed % 5 === 0) await hub.clock.advance(1);
      if (seed % 100 === 0) await hub.settle();
    }
    const { sent, dropped } = stream.counters;
    expect(dropped).toBeGreaterThan(1_000);
    expect(sent + dropped).toBeLessThanOrEqual(2_000);
    board.goOn();
    const whole = (): Buffer[] =>
      Array.from({ length: Math.floor(board.heard.length / 12_006) }, (_, index) =>
        board.heard.subarray(index * 12_006, (index + 1) * 12_006),
      );
    await eventually('the newest is shown', async () => {
      await hub.clock.advance(100);
      return whole().at(-1)?.at(-1) === 1_999 % 251;
    });
    for (const bytes of whole()) {
      expect(bytes.subarray(0, 6).toString('hex')).toBe('4164610f9fc5');
      expect(bytes.subarray(6).every((byte) => byte === bytes[6])).toBe(true);
    }
    await stream.close();
  });

  it('is lost when its board takes no more data', async () => {
    const id = await add({ leds: 4_000, baud: 2_000_000 });
    const stream = await service.stream(id);
    board.hang();
    await eventually('it is offline', async () => {
      for (let seed = 0; seed < 50; seed += 1) {
        stream.write(new Uint8Array(12_000).fill(seed));
        await hub.clock.advance(100);
      }
      return (await read(id)).status === 'offline';
    });
    expect((await read(id)).status_reason).toBe('The board takes no more data.');
    // The hub waits no longer than this for a device to be handed back.
    await hub.clock.advance(2_000);
    await stream.close();
  });

  it('is lost when it is unplugged, and says so; commands then fail', async () => {
    const id = await add();
    await board.unplug();
    const device = await becomes(id, 'offline');
    expect(device.status_reason).toBe(`${board.path} is gone: it was unplugged, or the board has reset.`);
    expect((await hub.request('POST', `/devices/${id}/command`, { body: { on: true } })).status).toBe(503);
  });

  it('can be used by one only', async () => {
    await add();
    const { body } = await post({ port: board.path, leds: 5 });
    await eventually('it was refused', async () => {
      await hub.clock.advance(500);
      return (await read(body.id)).status === 'offline';
    });
    expect((await read(body.id)).status_reason).toBe(`Another program uses ${board.path}.`);
  });

  it('is opened anew when its settings change, without a word about it', async () => {
    const id = await add();
    const stream = await service.stream(id);
    const { revision } = await read(id);
    const { status } = await hub.request('PATCH', `/devices/${id}`, {
      body: { config: { port: board.path, leds: 4 } },
      headers: { 'if-match': `"${revision}"` },
    });
    expect(status).toBe(200);
    await eventually('the stream has the new length', async () => {
      await hub.clock.advance(250);
      return stream.format.leds === 4;
    });
    const { items } = (await hub.request('GET', '/activity?categories=device')).body as { items: { message: string }[] };
    expect(items.filter(({ message }) => message.includes('disconnected'))).toEqual([]);
    await stream.close();
  });

  it('leaves nothing behind when it is deleted', async () => {
    const going = (): unknown => hub.effects().find(({ label }) => label === 'devices');
    const before = going();
    const id = await add();
    await (await service.stream(id)).close();
    expect((await hub.request('DELETE', `/devices/${id}`)).status).toBe(204);
    await eventually('all that it had set going has ended', () => {
      expect(going()).toEqual(before);
    });
    expect((await post({ port: board.path, leds: 3 })).status).toBe(201);
  });
});
