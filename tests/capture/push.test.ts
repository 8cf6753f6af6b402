import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentPictureBytes, writePictureHeader, PICTURE_HEADER_BYTES } from '@lightkeeper/plugin-sdk/wire';
import type { SentFrame } from '@lightkeeper/plugin-sdk/wire';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';
import { LightRoom } from './light-room.js';

/* Frames from scripts, by REST and by the WebSocket, to the datagrams of a light. */

const RED = [255, 0, 0] as const;
const GREEN = [0, 255, 0] as const;
const BLUE = [0, 0, 255] as const;
const BLACK = [0, 0, 0] as const;

let room: LightRoom;
let id: string;

beforeAll(async () => {
  room = await LightRoom.open(3);
  id = await room.start({ kind: 'push' });
});

afterAll(async () => {
  await room.close();
});

const base64 = (...pixels: (readonly number[])[]): string => Buffer.from(pixels.flat()).toString('base64');

let tokens = 0;

async function tokenOf(role: string, scopes: string[]): Promise<string> {
  const { body } = await room.owner.api<{ token: string }>('POST', '/tokens', { name: `${role} ${(tokens += 1)}`, role, scopes });
  return body.token;
}

async function put(frame: object, capture = id): Promise<{ status: number; detail: string }> {
  const { status, body } = await room.owner.api<{ detail?: string; errors?: { field: string }[] } | null>(
    'PUT',
    `/captures/${capture}/frame`,
    frame,
  );
  return { status, detail: [body?.detail ?? '', ...(body?.errors ?? []).map(({ field }) => field)].join(' ') };
}

describe('a frame by REST', () => {
  it('is shown as a picture or as the colours of the lights, and is over after its time', async () => {
    const picture = { width: 3, height: 1, format: 'rgb24', data: base64(RED, GREEN, BLUE), timeout_ms: 60_000 };
    expect((await put(picture)).status).toBe(204);
    await room.shows('the picture', RED, GREEN, BLUE);
    await put({ colors: ['#0000ff', '#FF0000'], timeout_ms: 60_000 });
    await room.shows('the colours, which begin anew', BLUE, RED, BLUE);
    await put({ width: 1, height: 1, format: 'rgbx', data: base64([...GREEN, 7]), priority: 40, timeout_ms: 300 });
    await room.shows('the smaller priority', GREEN, GREEN, GREEN);
    await room.shows('what was there before', BLUE, RED, BLUE);
    await put({ colors: ['#00ff00'], timeout_ms: 100 });
    await room.shows('nothing', BLACK, BLACK, BLACK);
  });

  it('goes before the source of any capture, and falls back to it', async () => {
    const other = await room.start({ kind: 'test-pattern', pattern: 'solid', color: { r: 255, g: 0, b: 0 } });
    await room.owner.api('POST', `/captures/${id}/stop`);
    await eventually('the pattern has the device', async () => (await room.status(other)).state === 'running');
    await room.shows('the pattern', RED, RED, RED);
    await put({ colors: ['#0000ff'], timeout_ms: 300 }, other);
    await room.shows('the frame', BLUE, BLUE, BLUE);
    await room.shows('the pattern again', RED, RED, RED);
    await put({ colors: ['#0000ff'], priority: 200, timeout_ms: 60_000 }, other);
    await put({ colors: ['#00ff00'], priority: 99, timeout_ms: 60_000 }, other);
    await room.shows('the frame before the source, not that behind it', GREEN, GREEN, GREEN);
    await room.owner.api('DELETE', `/captures/${other}`);
    await room.owner.api('POST', `/captures/${id}/start`);
  });

  it('says what is wrong with it', async () => {
    const wrong = [
      [{}, '/width'],
      [{ width: 1, height: 1, format: 'rgb24' }, '/data'],
      [{ width: 2, height: 1, format: 'rgb24', data: base64(RED) }, 'must be 6 bytes for 2 x 1, not 3'],
      [{ width: 1, height: 1, format: 'bgr', data: base64(RED) }, '/format'],
      [{ width: 1, height: 1, format: 'rgb24', data: '!!!!' }, '/data'],
      [{ width: 9_000, height: 1, format: 'rgb24', data: '' }, '/width'],
      [{ colors: ['red'] }, '/colors/0'],
      [{ colors: ['#ff0000'], width: 1 }, 'must not stand beside a picture'],
      [{ colors: ['#ff0000'], priority: 0 }, '/priority'],
      [{ colors: ['#ff0000'], timeout_ms: 1 }, '/timeout_ms'],
      [{ colors: ['#ff0000'], speed: 1 }, 'speed'],
    ] as const;
    for (const [frame, why] of wrong) {
      const { status, detail } = await put(frame);
      expect([status, detail]).toEqual([422, expect.stringContaining(why)]);
    }
  });

  it('is refused by a capture that does not run, one that is not there, and when there are too many', async () => {
    const { body } = await room.owner.api<{ id: string }>('POST', '/captures', {
      name: 'Asleep',
      source: { kind: 'push' },
      layout: { kind: 'matrix', columns: 3, rows: 1 },
      targets: [{ device_id: room.device_id }],
    });
    expect(await put({ colors: ['#ff0000'] }, body.id)).toMatchObject({ status: 409, detail: 'The capture does not run; start it first.' });
    expect((await put({ colors: ['#ff0000'] }, 'none')).status).toBe(404);
    for (let priority = 1; priority <= 8; priority += 1) await put({ colors: ['#000000'], priority, timeout_ms: 60_000 });
    const crowded = await put({ colors: ['#ff0000'], priority: 9 });
    expect([crowded.status, crowded.detail]).toEqual([409, expect.stringContaining('8 priorities')]);
    for (let priority = 1; priority <= 8; priority += 1) await put({ colors: ['#000000'], priority, timeout_ms: 100 });
    await eventually('one is free', async () => (await put({ colors: ['#ff0000'], priority: 9, timeout_ms: 100 })).status === 204);
  });

  it('needs a member who may write captures', async () => {
    const token = await tokenOf('viewer', ['captures:read']);
    const answer = await room.owner.api('PUT', `/captures/${id}/frame`, { colors: ['#ff0000'] }, { token });
    expect(answer.status).toBe(403);
  });
});

/** A frame as bytes, of these colours one after another. */
function bytesOf(header: Omit<SentFrame, 'pixels'>, ...colors: (readonly number[])[]): Buffer {
  const message = Buffer.alloc(sentPictureBytes(header));
  writePictureHeader(message, header);
  message.set(colors.flat(), PICTURE_HEADER_BYTES);
  return message;
}

async function putBytes(raw: Buffer, query = ''): Promise<{ status: number; detail: string }> {
  const headers = { 'content-type': 'application/octet-stream' };
  const { status, body } = await room.owner.api<{ detail?: string } | null>('PUT', `/captures/${id}/frame${query}`, undefined, {
    ...{ raw, headers },
  });
  return { status, detail: body?.detail ?? '' };
}

describe('a frame of bytes by REST', () => {
  it('is shown as a picture or as the colours of the lights', async () => {
    const query = '?timeout_ms=60000&priority=40';
    const picture = bytesOf({ width: 3, height: 1, format: 'rgb24' }, BLUE, RED, GREEN);
    expect(await putBytes(picture, query)).toMatchObject({ status: 204 });
    await room.shows('the picture', BLUE, RED, GREEN);
    const colors = bytesOf({ width: 2, height: 1, format: 'lights' }, GREEN, BLUE);
    expect(await putBytes(colors, query)).toMatchObject({ status: 204 });
    await room.shows('the colours, which begin anew', GREEN, BLUE, GREEN);
    await putBytes(colors, '?timeout_ms=100&priority=40');
  });

  it('may be of a screen of many pixels, which is far more than JSON may be', async () => {
    const large = bytesOf({ width: 4_096, height: 2_304, format: 'rgbx' });
    large.fill(Buffer.from([0, 0, 255, 0]), PICTURE_HEADER_BYTES);
    expect(await putBytes(large, '?timeout_ms=60000')).toMatchObject({ status: 204 });
    await room.shows('the large picture', BLUE, BLUE, BLUE);
    const other = await putBytes(large, '?priority=60&timeout_ms=60000');
    expect(other).toMatchObject({ status: 409, detail: expect.stringContaining('take the room that this one needs') as string });
    await putBytes(bytesOf({ width: 1, height: 1, format: 'lights' }, BLACK), '?timeout_ms=100');
    const data = 'A'.repeat(1_400_004);
    const { status, detail } = await put({ width: 1, height: 1, format: 'rgb24', data });
    expect([status, detail]).toEqual([422, expect.stringContaining('application/octet-stream')]);
  });

  it('is refused where it lies', async () => {
    const picture = bytesOf({ width: 3, height: 1, format: 'rgb24' }, BLUE, RED, GREEN);
    const changed = (at: number, value: number): Buffer => Buffer.from(picture.map((byte, index) => (index === at ? value : byte)));
    const wrong: [Buffer, string, string][] = [
      [picture.subarray(0, -1), '', 'A picture of 3 x 1 takes 21 bytes, not 20.'],
      [Buffer.concat([picture, picture]), '', 'A picture of 3 x 1 takes 21 bytes, not 42.'],
      [changed(6, 255), '', 'A picture of 65283 x 1 takes 195861 bytes, not 21.'],
      [bytesOf({ width: 8_193, height: 1, format: 'rgb24' }), '', 'at most 8192 pixels on each side'],
      [changed(0, 0), '', 'begins with "LKPX"'],
      [changed(5, 9), '', 'The format is 0, rgb24'],
      [picture, '?priority=0', 'priority'],
      [picture, '?timeout_ms=never', 'timeout_ms'],
      [Buffer.from('{}'), '', 'A picture begins with'],
    ];
    for (const [raw, query, why] of wrong) {
      const { status, detail } = await putBytes(raw, query);
      expect([status, detail]).toEqual([422, expect.stringContaining(why)]);
    }
    const body = await room.owner.api('PUT', `/captures/${id}/frame`, undefined, { raw: 'x', headers: { 'content-type': 'image/gif' } });
    expect(body.status).toBe(415);
  });
});

describe('frames over a channel', () => {
  it('are shown as they come, and one that lies ends it', async () => {
    const listener = await EventListener.open(room.hub, await tokenOf('member', ['captures:write']));
    const channel = await listener.openChannel('capture_frames', { capture_id: id, timeout_ms: 60_000 });
    listener.sendTo(channel, bytesOf({ width: 3, height: 1, format: 'rgb24' }, RED, GREEN, BLUE));
    await room.shows('the picture', RED, GREEN, BLUE);
    listener.sendTo(channel, bytesOf({ width: 1, height: 1, format: 'lights' }, GREEN));
    await room.shows('the colour', GREEN, GREEN, GREEN);
    await room.owner.api('POST', `/captures/${id}/stop`);
    listener.sendTo(channel, bytesOf({ width: 1, height: 1, format: 'lights' }, RED));
    await room.owner.api('POST', `/captures/${id}/start`);
    listener.sendTo(channel, bytesOf({ width: 1, height: 1, format: 'lights' }, BLUE));
    const again = setInterval(() => {
      listener.sendTo(channel, bytesOf({ width: 1, height: 1, format: 'lights' }, BLUE));
    }, 50);
    await room.shows('the colour after the capture was stopped and started', BLUE, BLUE, BLUE);
    clearInterval(again);
    listener.sendTo(channel, Buffer.from('nothing'));
    await eventually('the channel is closed', () => JSON.stringify(listener.of('channel_closed')).includes('A picture begins with'));
    await listener.close();
  });

  it('need a capture that is there, and the right to write to it', async () => {
    const listener = await EventListener.open(room.hub, await tokenOf('member', ['captures:write']));
    await expect(listener.openChannel('capture_frames', { capture_id: 'none' })).rejects.toThrow();
    const reader = await EventListener.open(room.hub, await tokenOf('viewer', ['captures:read']));
    await expect(reader.openChannel('capture_frames', { capture_id: id })).rejects.toThrow();
    await listener.close();
    await reader.close();
  });
});

describe('a frame by the WebSocket', () => {
  it('is shown as by REST, and its faults are answered', async () => {
    const listener = await EventListener.open(room.hub, await tokenOf('member', ['captures:write']));
    listener.send({ type: 'capture_frame', id: '1', capture_id: id, colors: ['#ff0000'], timeout_ms: 60_000 });
    await room.shows('the colour', RED, RED, RED);
    listener.send({ type: 'capture_frame', id: '2', capture_id: id, colors: ['red'] });
    await eventually('the fault is answered', () => listener.of('error').length > 0);
    await listener.close();
  });
});
