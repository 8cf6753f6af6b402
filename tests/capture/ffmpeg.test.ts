import type { CaptureStatus, Device, FfmpegInfo } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { childrenOf, ffmpegAvailable, makeWithFfmpeg, runs } from '../support/ffmpeg.js';
import { HubProcess } from '../support/hub-process.js';
import { completeSetup } from '../support/setup.js';
import { tempDir } from '../support/temp.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/* Pictures that a real ffmpeg reads, through the whole hub to the datagrams of a light. */

const LEDS = 20;
const border = { kind: 'border', top: 8, right: 2, bottom: 8, left: 2 };

let hub: HubProcess;
let owner: ApiClient;
let light: WledSimulator;
let realtime: WledRealtime;
let device_id: string;
const folder = tempDir('videos');

async function make(source: object, more: object = {}): Promise<string> {
  const body = { name: 'Ambient', source, layout: border, targets: [{ device_id }], smoothing: { kind: 'none' }, ...more };
  const answer = await owner.api<{ id: string }>('POST', '/captures', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
}

const status = async (id: string): Promise<CaptureStatus> => (await owner.api<CaptureStatus>('GET', `/captures/${id}/status`)).body;

/** The colours of the lights now, as `red,green,blue`. */
const lights = (): string[] => Array.from({ length: LEDS }, (_, led) => realtime.last.slice(led * 3, led * 3 + 3).join(','));

describe.skipIf(!ffmpegAvailable())('pictures that ffmpeg reads', () => {
  beforeAll(async () => {
    hub = await HubProcess.start();
    owner = await completeSetup(hub);
    light = new WledSimulator({ name: 'Television', leds: LEDS });
    await light.start();
    realtime = new WledRealtime(light);
    await realtime.start();
    const config = { address: light.address, realtime_port: realtime.port };
    device_id = (await owner.api<Device>('POST', '/devices', { name: 'Television', driver: 'wled', config })).body.id;
    await eventually('the light is online', async () => (await owner.api<Device>('GET', `/devices/${device_id}`)).body.status === 'online');
  });

  afterAll(async () => {
    await hub.dispose();
    realtime.end();
    await light.end();
    folder.remove();
  });

  it('lights the left red and the right blue, as the video is', async () => {
    const video = folder.file('halves.mkv');
    makeWithFfmpeg(video, 'color=red:s=160x180:r=20:d=1,format=bgr0[a];color=blue:s=160x180:r=20:d=1,format=bgr0[b];[a][b]hstack', [
      ...['-c:v', 'ffv1', '-pix_fmt', 'bgr0'],
    ]);
    const id = await make({ kind: 'ffmpeg', input: 'file', path: video });
    await owner.api('POST', `/captures/${id}/start`);
    const [red, blue] = ['255,0,0', '0,0,255'];
    const wanted = [...Array<string>(4).fill(red), ...Array<string>(10).fill(blue), ...Array<string>(6).fill(red)];
    await eventually('the halves are in their places', () => JSON.stringify(lights()) === JSON.stringify(wanted), {
      describe: () => JSON.stringify(lights()),
    });
    await eventually('it says that it runs', async () => (await status(id)).state === 'running');
    expect((await status(id)).reason).toBeNull();
    const [program] = childrenOf(hub.pid);
    expect(program).toBeDefined();
    await owner.api('POST', `/captures/${id}/stop`);
    expect(runs(program ?? 0)).toBe(false);
  });

  it('shows the test pictures at the rate asked for', async () => {
    const id = await make({ kind: 'ffmpeg', input: 'test', pattern: 'smptebars', fps: 20 });
    await owner.api('POST', `/captures/${id}/start`);
    await eventually('its pictures come in', async () => (await status(id)).fps_in >= 18);
    await owner.api('POST', `/captures/${id}/stop`);
  });

  it('tells what there is of it', async () => {
    const { body } = await owner.api<FfmpegInfo>('GET', '/capture-sources/ffmpeg');
    expect(body).toMatchObject({ installed: true, problem: null });
    expect(body.version).toMatch(/\d/);
    expect(body.inputs).toEqual(expect.arrayContaining(['file', 'test', 'url']));
  });
});
