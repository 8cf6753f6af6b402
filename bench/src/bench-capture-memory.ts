import { setTimeout as delay } from 'node:timers/promises';
import type { CaptureStatus, Device } from '@lightkeeper/plugin-sdk/wire';
import { dropPlugin } from '../../tests/process/plugin-folder.js';
import { eventually } from '../../tests/support/eventually.js';
import { ffmpegAvailable, makeWithFfmpeg } from '../../tests/support/ffmpeg.js';
import { prepareData, startHub } from './bench-hub.js';
import type { BenchHub } from './bench-hub.js';
import type { Row } from './report.js';
import { slope } from './stats.js';
import { Strip } from './strip.js';

interface Sample {
  /** Bytes. */
  rss: number;
  heap: number;
  buffers: number;
}

/** A plugin that tells how much memory the hub has: all threads in `rss`, those of the main one in `heap` and `buffers`. */
const GAUGE = `
import { definePlugin } from '@lightkeeper/plugin-sdk';

export default definePlugin({
  setup(hub) {
    hub.routes.add({
      method: 'GET', path: '/gauge', summary: 'Memory', access: { role: 'owner', scope: 'gauge:write' },
      handler: () => {
        const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
        return { rss, heap: heapUsed, buffers: arrayBuffers };
      },
    });
  },
});
`;

const LEDS = 300;
const DEVICES = 4;
const SAMPLE_MS = 500;
/** A heap rises until it is swept and falls again: the lows of so many stretches of equal length tell what stays. */
const STRETCHES = 10;
/** In the first of them the hub finds its size. */
const WARM_UP = 2;
const MIB = 2 ** 20;

/** A video of 1080p that ffmpeg reads again and again, shown by four devices: how the hub's memory fares in the course of time. */
export async function benchCaptureMemory({ minutes }: { minutes: number }): Promise<Row[]> {
  if (!ffmpegAvailable()) {
    console.log('capture-memory: left out, since ffmpeg is not installed');
    return [];
  }
  const data = await prepareData('capture-memory');
  const film = data.folder.file('film.mp4');
  makeWithFfmpeg(film, 'testsrc2=size=1920x1080:rate=30:duration=10', ['-c:v', 'mpeg4', '-q:v', '5']);
  dropPlugin(data.folder.path, 'gauge', { code: GAUGE, manifest: { permissions: ['routes'] } });
  const strips = Array.from({ length: DEVICES }, (_, index) => new Strip(index, LEDS));
  let running: BenchHub | undefined;
  try {
    await Promise.all(strips.map((strip) => strip.start()));
    running = await startHub(data);
    const { hub, token } = running;
    const ask = async <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> => {
      const answer = await hub.api<T>(method, path, body, { token });
      if (answer.status >= 400) throw new Error(`${method} ${path} was refused: ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    const targets: { device_id: string }[] = [];
    for (const [index, { config }] of strips.entries()) {
      const { id } = await ask<Device>('POST', '/devices', { name: `Strip ${index}`, driver: 'wled', config });
      targets.push({ device_id: id });
    }
    await eventually('all strips are there', async () =>
      (await ask<{ items: Device[] }>('GET', '/devices')).items.every((device) => device.status === 'online' && device.stream !== null),
    );
    const { id } = await ask<{ id: string }>('POST', '/captures', {
      name: 'Bench',
      source: { kind: 'ffmpeg', input: 'file', path: film },
      layout: { kind: 'border', top: 96, right: 54, bottom: 96, left: 54 },
      targets,
    });
    await ask('POST', `/captures/${id}/start`);
    const status = (): Promise<CaptureStatus> => ask('GET', `/captures/${id}/status`);
    await eventually('it runs', async () => (await status()).fps_in > 20);

    const lows: Sample[] = [];
    for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
      const samples: Sample[] = [];
      const until = performance.now() + (minutes * 60_000) / STRETCHES;
      while (performance.now() < until) {
        samples.push(await ask<Sample>('GET', '/gauge'));
        for (const { shown } of strips) shown.length = 0;
        await delay(SAMPLE_MS);
      }
      const low = (key: keyof Sample): number => Math.min(...samples.map((sample) => sample[key])) / MIB;
      lows.push({ rss: low('rss'), heap: low('heap'), buffers: low('buffers') });
      console.log(`  ${stretch + 1}/${STRETCHES}: resident ${Math.round(lows.at(-1)?.rss ?? 0)} MiB`);
    }
    const { fps_in } = await status();
    await ask('POST', `/captures/${id}/stop`);

    const settled = lows.slice(WARM_UP);
    const what = `a video to ${DEVICES} devices for ${minutes} min, lows of ${STRETCHES} stretches`;
    const row = (name: string, value: number, unit: string, target?: Row['target']): Row => {
      return { bench: 'capture-memory', what: `${what}: ${name}`, value, unit, ...(target && { target }) };
    };
    /** How much more there is at the end of all stretches but the first ones, on the line that fits their lows best. */
    const growth = (key: keyof Sample): number => slope(settled.map((sample) => sample[key])) * (settled.length - 1);
    return [
      row('pictures a second', fps_in, 'Hz'),
      row('resident at the end', settled.at(-1)?.rss ?? Number.NaN, 'MiB'),
      row('heap at the end', settled.at(-1)?.heap ?? Number.NaN, 'MiB'),
      row('growth of what is resident', growth('rss'), 'MiB', { at_most: 16 }),
      row('growth of the heap', growth('heap'), 'MiB', { at_most: 4 }),
      row('growth of buffers', growth('buffers'), 'MiB', { at_most: 1 }),
    ];
  } finally {
    await running?.hub.dispose();
    for (const strip of strips) await strip.end();
    data.folder.remove();
  }
}
