import type { CaptureStatus, Device } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { HubProcess } from '../support/hub-process.js';
import { completeSetup, OWNER, signIn } from '../support/setup.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/* Captures on parts of strips and on lights that take commands only, through the whole hub in a process of its own. */

const LEDS = 16;
const RED = { kind: 'test-pattern', pattern: 'solid', color: { r: 255, g: 0, b: 0 } };

let hub: HubProcess;
let owner: ApiClient;
let strip: WledSimulator;
let realtime: WledRealtime;
let bulb: WledSimulator;
let strip_id: string;
let bulb_id: string;

beforeAll(async () => {
  hub = await HubProcess.start();
  owner = await completeSetup(hub);
  strip = new WledSimulator({ name: 'Strip', leds: LEDS });
  bulb = new WledSimulator({ name: 'Bulb', leds: 1 });
  await Promise.all([strip.start(), bulb.start()]);
  realtime = new WledRealtime(strip);
  await realtime.start();
  strip_id = await add('Strip', 'wled', { address: strip.address, realtime_port: realtime.port });
  bulb_id = await add('Bulb', 'wled', { address: bulb.address, realtime: 'off' });
});

afterAll(async () => {
  await hub.dispose();
  realtime.end();
  await Promise.all([strip.end(), bulb.end()]);
});

afterEach(async () => {
  await owner.api('POST', '/captures/stop');
});

async function add(name: string, driver: string, config: object): Promise<string> {
  const { id } = (await owner.api<Device>('POST', '/devices', { name, driver, config })).body;
  await eventually(`${name} is online`, async () => (await owner.api<Device>('GET', `/devices/${id}`)).body.status === 'online');
  return id;
}

async function begin(targets: object[], more: object = {}): Promise<string> {
  const body = { name: 'Ambient', source: RED, layout: { kind: 'border', top: LEDS }, targets, smoothing: { kind: 'none' }, ...more };
  const answer = await owner.api<{ id: string }>('POST', '/captures', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  await owner.api('POST', `/captures/${answer.body.id}/start`);
  return answer.body.id;
}

const targetsOf = async (id: string): Promise<CaptureStatus['targets']> =>
  (await owner.api<CaptureStatus>('GET', `/captures/${id}/status`)).body.targets;
const shown = (first: number, count: number): string => JSON.stringify(realtime.last.slice(first * 3, (first + count) * 3));
const lights = (count: number, ...color: number[]): string => JSON.stringify(Array.from({ length: count }, () => color).flat());
/** What the bulb shows by its own state. */
const look = (): string => {
  const { on, bri, seg } = bulb.model.state() as { on: boolean; bri: number; seg: { col: number[][] }[] };
  return JSON.stringify([on, bri, seg[0]?.col[0]?.slice(0, 3)]);
};

describe('the targets of a capture', () => {
  it('are parts of a strip, and a light of one pixel that comes back to its own state', async () => {
    const before = look();
    const id = await begin([
      { device_id: strip_id, segment: { start: 0, stop: 4 } },
      { device_id: strip_id, segment: { start: 8, stop: 16 }, first: 8, brightness: 50 },
      { device_id: bulb_id, count: LEDS },
    ]);
    await eventually('the parts show it', () => shown(0, 4) === lights(4, 255, 0, 0) && shown(8, 8) === lights(8, 128, 0, 0));
    expect(shown(4, 4)).toBe(lights(4, 0, 0, 0));
    await eventually('the bulb shows it', () => look() === JSON.stringify([true, 255, [255, 0, 0]]));
    expect((await targetsOf(id)).map(({ device_name, ok }) => [device_name, ok])).toEqual([
      ['Strip', true],
      ['Strip', true],
      ['Bulb', true],
    ]);
    await owner.api('POST', `/captures/${id}/stop`);
    await eventually('the bulb is its own again', () => look() === before);
  });

  it('stay with the capture while its look changes', async () => {
    const id = await begin([{ device_id: strip_id }]);
    await eventually('it is red', () => shown(0, LEDS) === lights(LEDS, 255, 0, 0));
    const looking = { back: 0 };
    const timer = setInterval(() => {
      if (!strip.model.live) looking.back += 1;
    }, 1);
    await owner.api('POST', `/captures/${id}/calibrate`, { grade: { brightness: 50 } });
    await eventually('it is half as bright', () => shown(0, LEDS) === lights(LEDS, 128, 0, 0));
    await owner.api('PATCH', `/captures/${id}`, { targets: [{ device_id: strip_id, brightness: 50 }] });
    await eventually('and half of that', () => shown(0, LEDS) === lights(LEDS, 64, 0, 0));
    clearInterval(timer);
    expect(looking.back).toBe(0);
  });

  it('say when another capture has the device, and go on when that stops', async () => {
    const first = await begin([{ device_id: strip_id }]);
    const second = await begin([{ device_id: strip_id }]);
    expect(await targetsOf(second)).toMatchObject([{ ok: false, note: 'Something else streams to Strip already.' }]);
    await owner.api('POST', `/captures/${first}/stop`);
    await eventually('the second has it', async () => (await targetsOf(second))[0]?.ok === true, { within_ms: 20_000 });
  });

  it('say that a device was deleted, and the rest goes on', async () => {
    const gone = await add('Shelf', 'virtual', { kind: 'strip', leds: 4 });
    const id = await begin([{ device_id: gone }, { device_id: strip_id }]);
    await owner.api('DELETE', `/devices/${gone}`);
    expect(await targetsOf(id)).toMatchObject([{ ok: false, note: 'The device was deleted.' }, { ok: true }]);
    const sent = realtime.pictures.length;
    await eventually('pictures go on', () => realtime.pictures.length > sent + 5);
    expect((await owner.api('POST', `/captures/${id}/stop`)).status).toBe(200);
    // It begins as well without it.
    await owner.api('POST', `/captures/${id}/start`);
    await eventually('the strip is there', async () => (await targetsOf(id))[1]?.ok === true);
    expect((await targetsOf(id))[0]).toMatchObject({ ok: false, note: expect.stringContaining('No device') as string });
  });

  it('go on when the plugin of the devices was started anew', async () => {
    const id = await begin([{ device_id: strip_id }]);
    await eventually('it runs', async () => (await targetsOf(id))[0]?.ok === true);
    await owner.api('POST', '/plugins/devices/restart');
    const sent = realtime.pictures.length;
    await eventually('pictures go on', () => realtime.pictures.length > sent + 5, { within_ms: 20_000 });
    expect(await targetsOf(id)).toMatchObject([{ ok: true }]);
  });

  it('are brought back after a kill, and come later than a capture that starts with the hub', async () => {
    const before = look();
    const away = await add('Desk', 'virtual', { kind: 'strip', leds: LEDS });
    await owner.api('PATCH', `/devices/${away}`, { config: { reachable: false } });
    const later = await begin([{ device_id: away }], { autostart: true });
    await begin([{ device_id: bulb_id }]);
    await eventually('the bulb shows it', () => look() === JSON.stringify([true, 255, [255, 0, 0]]));
    await hub.kill();
    hub = await hub.again();
    owner = await signIn(hub, OWNER.name, OWNER.password);
    await eventually('the bulb is its own again', () => look() === before);
    await eventually('the other runs', async () => (await targetsOf(later))[0]?.ok === false);
    await owner.api('PATCH', `/devices/${away}`, { config: { reachable: true } });
    await eventually('its device is there', async () => (await targetsOf(later))[0]?.ok === true, { within_ms: 20_000 });
  });
});
