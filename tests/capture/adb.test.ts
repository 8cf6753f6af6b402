import type { ActivityEntry } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeAdb } from '../support/adb.js';
import { eventually } from '../support/eventually.js';
import { ffmpegAvailable } from '../support/ffmpeg.js';
import { LightRoom } from './light-room.js';

/* Android screens by a program that speaks as adb does, a real ffmpeg, and the datagrams of a light. */

const SERIAL = 'R58M123ABC';
const PHONE = `${SERIAL}             device usb:1-4 product:starltexx model:SM_G960F device:starlte transport_id:3`;
const ADDRESS = '127.0.0.1:5555';
const TV = `${ADDRESS}         device product:tv model:Living_TV device:tv transport_id:4`;
const USB = { kind: 'adb', connection: 'usb' } as const;

let adb: FakeAdb;
let room: LightRoom;

/** Waits until all lights are nearly of one colour: H.264 is not exact. */
async function shows(what: string, wanted: readonly [number, number, number]): Promise<void> {
  const near = (): boolean => {
    const lights = [...room.realtime.last];
    return lights.length > 0 && lights.every((value, index) => Math.abs(value - (wanted[index % 3] ?? 0)) <= 12);
  };
  await eventually(what, near, { describe: () => JSON.stringify([...room.realtime.last]) });
}

async function says(id: string, reason: RegExp): Promise<void> {
  let seen = '';
  await eventually(
    `the status says ${reason.source}`,
    async () => {
      seen = (await room.status(id)).reason ?? '';
      return reason.test(seen);
    },
    { describe: () => seen },
  );
}

async function entries(): Promise<string[]> {
  const { body } = await room.owner.api<{ items: ActivityEntry[] }>('GET', '/activity?categories=device&limit=100');
  return body.items
    .filter(({ action }) => action.startsWith('adb_'))
    .map(({ action, entity_name, actor }) => `${action} ${entity_name ?? ''} ${actor}`)
    .reverse();
}

const remove = (id: string): Promise<unknown> => room.owner.api('DELETE', `/captures/${id}`);

describe.skipIf(process.platform === 'win32' || !ffmpegAvailable())('an Android screen', () => {
  beforeAll(async () => {
    adb = new FakeAdb();
    room = await LightRoom.open(2, { PATH: adb.PATH });
  });

  afterAll(async () => {
    await room.close();
    adb.remove();
  });

  it('is filmed by USB, one recording after another, and its last picture stays', async () => {
    adb.films('red', 'blue');
    adb.devices(PHONE);
    const id = await room.start(USB);
    await shows('the first recording', [255, 0, 0]);
    await shows('the second one, after the first was over', [0, 0, 255]);
    expect(adb.calls).toContain(`-s ${SERIAL} exec-out screenrecord --output-format=h264 --bit-rate=4000000 --time-limit=180 -`);
    expect(await room.status(id)).toMatchObject({ state: 'running', reason: null, showing: 'source' });
    // The device goes and comes back: the log tells both, once.
    adb.devices();
    await says(id, /^No Android device is connected\./);
    await eventually('it is tried again', () => adb.calls.filter((call) => call === 'devices -l').length > 3);
    adb.films('lime');
    adb.devices(PHONE);
    await shows('it is filmed again', [0, 255, 0]);
    const name = 'SM G960F device:SM G960F';
    expect(await entries()).toEqual([`adb_connected ${name}`, `adb_disconnected ${name}`, `adb_connected ${name}`]);
    await remove(id);
  });

  it.each([
    [[`${SERIAL} unauthorized usb:1-4`], /does not trust the hub yet: unlock it, and allow debugging/],
    [[`${SERIAL} offline usb:1-4`], /is connected, but does not answer/],
    [[`${SERIAL} no permissions (missing udev rules?); see [http://a.test]`], /may not use R58M123ABC over USB/],
    [[PHONE, TV], /Several Android devices are connected \(R58M123ABC, 127\.0\.0\.1:5555\)/],
    [[], /No Android device is connected\. Turn on its USB debugging/],
  ])('says what is wrong: %o', async (devices, reason) => {
    adb.devices(...devices);
    const id = await room.start(USB);
    await says(id, reason);
    await remove(id);
  });

  it('is reached over the network, at the address that was checked', async () => {
    adb.films('red');
    adb.devices();
    adb.answersConnect(`failed to connect to '${ADDRESS}': Connection refused`);
    const id = await room.start({ kind: 'adb', connection: 'network', address: 'localhost' });
    await says(id, /^The Android device at localhost could not be connected: failed to connect to .*Connection refused/);
    expect(adb.calls).toContain(`connect ${ADDRESS}`);
    adb.answersConnect(`connected to ${ADDRESS}`);
    adb.devices(TV);
    await shows('the television', [255, 0, 0]);
    await remove(id);
  });

  it('is not looked for outside the home', async () => {
    const before = adb.calls.length;
    const id = await room.start({ kind: 'adb', connection: 'network', address: '8.8.8.8' });
    await says(id, /^8\.8\.8\.8 is not in the home/);
    expect(adb.calls.slice(before).some((call) => call.startsWith('connect'))).toBe(false);
    await remove(id);
  });

  it('is shown by screenshots where somebody wants that', async () => {
    adb.devices(PHONE);
    adb.shoots([0, 255, 0]);
    const id = await room.start({ ...USB, pictures: 'screenshots', fps: 10 });
    await shows('a screenshot', [0, 255, 0]);
    adb.shoots([255, 0, 0]);
    await shows('the next one', [255, 0, 0]);
    await remove(id);
  });
});

describe.skipIf(process.platform === 'win32')('an Android screen', () => {
  it('is shown by screenshots where the device cannot film', async () => {
    adb = new FakeAdb();
    adb.devices(PHONE);
    adb.shoots([0, 0, 255]);
    room = await LightRoom.open(2, { PATH: adb.PATH });
    const id = await room.start(USB);
    await shows('a screenshot', [0, 0, 255]);
    expect((await room.status(id)).reason).toBeNull();
    await room.close();
    adb.remove();
  });

  it('needs adb, and says how to install it', async () => {
    room = await LightRoom.open(2, { PATH: '' });
    const id = await room.start(USB);
    await says(id, /^adb is not installed\. Install it .*apt install adb/);
    await room.close();
  });
});
