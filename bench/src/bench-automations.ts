import { setTimeout as delay } from 'node:timers/promises';
import type { Automation, Trace, TraceSummary } from '@lightkeeper/plugin-sdk/wire';
import { connectAsync } from 'mqtt';
import { dropPlugin } from '../../tests/process/plugin-folder.js';
import type { Method } from '../../tests/support/api.js';
import { eventually } from '../../tests/support/eventually.js';
import { HubProcess } from '../../tests/support/hub-process.js';
import { Mosquitto, mosquittoAvailable } from '../../tests/support/mosquitto.js';
import { prepareData } from './bench-hub.js';
import type { BenchData } from './bench-hub.js';
import { sendThrough } from './mqtt-load.js';
import { installNodeRed, NODE_RED, startNodeRed } from './node-red.js';
import { canMeasureMemory, memoryOf } from './process-memory.js';
import type { Row } from './report.js';
import { median, percentile } from './stats.js';

const BENCH = 'automations';
const IN = 'bench/in';
const OUT = 'bench/out';
const BELOW = 50;
const IN_FLIGHT = 100;
const WARM_SECONDS = 2;

export interface AutomationLoad {
  rounds: number;
  seconds: number;
  /** Automations that listen to one device. */
  listeners: number;
  changes: number;
  /** Runs that wait at one time: a multiple of a hundred. */
  timers: number;
}

/** Rules over MQTT beside Node-RED, many automations at one device, and many runs in a delay. */
export async function benchAutomations(load: AutomationLoad): Promise<Row[]> {
  if (!mosquittoAvailable()) {
    console.log('  skipped: there is no Mosquitto');
    return [];
  }
  const broker = await Mosquitto.start();
  try {
    return [...(await benchRules(broker, load)), ...(await benchListeners(load)), ...(await benchTimers(broker, load))];
  } finally {
    await broker.stop();
  }
}

interface Side {
  rates: number[];
  times: number[];
}

/**
 * The same rule in the hub, where each run is traced, and in Node-RED, which keeps nothing of it: messages through a real Mosquitto, one at a time
 * and a hundred at a time, in turns.
 */
async function benchRules(broker: Mosquitto, { rounds, seconds }: AutomationLoad): Promise<Row[]> {
  const missing = installNodeRed();
  if (missing !== null) console.log(`  without Node-RED, which could not be installed: ${missing}`);
  const data = await prepareData('rules');
  try {
    const ours: Side = { rates: [], times: [] };
    const theirs: Side = { rates: [], times: [] };
    for (let round = 0; round < rounds; round += 1) {
      await measureHub(data, broker, seconds, ours);
      if (missing === null) await measureNodeRed(broker, seconds, theirs);
    }
    return [
      compare('messages a second, 100 in flight', 'messages/s', ours.rates, theirs.rates, { at_least: 1.3 }),
      compare('one at a time, p50', 'ms', ours.times, theirs.times, { at_most: 1 }),
    ];
  } finally {
    data.folder.remove();
  }
}

function compare(what: string, unit: string, ours: number[], theirs: number[], target: NonNullable<Row['target']>): Row {
  const value = median(ours);
  const row: Row = { bench: BENCH, what: `MQTT in, condition, MQTT out: ${what}`, value, unit };
  if (theirs.length === 0) return row;
  const peer = median(theirs);
  return { ...row, peer: { name: `Node-RED ${NODE_RED}`, value: peer }, ratio: value / peer, target };
}

async function measure(broker: Mosquitto, seconds: number, side: Side): Promise<void> {
  const through = (in_flight: number, time: number): ReturnType<typeof sendThrough> =>
    sendThrough({ url: broker.url, in: IN, out: OUT, in_flight, seconds: time });
  await through(IN_FLIGHT, WARM_SECONDS);
  side.times.push(percentile((await through(1, seconds)).times, 0.5));
  side.rates.push((await through(IN_FLIGHT, seconds)).rate);
}

async function measureHub(data: BenchData, broker: Mosquitto, seconds: number, side: Side): Promise<void> {
  const { hub, call } = await startHub(data, broker);
  try {
    const { id } = await call<Automation>('POST', '/automations', {
      name: 'Rule',
      mode: 'parallel',
      // A message may be out before the run that sent it has ended.
      max_runs: IN_FLIGHT * 2,
      triggers: [{ kind: 'mqtt', topic: IN }],
      conditions: [{ kind: 'expression', expression: `trigger.data.json.lux < ${BELOW}.0` }],
      actions: [{ kind: 'mqtt', topic: OUT, payload: { $cel: 'trigger.data.payload' } }],
    });
    await measure(broker, seconds, side);
    const { items } = await call<{ items: TraceSummary[] }>('GET', `/automations/${id}/traces?limit=1`);
    const trace = await call<Trace>('GET', `/traces/${items[0]?.id ?? ''}`);
    if (trace.outcome !== 'finished' || trace.steps.length !== 2) throw new Error(`It was not traced: ${JSON.stringify(trace)}`);
    await call('DELETE', `/automations/${id}`);
  } finally {
    await hub.stop();
  }
}

async function measureNodeRed(broker: Mosquitto, seconds: number, side: Side): Promise<void> {
  const node_red = await startNodeRed({ broker_port: broker.port, in: IN, out: OUT, below: BELOW });
  try {
    await measure(broker, seconds, side);
  } finally {
    await node_red.stop();
  }
}

/** A lamp whose brightness changes when the bench says so; the route tells what that cost. */
const LAMP = `
import { setTimeout as delay } from 'node:timers/promises';
import { definePlugin, z } from '@lightkeeper/plugin-sdk';

let lamp = null;

export default definePlugin({
  setup(hub) {
    const driver = {
      id: 'changing', name: 'Changing', description: 'It changes', config: z.strictObject({}),
      connect: async (_config, reporter) => {
        lamp = reporter;
        return {
          description: { capabilities: ['on_off', 'brightness'], state: { on: true, brightness: 1 } },
          command: async () => {}, close() {},
        };
      },
    };
    hub.effect('changing', hub.services.require('devices').registerDriver(driver, hub.plugin.id));
    hub.routes.add({
      method: 'POST', path: '/changing/change', summary: 'Let it change', access: { role: 'owner', scope: 'changing:write' }, mutates: false,
      body: z.strictObject({ changes: z.number() }),
      handler: async ({ body }) => {
        let told = 0;
        const stop = hub.hooks.tap('device.state_changed', () => { told += 1; });
        const cpu = process.cpuUsage();
        for (let change = 1; change <= body.changes; change += 1) {
          lamp.state({ on: true, brightness: 2 + (change % 100) });
          // So seldom that each change is told by itself.
          await delay(120);
        }
        const { user, system } = process.cpuUsage(cpu);
        await stop();
        return { told, cpu_us: user + system };
      },
    });
  },
});
`;

/** What one change of a device costs that many automations listen to: for a value that it does not take, and when each of them is set off. */
async function benchListeners({ listeners, changes }: AutomationLoad): Promise<Row[]> {
  const data = await prepareData('listeners');
  dropPlugin(data.folder.path, 'changing', { code: LAMP, manifest: { dependsOn: ['devices'], permissions: ['devices', 'routes'] } });
  const { hub, call } = await startHub(data);
  try {
    const { id: device_id } = await call<{ id: string }>('POST', '/devices', { name: 'Lamp', driver: 'changing', config: {} });
    const perChange = async (): Promise<number> => {
      const { told, cpu_us } = await call<{ told: number; cpu_us: number }>('POST', '/changing/change', { changes });
      if (told < changes / 2) throw new Error(`Only ${told} of ${changes} changes were told.`);
      return cpu_us / told / 1_000;
    };
    await perChange();
    const alone = await perChange();
    const trigger = { kind: 'device_state', device_id, property: 'brightness' };
    const ids: string[] = [];
    for (let index = 0; index < listeners; index += 1) {
      const listener = {
        name: `Listener ${index}`,
        triggers: [{ ...trigger, to: 255 }],
        conditions: [{ kind: 'expression', expression: 'trigger.data.value < 0.0' }],
        actions: [{ kind: 'stop', reason: 'enough' }],
      };
      ids.push((await call<Automation>('POST', '/automations', listener)).id);
    }
    await perChange();
    const heard = await perChange();
    for (const id of ids) await call('PATCH', `/automations/${id}`, { triggers: [trigger] });
    await perChange();
    const fired = await perChange();
    const row = (what: string, value: number, at_most: number): Row => ({
      bench: BENCH,
      what: `a change of a device that ${listeners} automations listen to, ${what}: CPU`,
      value: Math.max(0, value - alone),
      unit: 'ms',
      target: { at_most },
    });
    return [row('for another value', heard, 2), row('each set off, its condition looked at and the run traced', fired, listeners / 10)];
  } finally {
    await hub.stop();
    data.folder.remove();
  }
}

const AUTOMATIONS_IN_DELAY = 100;
const DELAY_MS = 20_000;

/** Runs that all are in a delay at one time: what they take in memory, and how late they go on. */
async function benchTimers(broker: Mosquitto, { timers }: AutomationLoad): Promise<Row[]> {
  const data = await prepareData('timers');
  const { hub, call } = await startHub(data, broker);
  try {
    const each = timers / AUTOMATIONS_IN_DELAY;
    const ids: string[] = [];
    for (let index = 0; index < AUTOMATIONS_IN_DELAY; index += 1) {
      const { id } = await call<Automation>('POST', '/automations', {
        name: `Delay ${index}`,
        mode: 'parallel',
        max_runs: 100,
        stored_traces: 1_000,
        triggers: [{ kind: 'mqtt', topic: 'bench/go' }],
        actions: [
          { kind: 'delay', duration_ms: DELAY_MS },
          { kind: 'variables', values: { done: true } },
        ],
      });
      ids.push(id);
    }
    const before = canMeasureMemory ? memoryOf(hub.pid).rss : null;
    const client = await connectAsync(broker.url);
    for (let index = 0; index < each; index += 1) {
      await client.publishAsync('bench/go', '');
      await delay(40);
    }
    await client.endAsync();
    const running = async (): Promise<number> => {
      const { items } = await call<{ items: Automation[] }>('GET', '/automations?limit=500');
      return items.reduce((sum, { status }) => sum + status.running, 0);
    };
    await eventually('all are in their delay', async () => (await running()) === timers, { within_ms: DELAY_MS, every_ms: 500 });
    const memory = before === null ? null : memoryOf(hub.pid).rss - before;
    await eventually('all have ended', async () => (await running()) === 0, { within_ms: DELAY_MS * 3, every_ms: 1_000 });
    const late: number[] = [];
    for (const id of ids) {
      const { items } = await call<{ items: TraceSummary[] }>('GET', `/automations/${id}/traces?limit=100`);
      const trace = await call<Trace>('GET', `/traces/${items[items.length >> 1]?.id ?? ''}`);
      if (items.length !== each || trace.outcome !== 'finished') throw new Error(`Not all went on: ${JSON.stringify(trace)}`);
      late.push((trace.steps[0]?.duration_ms ?? Number.NaN) - DELAY_MS);
    }
    const what = `${timers} runs in a delay`;
    return [
      ...(memory === null ? [] : [{ bench: BENCH, what: `${what}: memory`, value: memory, unit: 'MiB', target: { at_most: 100 } }]),
      { bench: BENCH, what: `${what}: late by, p50`, value: percentile(late, 0.5), unit: 'ms' },
      { bench: BENCH, what: `${what}: late by, p99`, value: percentile(late, 0.99), unit: 'ms', target: { at_most: 1_000 } },
    ];
  } finally {
    await hub.stop();
    data.folder.remove();
  }
}

type Call = <T>(method: Method, path: string, body?: unknown) => Promise<T>;

/** A hub in which automations may run as often as they like. */
async function startHub({ folder, token }: BenchData, broker?: Mosquitto): Promise<{ hub: HubProcess; call: Call }> {
  const args = ['--log-level', 'warn', ...(broker === undefined ? [] : ['--mqtt-url', broker.url])];
  const hub = await HubProcess.start({ data_dir: folder.path, args });
  const call: Call = async <T>(method: Method, path: string, body?: unknown): Promise<T> => {
    const answer = await hub.api<T>(method, path, body, { token });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await call('PATCH', '/settings/automations', { runaway_runs: 1_000_000 });
  if (broker !== undefined) {
    await eventually('the hub is connected', async () => (await call<{ state: string }>('GET', '/mqtt/status')).state === 'online');
  }
  return { hub, call };
}
