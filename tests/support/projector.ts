/** What the projector found when it had played. */
export interface Played {
  /** Pictures that were written to each stream. */
  pictures: number;
  sent: number;
  dropped: number;
  failed: number;
  /** Of the hub, in percent of one core. */
  cpu_percent: number;
  loop_p99_ms: number;
}

/**
 * A plugin that streams to all devices that take pictures, as capture does: `POST /projector/play` with `{ fps, seconds }`, and answers when
 * it is over. Each picture has its number, modulo 251, in every byte.
 */
export const PROJECTOR = `
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { definePlugin, z } from '@lightkeeper/plugin-sdk';

export default definePlugin({
  setup(hub) {
    const devices = hub.services.require('devices');
    hub.routes.add({
      method: 'POST', path: '/projector/play', summary: 'Play', access: { role: 'owner', scope: 'projector:write' }, mutates: false,
      body: z.strictObject({ fps: z.number(), seconds: z.number() }),
      handler: async ({ body: { fps, seconds } }) => {
        const strips = devices.list().filter(({ stream }) => stream !== null);
        const streams = await Promise.all(strips.map(({ id }) => devices.stream(id)));
        const pictures = streams.map(({ format }) => new Uint8Array(format.leds * format.channels));
        const loop = monitorEventLoopDelay({ resolution: 1 });
        const cpu = process.cpuUsage();
        const start = performance.now();
        const count = Math.round(fps * seconds);
        loop.enable();
        for (let number = 0; number < count; number += 1) {
          const wait = start + (number * 1000) / fps - performance.now();
          if (wait > 0) await delay(wait);
          for (const [index, stream] of streams.entries()) stream.write(pictures[index].fill(number % 251));
        }
        await delay(100);
        loop.disable();
        const { user, system } = process.cpuUsage(cpu);
        const took = performance.now() - start;
        await Promise.all(streams.map((stream) => stream.close()));
        const sum = (key) => streams.reduce((total, { counters }) => total + counters[key], 0);
        return {
          pictures: count, sent: sum('sent'), dropped: sum('dropped'), failed: sum('failed'),
          cpu_percent: (user + system) / 10 / took, loop_p99_ms: loop.percentile(99) / 1e6,
        };
      },
    });
  },
});
`;

export const PROJECTOR_MANIFEST = { dependsOn: ['devices'], permissions: ['devices', 'routes'] };
