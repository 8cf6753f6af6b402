import type { CaptureStatus, Device } from '@lightkeeper/plugin-sdk/wire';
import { dropPlugin } from '../../tests/process/plugin-folder.js';
import { eventually } from '../../tests/support/eventually.js';
import { prepareData, startHub } from './bench-hub.js';
import type { BenchHub } from './bench-hub.js';
import { canMeasureMemory, memoryOf } from './process-memory.js';
import type { Row } from './report.js';
import { percentile } from './stats.js';
import { Strip } from './strip.js';

interface Show {
  devices: number;
  leds: number;
  rate: number;
  seconds: number;
}

interface Blocked {
  /** Of the hub with all its threads, in percent of one core. */
  cpu_percent: number;
}

/** A plugin that keeps the hub's main thread busy: `ms` milliseconds at a time, twice a second, for so many seconds. */
const BLOCKER = `
import { setTimeout as delay } from 'node:timers/promises';
import { definePlugin, z } from '@lightkeeper/plugin-sdk';

export default definePlugin({
  setup(hub) {
    hub.routes.add({
      method: 'POST', path: '/blocker/block', summary: 'Block', access: { role: 'owner', scope: 'blocker:write' }, mutates: false,
      body: z.strictObject({ ms: z.number(), seconds: z.number() }),
      handler: async ({ body: { ms, seconds } }) => {
        const cpu = process.cpuUsage();
        const start = performance.now();
        for (let turn = 1; turn <= seconds * 2; turn += 1) {
          await delay(Math.max(0, start + turn * 500 - performance.now()));
          for (const until = performance.now() + ms; performance.now() < until; );
        }
        const { user, system } = process.cpuUsage(cpu);
        return { cpu_percent: (user + system) / 10 / (performance.now() - start) };
      },
    });
  },
});
`;

/**
 * One capture to several strips on loopback, by DDP. The jitter is how far the time between two pictures is from what it should be; this
 * process, which receives them, has its part in it. Then the same while the hub's main thread is busy for 50 ms twice a second.
 */
export async function benchCaptureLights({ devices, leds, rate, seconds }: Show): Promise<Row[]> {
  const data = await prepareData('capture');
  let running: BenchHub | undefined;
  const strips = Array.from({ length: devices }, (_, index) => new Strip(index, leds));
  try {
    await Promise.all(strips.map((strip) => strip.start()));
    dropPlugin(data.folder.path, 'blocker', { code: BLOCKER, manifest: { permissions: ['routes'] } });
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
      source: { kind: 'effect', effect: 'rainbow' },
      layout: { kind: 'border', top: leds, right: 0, bottom: 0, left: 0 },
      targets,
      rate,
    });
    await ask('POST', `/captures/${id}/start`);
    await eventually('it runs', async () => (await ask<CaptureStatus>('GET', `/captures/${id}/status`)).state === 'running');
    await ask<Blocked>('POST', '/blocker/block', { ms: 0, seconds: 1 });

    const rows: Row[] = [];
    const before = canMeasureMemory ? memoryOf(hub.pid).rss : null;
    for (const ms of [0, 50]) {
      for (const { shown } of strips) shown.length = 0;
      const began = performance.now();
      const { cpu_percent } = await ask<Blocked>('POST', '/blocker/block', { ms, seconds });
      const took = performance.now() - began;
      const gaps = strips.flatMap(({ shown }) => shown.slice(1).map((at, index) => Math.abs(at - (shown[index] ?? 0) - 1_000 / rate)));
      const pictures = strips.reduce((sum, { shown }) => sum + shown.length, 0) / devices;
      const busy = ms === 0 ? '' : `, main thread busy for ${ms} ms twice a second`;
      const row = (what: string, value: number, unit: string, target?: Row['target']): void => {
        const name = `${devices} devices x ${leds} LEDs at ${rate} Hz${busy}: ${what}`;
        rows.push({ bench: 'capture-lights', what: name, value, unit, ...(target && { target }) });
      };
      row('pictures a second', (pictures * 1_000) / took, 'Hz');
      row('CPU of the hub', cpu_percent, '% of a core', ms === 0 ? { at_most: 30 } : undefined);
      row('jitter, p50', percentile(gaps, 0.5), 'ms');
      row('jitter, p99', percentile(gaps, 0.99), 'ms', ms === 0 ? { at_most: 8 } : undefined);
      row('jitter, most', Math.max(...gaps), 'ms');
    }
    if (before !== null) {
      const what = `${devices} devices x ${leds} LEDs at ${rate} Hz: more memory resident after ${2 * seconds} s`;
      rows.push({ bench: 'capture-lights', what, value: memoryOf(hub.pid).rss - before, unit: 'MiB' });
    }
    await ask('POST', `/captures/${id}/stop`);
    return rows;
  } finally {
    await running?.hub.dispose();
    for (const strip of strips) await strip.end();
    data.folder.remove();
  }
}
