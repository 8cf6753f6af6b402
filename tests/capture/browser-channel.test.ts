import { sentPictureBytes, writePictureHeader, PICTURE_HEADER_BYTES, readWantedSize } from '@lightkeeper/plugin-sdk/wire';
import type { ActivityEntry, CaptureStatus, Device, Page } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/* What a page does that shares its screen, done by a client of the test's own: from the channel to the datagrams of a light. */

const LEDS = 20;
const folder = tempDir('browser-channel');
let hub: HubProcess;
let owner: ApiClient;
let light: WledSimulator;
let realtime: WledRealtime;
let device_id: string;
const listeners: EventListener[] = [];

beforeAll(async () => {
  ({ hub, owner } = await startHeadless({ data_dir: folder.path }));
  light = new WledSimulator({ name: 'Television', leds: LEDS });
  await light.start();
  realtime = new WledRealtime(light);
  await realtime.start();
  const config = { address: light.address, realtime_port: realtime.port };
  device_id = (await owner.api<Device>('POST', '/devices', { name: 'Television', driver: 'wled', config })).body.id;
  await eventually('the light is online', async () => (await owner.api<Device>('GET', `/devices/${device_id}`)).body.status === 'online');
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
  await owner.api('POST', '/captures/stop');
});
afterAll(async () => {
  await hub.dispose();
  realtime.end();
  await light.end();
  folder.remove();
});

const tokens = new Map<string, string>();

/** A client with a token of this name. */
async function listen(name: string, scopes = ['*'], role = 'member'): Promise<EventListener> {
  const token = tokens.get(name) ?? (await owner.api<{ token: string }>('POST', '/tokens', { name, role, scopes })).body.token;
  tokens.set(name, token);
  const listener = await EventListener.open(hub, token);
  listeners.push(listener);
  return listener;
}

async function start(more: object = {}): Promise<string> {
  const layout = { kind: 'border', top: 8, right: 2, bottom: 8, left: 2 };
  const body = { name: 'Desk', source: { kind: 'browser' }, layout, targets: [{ device_id }], smoothing: { kind: 'none' }, ...more };
  const made = await owner.api<{ id: string }>('POST', '/captures', body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await owner.api('POST', `/captures/${made.body.id}/start`);
  return made.body.id;
}

const status = async (id: string): Promise<CaptureStatus> => (await owner.api<CaptureStatus>('GET', `/captures/${id}/status`)).body;

/** A picture of one colour. */
function picture(color: readonly [number, number, number], width = 96, height = 54): Uint8Array {
  const header = { width, height, format: 'rgb24' } as const;
  const message = new Uint8Array(sentPictureBytes(header));
  writePictureHeader(message, header);
  for (let at = PICTURE_HEADER_BYTES; at < message.byteLength; at += 3) message.set(color, at);
  return message;
}

const shows = (color: readonly [number, number, number]): Promise<boolean> =>
  eventually(
    `the light shows ${color.join()}`,
    () =>
      realtime.last.join() ===
      Array.from({ length: LEDS }, () => color)
        .flat()
        .join(),
    {
      describe: () => realtime.last.join(),
    },
  );

describe('a shared screen', () => {
  it('lights the room until sharing stops; both stand in the log with who did it', async () => {
    const id = await start();
    await eventually('it waits', async () => (await status(id)).reason === 'Nobody shares a screen.');
    expect((await status(id)).state).not.toBe('failed');
    const anna = await listen('anna');
    const channel = await anna.openChannel('screen_share', { capture_id: id });
    await eventually('the hub says which size it would like', () => anna.binaries.length === 1);
    // As many times the 8 and 2 lights of the edges as make a picture large enough.
    expect(readWantedSize(anna.binaries[0]?.payload ?? new Uint8Array(0))).toEqual({ width: 96, height: 54 });
    anna.sendTo(channel, picture([255, 0, 0]));
    await shows([255, 0, 0]);
    await eventually('it runs', async () => (await status(id)).state === 'running');
    expect((await status(id)).reason).toBeNull();
    anna.sendTo(channel, picture([0, 0, 255], 320, 180));
    await shows([0, 0, 255]);
    anna.send({ type: 'close_channel', id: 'stop', channel });
    await eventually('it waits again', async () => (await status(id)).reason === 'Nobody shares a screen.');
    await shows([0, 0, 0]);
    const { items } = (await owner.api<Page<ActivityEntry>>('GET', `/activity?entity_id=${id}`)).body;
    expect(items.slice(0, 2).map(({ action, actor, message }) => [action, actor, message])).toEqual([
      ['share_stopped', 'token:anna', expect.stringContaining('no longer shares')],
      ['share_started', 'token:anna', expect.stringContaining('shares a screen with the capture Desk')],
    ]);
  });

  it('gives way to the fallback when the connection breaks', async () => {
    const id = await start({ fallback: { kind: 'test-pattern', pattern: 'solid', color: { r: 0, g: 255, b: 0 } } });
    await shows([0, 255, 0]);
    const anna = await listen('anna');
    anna.sendTo(await anna.openChannel('screen_share', { capture_id: id }), picture([255, 0, 0]));
    await shows([255, 0, 0]);
    await anna.close();
    await shows([0, 255, 0]);
    await owner.api('DELETE', `/captures/${id}`);
  });

  it('is one at a time: another is refused with who shares, or takes over when it asks to', async () => {
    const id = await start();
    const [anna, ben] = [await listen('anna'), await listen('ben')];
    const first = await anna.openChannel('screen_share', { capture_id: id });
    await expect(ben.openChannel('screen_share', { capture_id: id })).rejects.toThrow('LK_CONFLICT: anna shares a screen with it already');
    const second = await ben.openChannel('screen_share', { capture_id: id, take_over: true });
    await eventually('anna knows', () => anna.of('channel_closed').length === 1);
    expect(anna.of('channel_closed')[0]).toMatchObject({ channel: first, reason: 'ben shares a screen instead.' });
    anna.sendTo(first, picture([255, 0, 0]));
    ben.sendTo(second, picture([0, 255, 0]));
    await shows([0, 255, 0]);
    expect((await status(id)).reason).toBeNull();
  });

  it('goes on while the capture is tuned, and ends when it is stopped', async () => {
    const id = await start();
    const anna = await listen('anna');
    const channel = await anna.openChannel('screen_share', { capture_id: id });
    const layout = { kind: 'border', top: 40, right: 7, bottom: 40, left: 7 };
    expect((await owner.api('PATCH', `/captures/${id}`, { layout })).status).toBe(200);
    await eventually('the new size is wanted', () => anna.binaries.length === 2);
    expect(readWantedSize(anna.binaries[1]?.payload ?? new Uint8Array(0))).toEqual({ width: 120, height: 56 });
    anna.sendTo(channel, picture([0, 0, 255], 120, 56));
    await shows([0, 0, 255]);
    expect(anna.of('channel_closed')).toEqual([]);
    await owner.api('POST', `/captures/${id}/stop`);
    await eventually('sharing has ended', () => anna.of('channel_closed').length === 1);
    expect(anna.of('channel_closed')[0]?.reason).toBe('The capture was stopped.');
  });

  it('needs a permission of its own, a capture, and one that waits for it', async () => {
    const id = await start();
    const options = { capture_id: id };
    await expect((await listen('guest', ['*'], 'viewer')).openChannel('screen_share', options)).rejects.toThrow('LK_FORBIDDEN');
    const scopes = ['captures:write', 'devices:write', 'events:read'];
    await expect((await listen('lights', scopes)).openChannel('screen_share', options)).rejects.toThrow('LK_FORBIDDEN');
    const screens = await listen('screens', ['screens:write', 'events:read']);
    await expect(screens.openChannel('screen_share', { capture_id: 'nobody' })).rejects.toThrow('LK_NOT_FOUND');
    await expect(screens.openChannel('screen_share', {})).rejects.toThrow('LK_VALIDATION: /options/capture_id');
    await screens.openChannel('screen_share', options);
    await owner.api('POST', `/captures/${id}/stop`);
    await expect((await listen('late')).openChannel('screen_share', options)).rejects.toThrow(
      'LK_CONFLICT: The capture waits for no screen',
    );
    const pattern = await start({ source: { kind: 'test-pattern' } });
    await expect(screens.openChannel('screen_share', { capture_id: pattern })).rejects.toThrow('LK_CONFLICT');
  });

  it.each([
    ['nothing', new Uint8Array(0), 'begins with'],
    ['another kind of bytes', new Uint8Array(200), 'LKPX'],
    ['a picture that is cut', picture([1, 2, 3]).subarray(0, 5_000), 'takes 15564 bytes, not 5000'],
    ['a picture that is too large', picture([1, 2, 3], 321, 1), 'at most 320 x 180'],
    ['more than any picture', new Uint8Array(300_000), 'at most 230412 bytes'],
  ])('ends for who sends %s, and another may share', async (_what, bytes, reason) => {
    const id = await start();
    const mallory = await listen('mallory');
    mallory.sendTo(await mallory.openChannel('screen_share', { capture_id: id }), bytes);
    await eventually('it has ended', () => mallory.of('channel_closed').length === 1);
    expect(mallory.of('channel_closed')[0]?.reason).toContain(reason);
    const anna = await listen('anna');
    anna.sendTo(await anna.openChannel('screen_share', { capture_id: id }), picture([255, 255, 255]));
    await shows([255, 255, 255]);
  });
});
