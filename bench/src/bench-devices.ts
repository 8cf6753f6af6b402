import type { Device } from '@lightkeeper/plugin-sdk/wire';
import WebSocket from 'ws';
import { eventually } from '../../tests/support/eventually.js';
import { dropPlugin } from '../../tests/process/plugin-folder.js';
import { prepareData, startHub } from './bench-hub.js';
import type { BenchHub } from './bench-hub.js';
import { canMeasureMemory, memoryOf, resetPeak } from './process-memory.js';
import type { Row } from './report.js';

interface Flood {
  devices: number;
  /** State changes a second, of all devices together. */
  changes: number;
  seconds: number;
  clients: number;
}

/** What the plugin measured from within the hub. */
interface Measured {
  changes: number;
  cpu_percent: number;
  loop_p99_ms: number;
}

/**
 * Devices whose states change from within the hub, as a driver's sockets would make them, and a route to let them. At the end each shows the
 * brightness 255, which it never shows before.
 */
const LAMPS = `
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { definePlugin, z } from '@lightkeeper/plugin-sdk';

const TICK_MS = 10;
const lamps = [];

export default definePlugin({
  setup(hub) {
    const driver = {
      id: 'lamps', name: 'Lamps', description: 'They change all the time', config: z.strictObject({}),
      connect: async (_config, reporter) => {
        lamps.push(reporter);
        return {
          description: { capabilities: ['on_off', 'brightness'], state: { on: true, brightness: 1 } },
          command: async () => {}, close() {},
        };
      },
    };
    hub.effect('lamps', hub.services.require('devices').registerDriver(driver, hub.plugin.id));
    hub.routes.add({
      method: 'POST', path: '/lamps/flood', summary: 'Let them change', access: { role: 'owner', scope: 'lamps:write' }, mutates: false,
      body: z.strictObject({ changes: z.number(), seconds: z.number() }),
      handler: async ({ body }) => {
        const loop = monitorEventLoopDelay({ resolution: 1 });
        const end = performance.now() + body.seconds * 1000;
        const cpu = process.cpuUsage();
        const start = performance.now();
        let done = 0;
        loop.enable();
        while (performance.now() < end) {
          const due = Math.floor(((performance.now() - start) / 1000) * body.changes);
          for (; done < due; done += 1) {
            lamps[done % lamps.length].state({ on: true, brightness: 1 + (Math.floor(done / lamps.length) % 250) });
          }
          await delay(TICK_MS);
        }
        loop.disable();
        const { user, system } = process.cpuUsage(cpu);
        const took = performance.now() - start;
        for (const lamp of lamps) lamp.state({ on: true, brightness: 255 });
        return { changes: done / (took / 1000), cpu_percent: (user + system) / 10 / took, loop_p99_ms: loop.percentile(99) / 1e6 };
      },
    });
  },
});
`;

/**
 * A home whose devices change all at once: how busy the hub is, whether it answers in time, what it costs in memory, and that every client
 * has heard of every device's last state.
 */
export async function benchDevices({ devices, changes, seconds, clients }: Flood): Promise<Row[]> {
  const data = await prepareData('devices');
  let running: BenchHub | undefined;
  const sockets: WebSocket[] = [];
  try {
    dropPlugin(data.folder.path, 'lamps', { code: LAMPS, manifest: { dependsOn: ['devices'], permissions: ['devices', 'routes'] } });
    running = await startHub(data);
    const { hub, token } = running;
    await add(running, devices);
    const heard: { messages: number; ended: number }[] = [];
    for (let index = 0; index < clients; index += 1) {
      const count = { messages: 0, ended: 0 };
      heard.push(count);
      sockets.push(await listen(hub.url, token, count));
    }
    if (canMeasureMemory) resetPeak(hub.pid);
    const { status, body } = await hub.api<Measured>('POST', '/lamps/flood', { changes, seconds }, { token });
    if (status !== 200) throw new Error(`The flood was refused: ${JSON.stringify(body)}`);
    await eventually('every client has heard the end of every device', () => heard.every(({ ended }) => ended >= devices), {
      within_ms: 30_000,
      describe: () => heard.map(({ ended }) => ended).join(', '),
    });
    const what = `${devices} devices with ${changes} changes a second, to ${clients} clients`;
    const messages = heard.reduce((sum, count) => sum + count.messages, 0) / clients / seconds;
    return [
      { bench: 'devices', what: `${what}: taken in`, value: body.changes, unit: '1/s', target: { at_least: changes * 0.95 } },
      { bench: 'devices', what: `${what}: told to each client`, value: messages, unit: '1/s' },
      { bench: 'devices', what: `${what}: CPU`, value: body.cpu_percent, unit: '% of a core', target: { at_most: 100 } },
      { bench: 'devices', what: `${what}: event loop p99`, value: body.loop_p99_ms, unit: 'ms', target: { at_most: 50 } },
      ...(canMeasureMemory
        ? [{ bench: 'devices', what: `${what}: most memory`, value: memoryOf(hub.pid).peak, unit: 'MiB', target: { at_most: 300 } }]
        : []),
    ];
  } finally {
    for (const socket of sockets) socket.terminate();
    await running?.hub.dispose();
    data.folder.remove();
  }
}

async function add({ hub, token }: BenchHub, count: number): Promise<void> {
  for (let from = 0; from < count; from += 50) {
    const batch = Array.from({ length: Math.min(50, count - from) }, (_, index) =>
      hub.api<Device>('POST', '/devices', { name: `Lamp ${from + index}`, driver: 'lamps' }, { token }),
    );
    for (const { status, body } of await Promise.all(batch)) {
      if (status !== 201) throw new Error(`A device was refused: ${JSON.stringify(body)}`);
    }
  }
}

/** A client that counts; it reads bytes, since parsing here would be counted as the hub's time. */
async function listen(url: string, token: string, count: { messages: number; ended: number }): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/events/ws`, { headers: { authorization: `Bearer ${token}` } });
  await new Promise<void>((resolve, reject) => {
    socket.once('message', () => {
      resolve();
    });
    socket.once('error', reject);
  });
  socket.on('message', (bytes: Buffer) => {
    if (!bytes.includes('"device_state"')) return;
    count.messages += 1;
    if (bytes.includes('"brightness":255')) count.ended += 1;
  });
  return socket;
}
