import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CaptureStatus, Device, FfmpegInfo } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { childrenOf, ffmpegAvailable, makeWithFfmpeg, runs } from '../support/ffmpeg.js';
import { RtspCamera } from '../support/ffmpeg-rtsp.js';
import { HubProcess } from '../support/hub-process.js';
import { completeSetup } from '../support/setup.js';
import { tempDir } from '../support/temp.js';
import { XvfbPainter } from '../support/xvfb-painter.js';
import { Xvfb, xvfbAvailable } from '../support/xvfb.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/* Pictures that a real ffmpeg reads, through the whole hub to the datagrams of a light. */

const LEDS = 20;
const [RED, BLUE] = ['255,0,0', '0,0,255'];
/** Clockwise from the top left corner, of a picture that is red on its left and blue on its right. */
const HALVES = [...Array<string>(4).fill(RED), ...Array<string>(10).fill(BLUE), ...Array<string>(6).fill(RED)];
const halves = (format: string): string =>
  `color=red:s=160x180:r=20:d=1,${format}[a];color=blue:s=160x180:r=20:d=1,${format}[b];[a][b]hstack`;
const border = { kind: 'border', top: 8, right: 2, bottom: 8, left: 2 };

let hub: HubProcess;
let owner: ApiClient;
let light: WledSimulator;
let realtime: WledRealtime;
let device_id: string;
const folder = tempDir('videos');
const video = folder.file('halves.mkv');
const picture = folder.file('halves.png');

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
    makeWithFfmpeg(video, halves('format=bgr0'), ['-c:v', 'ffv1', '-pix_fmt', 'bgr0']);
    makeWithFfmpeg(picture, halves('format=rgb24'), ['-frames:v', '1']);
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

  /** Makes it, starts it, and waits until its lights are these. */
  async function shows(source: object, wanted: readonly string[]): Promise<string> {
    const id = await make(source);
    await owner.api('POST', `/captures/${id}/start`);
    await lit(wanted);
    return id;
  }

  async function lit(wanted: readonly string[]): Promise<void> {
    await eventually('the colours are in their places', () => JSON.stringify(lights()) === JSON.stringify(wanted), {
      describe: () => JSON.stringify(lights()),
    });
  }

  /** Coded with loss: about red on the left, about blue on the right. */
  function aboutHalves(): boolean {
    const [red = 0, , nearly_none = 255] = realtime.last.slice(0, 3);
    const [none = 255, , blue = 0] = realtime.last.slice(21, 24);
    return red > 225 && nearly_none < 10 && none < 10 && blue > 225;
  }

  const all = (color: string): string[] => Array<string>(LEDS).fill(color);

  it('lights the left red and the right blue, as the video is', async () => {
    const id = await shows({ kind: 'ffmpeg', input: 'file', path: video }, HALVES);
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

  it('says when a video has come to its end, and leaves it at that', async () => {
    const short = folder.file('short.mkv');
    makeWithFfmpeg(short, 'color=red:s=64x36:r=20:d=0.5', ['-c:v', 'ffv1']);
    const id = await make({ kind: 'ffmpeg', input: 'file', path: short, loop: false });
    await owner.api('POST', `/captures/${id}/start`);
    await eventually('it says so', async () => (await status(id)).reason === 'The video has come to its end.');
    await eventually('nothing is shown', async () => (await status(id)).state === 'waiting');
    expect(childrenOf(hub.pid)).toEqual([]);
    await owner.api('POST', `/captures/${id}/stop`);
  });

  it('says what is wrong with a file that is no video', async () => {
    const id = await make({ kind: 'ffmpeg', input: 'file', path: folder.file('nothing.mkv') });
    await owner.api('POST', `/captures/${id}/start`);
    await eventually('it says so', async () =>
      /^ffmpeg ended with code 1\. It said: .*nothing\.mkv: No such file/.test((await status(id)).reason ?? ''),
    );
    await owner.api('POST', `/captures/${id}/stop`);
  });

  it('reads videos and streams of a web server, and follows no one to a file', async () => {
    const hls = halves('format=yuv420p').replaceAll('d=1', 'd=4');
    makeWithFfmpeg(folder.file('live.m3u8'), hls, ['-c:v', 'mpeg2video', '-q:v', '2', '-f', 'hls', '-hls_time', '1']);
    const server = createServer((request, response) => {
      const signed = request.headers.authorization === `Basic ${Buffer.from('anna:a lamp: @home').toString('base64')}`;
      if (request.url === '/halves.mkv' && signed) response.end(readFileSync(video));
      else if (request.url === '/elsewhere') response.writeHead(302, { location: `file://${video}` }).end();
      else if (request.url === '/list.m3u8')
        response.end(`#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://${video}\n#EXT-X-ENDLIST\n`);
      else if (/^\/live\d*\.(m3u8|ts)$/.test(request.url ?? '')) response.end(readFileSync(folder.file((request.url ?? '').slice(1))));
      else response.writeHead(401, { 'www-authenticate': 'Basic realm="films"' }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const url = { kind: 'ffmpeg', input: 'url', username: 'anna', password: 'a lamp: @home' };
      const id = await make({ ...url, url: `${base}/halves.mkv` });
      // As a form does that knows no password but a mask: what is given back masked stays as it is.
      const { source } = (await owner.api<{ source: Record<string, unknown> }>('GET', `/captures/${id}`)).body;
      expect(source.password).not.toBe(url.password);
      expect((await owner.api('PATCH', `/captures/${id}`, { source: { ...source, fps: 20 } })).status).toBe(200);
      await owner.api('POST', `/captures/${id}/start`);
      await lit(HALVES);
      await owner.api('POST', `/captures/${id}/stop`);
      const stream = await make({ kind: 'ffmpeg', input: 'url', url: `${base}/live.m3u8` });
      await owner.api('POST', `/captures/${stream}/start`);
      await eventually('the stream is shown', aboutHalves);
      await owner.api('POST', `/captures/${stream}/stop`);
      await eventually('the light is itself again', () => !light.model.live);
      const shown = realtime.pictures.length;
      for (const wrong of ['/elsewhere', '/list.m3u8', '/none']) {
        const refused = await make({ kind: 'ffmpeg', input: 'url', url: `${base}${wrong}` });
        await owner.api('POST', `/captures/${refused}/start`);
        await eventually(`it says what is wrong with ${wrong}`, async () =>
          /^ffmpeg ended with code \d+\. It said/.test((await status(refused)).reason ?? ''),
        );
        await owner.api('POST', `/captures/${refused}/stop`);
      }
      // Nothing of the file was shown: at most the dark that a light is given when a capture begins.
      expect(realtime.pictures.slice(shown).filter((picture) => picture.some((byte) => byte > 0))).toEqual([]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('follows a network camera, and says when it is away', async () => {
    const camera = new RtspCamera('anna', 'a lamp: @home');
    await camera.start(halves('format=yuv420p').replaceAll(':d=1', ''));
    try {
      const id = await make({ kind: 'ffmpeg', input: 'rtsp', url: camera.url, username: 'anna', password: 'a lamp: @home' });
      await owner.api('POST', `/captures/${id}/start`);
      await eventually('its pictures are shown', aboutHalves, { within_ms: 30_000, describe: () => camera.requests.join() });
      camera.unplug();
      let seen = '';
      await eventually(
        'it says that the camera is away',
        async () => {
          const { state, reason } = await status(id);
          seen = `${state}: ${reason ?? ''}`;
          return state === 'waiting' && /^ffmpeg ended with code \d+\. It said: .*refused/.test(reason ?? '');
        },
        { describe: () => seen },
      );
      await owner.api('POST', `/captures/${id}/stop`);
    } finally {
      await camera.end();
    }
  });

  it('keeps the password of a camera to itself', async () => {
    const source = { kind: 'ffmpeg', input: 'rtsp', url: 'rtsp://127.0.0.1:9/live', username: 'anna', password: 'a lamp in every room' };
    const id = await make(source);
    const { body } = await owner.api('GET', `/captures/${id}`);
    expect(JSON.stringify(body)).not.toContain('every room');
    await owner.api('POST', `/captures/${id}/start`);
    await eventually('it says what is wrong', async () => /It said: .*refused/.test((await status(id)).reason ?? ''));
    expect((await status(id)).reason).not.toMatch(/anna|every/);
    await owner.api('POST', `/captures/${id}/stop`);
    expect(
      (
        await owner.api('POST', '/captures', {
          name: 'B',
          source: { ...source, url: 'rtsp://anna:x@127.0.0.1/' },
          layout: border,
          targets: [{ device_id }],
        })
      ).status,
    ).toBe(422);
  });

  it.skipIf(!xvfbAvailable())('follows a screen', async () => {
    const screen = await Xvfb.start();
    let seen = '';
    try {
      const painter = await XvfbPainter.connect(screen.display);
      await painter.paint(0xff0000);
      const id = await shows({ kind: 'ffmpeg', input: 'x11', display: screen.display, fps: 60 }, all('255,0,0'));
      // 128 of sRGB is 0.2159 of light.
      await painter.paint(0x80ff80);
      await lit(all('55,255,55'));
      await owner.api('POST', `/captures/${id}/stop`);
      // Red and blue side by side in the part that is looked at, and nothing of what is around it.
      await painter.paint(0xff0000, { x: 100, y: 50, width: 100, height: 100 });
      await painter.paint(0x0000ff, { x: 200, y: 50, width: 100, height: 100 });
      const region = { x: 100, y: 50, width: 200, height: 100 };
      const part = await shows({ kind: 'ffmpeg', input: 'x11', display: screen.display, region }, HALVES);
      painter.end();
      await screen.stop();
      await eventually(
        'it says that the screen is gone',
        async () => {
          const { state, reason } = await status(part);
          seen = `${state}: ${reason ?? ''}`;
          return state === 'waiting' && /^ffmpeg ended with code 1\. It said: .*display/.test(reason ?? '');
        },
        { describe: () => seen },
      );
      await owner.api('POST', `/captures/${part}/stop`);
    } finally {
      await screen.stop();
    }
  });

  it('shows a still picture for as long as it runs, from a file and as it is given', async () => {
    const first = await shows({ kind: 'picture', from: 'file', path: picture }, HALVES);
    await owner.api('POST', `/captures/${first}/stop`);
    realtime.pictures.length = 0;
    const data = readFileSync(picture).toString('base64');
    const second = await shows({ kind: 'picture', from: 'upload', data }, HALVES);
    const seen = new Set<string>();
    await eventually('it is shown again and again', async () => {
      const { state, fps_in, since } = await status(second);
      seen.add(`${state} ${String(fps_in)}`);
      return state === 'running' && Date.now() - Date.parse(since ?? '') > 4_000;
    });
    expect([...seen].filter((one) => one.startsWith('waiting'))).toEqual([]);
    await owner.api('POST', `/captures/${second}/stop`);
  });

  it('says what is wrong with a picture', async () => {
    const torn = readFileSync(picture).subarray(0, 60).toString('base64');
    const cases = [
      [{ from: 'upload', data: Buffer.from('#EXTM3U\nfile:///etc/passwd').toString('base64') }, /^The picture is none that can be read/],
      [{ from: 'upload', data: torn }, /^The picture could not be read/],
      [{ from: 'file', path: folder.path }, /is no picture of 32 MiB at most\.$/],
      [{ from: 'file', path: folder.file('none.png') }, /none\.png could not be read \(ENOENT\)\.$/],
    ] as const;
    for (const [options, wanted] of cases) {
      const id = await make({ kind: 'picture', ...options });
      await owner.api('POST', `/captures/${id}/start`);
      await eventually(`it says ${wanted.source}`, async () => wanted.test((await status(id)).reason ?? ''));
      await owner.api('POST', `/captures/${id}/stop`);
    }
  });

  it('tells what there is of it', async () => {
    const { body } = await owner.api<FfmpegInfo>('GET', '/capture-sources/ffmpeg');
    expect(body).toMatchObject({ installed: true, problem: null });
    expect(body.version).toMatch(/\d/);
    expect(body.inputs).toEqual(expect.arrayContaining(['file', 'test', 'url']));
  });
});
