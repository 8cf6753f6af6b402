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

/** What is resident and what lives, in bytes, once all threads have swept their heaps. */
interface Swept {
  rss: number;
  heap: number;
  buffers: number;
}

/** Loaded by every thread of the hub before all else: sweeps the thread's heap when it is told to, and tells what is left. */
const SWEEPER = `
const channel = new BroadcastChannel('sweep');
channel.onmessage = ({ data }) => {
  if (data !== 'sweep') return;
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  channel.postMessage({ heap: heapUsed, buffers: arrayBuffers });
};
channel.unref();
`;
const NODE_ARGS = ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(SWEEPER)}`];

/** The main one and the pipeline's. */
const THREADS = 2;

/** A plugin that tells how much memory the hub has, as it is and once it is swept. */
const GAUGE = `
import { definePlugin } from '@lightkeeper/plugin-sdk';

export default definePlugin({
  setup(hub) {
    const access = { role: 'owner', scope: 'gauge:write' };
    hub.routes.add({
      method: 'GET', path: '/gauge', summary: 'Memory', access,
      handler: () => ({ rss: process.memoryUsage.rss() }),
    });
    hub.routes.add({
      method: 'GET', path: '/gauge/swept', summary: 'Sweep', access,
      handler: () => new Promise((resolve) => {
        const channel = new BroadcastChannel('sweep');
        const answers = [];
        channel.onmessage = ({ data }) => {
          if (answers.push(data) < ${THREADS}) return;
          channel.close();
          const sum = (key) => answers.reduce((total, answer) => total + answer[key], 0);
          resolve({ rss: process.memoryUsage.rss(), heap: sum('heap'), buffers: sum('buffers') });
        };
        channel.postMessage('sweep');
      }),
    });
  },
});
`;

const LEDS = 300;
const DEVICES = 4;
const SAMPLE_MS = 500;
/** Heaps rise until they are swept and fall again: all are swept at the end of each of so many stretches of equal length, and what is left is compared. */
const STRETCHES = 10;
/** In the first half of them the hub finds its size: what is used much is compiled, heaps and caches take what room they want. */
const WARM_UP = 5;
/** For the last half, in MiB. */
const GROWTH: Swept = { rss: 2, heap: 0.5, buffers: 0.5 };
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
    running = await startHub(data, NODE_ARGS);
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

    const all: Swept[] = [];
    let most = 0;
    for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
      const until = performance.now() + (minutes * 60_000) / STRETCHES;
      while (performance.now() < until) {
        most = Math.max(most, (await ask<{ rss: number }>('GET', '/gauge')).rss);
        for (const { shown } of strips) shown.length = 0;
        await delay(SAMPLE_MS);
      }
      const swept = await ask<Swept>('GET', '/gauge/swept');
      all.push(swept);
      const [rss, heap] = [swept.rss, swept.heap].map((bytes) => (bytes / MIB).toFixed(1));
      console.log(`  ${stretch + 1}/${STRETCHES}: resident ${rss} MiB, ${heap} of it living in heaps`);
    }
    const { fps_in } = await status();
    await ask('POST', `/captures/${id}/stop`);

    const settled = all.slice(WARM_UP);
    const what = `a video to ${DEVICES} devices for ${minutes} min`;
    const row = (name: string, value: number, unit: string, target?: Row['target']): Row => {
      return { bench: 'capture-memory', what: `${what}: ${name}`, value, unit, ...(target && { target }) };
    };
    /** On the line that fits the stretches of the last half best. */
    const growth = (name: string, key: keyof Swept): Row => {
      const grown = (slope(settled.map((swept) => swept[key])) * (settled.length - 1)) / MIB;
      return row(`last half, swept: growth of ${name}`, grown, 'MiB', { at_most: GROWTH[key] });
    };
    return [
      row('pictures a second', fps_in, 'Hz'),
      row('resident at most', most / MIB, 'MiB'),
      row('living in heaps at the end', (settled.at(-1)?.heap ?? Number.NaN) / MIB, 'MiB'),
      growth('what is resident', 'rss'),
      growth('what lives in heaps', 'heap'),
      growth('what lives in buffers', 'buffers'),
    ];
  } finally {
    await running?.hub.dispose();
    for (const strip of strips) await strip.end();
    data.folder.remove();
  }
}
