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

/** What lives, in bytes, once all threads have swept their heaps. */
interface Living {
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

/** A plugin that tells how much memory the hub has, and how much of it lives. */
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
      method: 'GET', path: '/gauge/living', summary: 'Sweep', access,
      handler: () => new Promise((resolve) => {
        const channel = new BroadcastChannel('sweep');
        const answers = [];
        channel.onmessage = ({ data }) => {
          if (answers.push(data) < ${THREADS}) return;
          channel.close();
          const sum = (key) => answers.reduce((total, answer) => total + answer[key], 0);
          resolve({ heap: sum('heap'), buffers: sum('buffers') });
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
/** Memory rises until it is swept and falls again: the lows of so many stretches of equal length tell what stays. */
const STRETCHES = 10;
/** In the first half of them the hub finds its size: what is used much is compiled, heaps and caches take what room they want. */
const WARM_UP = 5;
/**
 * For the last half, in MiB. What lives must not grow at all; what is resident may by what the heap of the pipeline's thread rises between two
 * sweeps of its own, which are ten minutes and three mebibytes apart.
 */
const GROWTH = { rss: 3, heap: 0.5, buffers: 0.5 };
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

    const lows: number[] = [];
    let began: Living | undefined;
    for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
      if (stretch === WARM_UP) began = await ask<Living>('GET', '/gauge/living');
      const samples: number[] = [];
      const until = performance.now() + (minutes * 60_000) / STRETCHES;
      while (performance.now() < until) {
        samples.push((await ask<{ rss: number }>('GET', '/gauge')).rss / MIB);
        for (const { shown } of strips) shown.length = 0;
        await delay(SAMPLE_MS);
      }
      const low = Math.min(...samples);
      lows.push(low);
      console.log(`  ${stretch + 1}/${STRETCHES}: resident ${low.toFixed(1)} MiB`);
    }
    const ended = await ask<Living>('GET', '/gauge/living');
    const { fps_in } = await status();
    await ask('POST', `/captures/${id}/stop`);

    const settled = lows.slice(WARM_UP);
    const what = `a video to ${DEVICES} devices for ${minutes} min`;
    const row = (name: string, value: number, unit: string, target?: Row['target']): Row => {
      return { bench: 'capture-memory', what: `${what}: ${name}`, value, unit, ...(target && { target }) };
    };
    const grown = (key: keyof Living): number => (ended[key] - (began ?? ended)[key]) / MIB;
    return [
      row('pictures a second', fps_in, 'Hz'),
      row('resident at the end', settled.at(-1) ?? Number.NaN, 'MiB'),
      row('of that, living in heaps', ended.heap / MIB, 'MiB'),
      // On the line that fits the lows of the last half best.
      row('last half: growth of what is resident', slope(settled) * (settled.length - 1), 'MiB', { at_most: GROWTH.rss }),
      row('last half: growth of what lives in heaps', grown('heap'), 'MiB', { at_most: GROWTH.heap }),
      row('last half: growth of what lives in buffers', grown('buffers'), 'MiB', { at_most: GROWTH.buffers }),
    ];
  } finally {
    await running?.hub.dispose();
    for (const strip of strips) await strip.end();
    data.folder.remove();
  }
}
