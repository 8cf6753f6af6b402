import { PICTURE_HEADER_BYTES, readPreview, sentPictureBytes, writePictureHeader } from '@lightkeeper/plugin-sdk/wire';
import type { CapturePreview, Device } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';

/* What the live page is sent, from the pipeline's thread through the hub to a client. */

const folder = tempDir('capture-live');
let hub: HubProcess;
let owner: ApiClient;
let token: string;
let device_id: string;
const listeners: EventListener[] = [];

beforeAll(async () => {
  ({ hub, owner, token } = await startHeadless({ data_dir: folder.path }));
  device_id = (await owner.api<Device>('POST', '/devices', { name: 'Lamp', driver: 'virtual', config: {} })).body.id;
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
  await owner.api('POST', '/captures/stop');
});
afterAll(async () => {
  await hub.dispose();
  folder.remove();
});

async function listen(): Promise<EventListener> {
  const listener = await EventListener.open(hub, token);
  listeners.push(listener);
  return listener;
}

async function make(source: object): Promise<string> {
  const layout = { kind: 'border', top: 4, right: 2, bottom: 4, left: 2 };
  const body = { name: 'Ambient', source, layout, targets: [{ device_id }], smoothing: { kind: 'none' } };
  return (await owner.api<{ id: string }>('POST', '/captures', body)).body.id;
}

function previews(watcher: EventListener, channel: number): CapturePreview[] {
  return watcher.binaries.flatMap((message) => {
    const preview = message.channel === channel ? readPreview(message.payload) : null;
    return preview === null ? [] : [preview];
  });
}

const PINK = [255, 0, 128] as const;
const pattern = { kind: 'test-pattern', pattern: 'solid', color: { r: 255, g: 0, b: 128 } };

describe('a preview', () => {
  it('shows the lights of what is painted, from when it runs, and goes on after a change', async () => {
    const id = await make(pattern);
    const watcher = await listen();
    const channel = await watcher.openChannel('capture_preview', { capture_id: id });
    await owner.api('POST', `/captures/${id}/start`);
    const seen = await eventually('there are some', () => previews(watcher, channel).at(-1) ?? false);
    expect(seen).toEqual({
      picture: null,
      crop: { left: 0, top: 0, right: 0, bottom: 0 },
      lights: Uint8Array.from(Array.from({ length: 12 }, () => PINK).flat()),
    });
    await owner.api('PATCH', `/captures/${id}`, { layout: { kind: 'border', top: 1, right: 1, bottom: 1, left: 0 } });
    await eventually('the new layout is seen', () => previews(watcher, channel).at(-1)?.lights.byteLength === 9);
    await owner.api('POST', `/captures/${id}/stop`);
    await owner.api('POST', `/captures/${id}/start`);
    const before = watcher.binaries.length;
    await eventually('it is seen after another start', () => watcher.binaries.length > before);
    expect(watcher.of('channel_closed')).toEqual([]);
  });

  it('shows the picture, made small, and the bars that are cut off, to all that watch', async () => {
    const id = await make({ kind: 'browser' });
    await owner.api('POST', `/captures/${id}/start`);
    const [sharer, other] = [await listen(), await listen()];
    const channel = await other.openChannel('capture_preview', { capture_id: id });
    const second = await sharer.openChannel('capture_preview', { capture_id: id });
    const share = await sharer.openChannel('screen_share', { capture_id: id });

    const header = { width: 320, height: 160, format: 'rgb24' } as const;
    const message = new Uint8Array(sentPictureBytes(header));
    writePictureHeader(message, header);
    // A film with a bar of 32 rows above and below.
    for (let y = 32; y < 128; y += 1) {
      for (let x = 0; x < 320; x += 1) message.set([200, x < 160 ? 0 : 100, 50], PICTURE_HEADER_BYTES + (y * 320 + x) * 3);
    }
    const seen = await eventually('the bars are found', () => {
      sharer.sendTo(share, message);
      const last = previews(other, channel).at(-1);
      return last !== undefined && last.crop.top > 0 ? last : false;
    });
    expect(seen.picture).toMatchObject({ width: 160, height: 80 });
    const pixel = (x: number, y: number): number[] => [...(seen.picture?.pixels.subarray((y * 160 + x) * 3, (y * 160 + x) * 3 + 3) ?? [])];
    expect([pixel(0, 0), pixel(0, 40), pixel(159, 40), pixel(80, 79)]).toEqual([
      [0, 0, 0],
      [200, 0, 50],
      [200, 100, 50],
      [0, 0, 0],
    ]);
    // The detector cuts a pixel more than the bar has.
    expect(seen.crop.top).toBeCloseTo(33 / 160, 4);
    expect(seen.crop.bottom).toBeCloseTo(33 / 160, 4);
    await eventually('the other one sees it too', () => previews(sharer, second).some(({ picture }) => picture !== null));
  });

  it('is of the capture that was asked for, and ends for one without ending for the others', async () => {
    const id = await make(pattern);
    const dark = await make({ ...pattern, color: { r: 0, g: 0, b: 0 } });
    for (const one of [id, dark]) await owner.api('POST', `/captures/${one}/start`);
    const watcher = await listen();
    const channel = await watcher.openChannel('capture_preview', { capture_id: id });
    const night = await watcher.openChannel('capture_preview', { capture_id: dark });
    const seen = (one: number): string => [...(previews(watcher, one).at(-1)?.lights.subarray(0, 3) ?? [])].join();
    await eventually('both are seen', () => seen(channel) === PINK.join() && seen(night) === '0,0,0');
    watcher.send({ type: 'close_channel', id: 'close', channel });
    await eventually('one is closed', () => watcher.of('result').some((event) => event.id === 'close'));
    const count = (one: number): number => previews(watcher, one).length;
    const [before, others] = [count(channel), count(night)];
    await eventually('the other one goes on', () => count(night) > others + 3);
    expect(count(channel)).toBe(before);
    await expect(watcher.openChannel('capture_preview', { capture_id: 'nobody' })).rejects.toThrow('LK_NOT_FOUND');
  });
});
