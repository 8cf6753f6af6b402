import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import type { CaptureStatus, Device, DeviceConnection, DeviceService } from '@lightkeeper/plugin-sdk';
import { z } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** Far above what any test needs, so that a busy machine fails none. */
const PATIENCE = { timeout: 20_000 };
const LEDS = 4;

let hub: TestHub;
let pictures: number[][];
let device_id: string;

/** A strip of four LEDs that keeps what it is shown. */
const strip = {
  manifest: { id: 'strip', name: 'Strip', sdk: '^0.1.0', dependsOn: ['devices'] },
  definition: {
    setup(own: { services: { require: (name: 'devices') => DeviceService } }) {
      const format = { leds: LEDS, channels: 3, max_fps: 60 } as const;
      const connection: DeviceConnection = {
        description: { capabilities: ['on_off'], stream: format, info: {}, state: { on: true } },
        command: () => Promise.resolve(),
        stream: () =>
          Promise.resolve({
            format,
            counters: { sent: 0, dropped: 0, failed: 0 },
            write: (picture: Uint8Array) => pictures.push([...picture]),
            close: () => Promise.resolve(),
          }),
        close: () => {},
      };
      own.services.require('devices').registerDriver({
        ...{ id: 'kept', name: 'Kept', description: 'Keeps its pictures.', config: z.strictObject({}) },
        connect: () => Promise.resolve(connection),
      });
    },
  },
};

beforeEach(async () => {
  pictures = [];
  hub = await createTestHub({ plugins: [import.meta.dirname, strip] });
  const made = await hub.request('POST', '/devices', { body: { name: 'Shelf', driver: 'kept', config: {} } });
  device_id = (made.body as Device).id;
  await vi.waitFor(async () => {
    expect((await hub.request('GET', `/devices/${device_id}`)).body).toMatchObject({ status: 'online' });
  }, PATIENCE);
});

afterEach(() => hub.stop());

/** A capture of one column of lights, from top to bottom, that runs. */
async function run(source: object): Promise<string> {
  const layout = { kind: 'matrix', columns: 1, rows: LEDS };
  const body = { name: 'Lamp', source, layout, targets: [{ device_id }], smoothing: { kind: 'none' } };
  const { status, body: capture } = await hub.request('POST', '/captures', { body });
  expect(status, JSON.stringify(capture)).toBe(201);
  const { id } = capture as { id: string };
  await hub.request('POST', `/captures/${id}/start`);
  return id;
}

const statusOf = async (id: string): Promise<CaptureStatus> => (await hub.request('GET', `/captures/${id}/status`)).body;

describe('the lava lamp', () => {
  it('is in the gallery with its settings', async () => {
    const { items } = (await hub.request('GET', '/capture-effects')).body as { items: object[] };
    expect(items).toContainEqual(
      expect.objectContaining({
        id: 'lava-lamp',
        name: 'Lava lamp',
        options_schema: expect.objectContaining({
          properties: expect.objectContaining({ heat: expect.anything() as unknown }) as unknown,
        }) as unknown,
      }),
    );
    const body = { name: 'Lamp', source: { kind: 'effect', effect: 'lava-lamp', options: { heat: 7 } } };
    const layout = { kind: 'matrix', columns: 1, rows: LEDS };
    const answer = await hub.request('POST', '/captures', { body: { ...body, layout, targets: [{ device_id }] } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: '/source/options/heat' }] } });
  });

  it('lights the strip in the colour of its wax', async () => {
    await run({ kind: 'effect', effect: 'lava-lamp', options: { hue: 120, heat: 1 } });
    await vi.waitFor(() => {
      const last = pictures.at(-1) ?? [];
      expect(last.some((value, index) => index % 3 === 1 && value > 0)).toBe(true);
      expect(last.every((value, index) => index % 3 === 1 || value === 0)).toBe(true);
    }, PATIENCE);
  });

  it('goes on when its plugin was started anew', async () => {
    const id = await run({ kind: 'effect', effect: 'lava-lamp' });
    await vi.waitFor(() => {
      expect(pictures.length).toBeGreaterThan(2);
    }, PATIENCE);
    expect((await hub.request('POST', '/plugins/lava-lamp/restart')).status).toBe(200);
    const before = pictures.length;
    await vi.waitFor(async () => {
      expect(await statusOf(id)).toMatchObject({ state: 'running', reason: null });
      expect(pictures.length).toBeGreaterThan(before + 10);
    }, PATIENCE);
  });
});

describe('the sunrise', () => {
  it('brightens from below, as its pictures do', async () => {
    await run({ kind: 'sunrise', minutes: 1 });
    await vi.waitFor(async () => {
      await hub.clock.advance(1_000);
      const reds = (pictures.at(-1) ?? []).filter((_, index) => index % 3 === 0);
      expect(reds).toHaveLength(LEDS);
      expect(reds.at(-1)).toBeGreaterThan(reds.at(0) ?? 255);
    }, PATIENCE);
  });
});
