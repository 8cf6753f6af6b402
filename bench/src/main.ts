import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { benchAutomations } from './bench-automations.js';
import { benchCaptureLights } from './bench-capture-lights.js';
import { benchCaptureMapper } from './bench-capture-mapper.js';
import { benchCaptureMemory } from './bench-capture-memory.js';
import { benchCaptureX11 } from './bench-capture-x11.js';
import { benchCommands } from './bench-commands.js';
import { benchDevices } from './bench-devices.js';
import { benchDiscovery } from './bench-discovery.js';
import { benchExport } from './bench-export.js';
import { benchPages } from './bench-pages.js';
import { benchSockets } from './bench-sockets.js';
import { benchStart } from './bench-start.js';
import { benchStreams } from './bench-streams.js';
import { benchWrites } from './bench-writes.js';
import { judge, table, writeResults } from './report.js';
import type { Outcome, Row } from './report.js';

const RESULTS = fileURLToPath(new URL('../results.json', import.meta.url));

const USAGE = `npm run bench -- [--only <name>,…] [--quick] [--minutes <number>]

  --only    writes, pages, export, sockets, start, discovery, devices, commands, streams,
            automations, capture-mapper, capture-lights, capture-x11, capture-memory; without it all, one after another
  --quick   a hundredth of the entries and short rounds: shows that everything runs; its numbers are not kept
  --minutes how long capture-memory looks at the hub: 10, or half a minute with --quick`;

interface Scale extends Record<string, number> {
  entries: number;
  small: number;
  rounds: number;
  seconds: number;
  pages: number;
  clients: number;
  configs: number;
  devices: number;
  commands: number;
  listeners: number;
  timers: number;
  minutes: number;
}

const FULL: Scale = {
  entries: 1_000_000,
  small: 10_000,
  rounds: 5,
  seconds: 5,
  pages: 200,
  clients: 1_000,
  configs: 2_000,
  devices: 1_000,
  commands: 500,
  listeners: 1_000,
  timers: 10_000,
  minutes: 10,
};
const QUICK: Scale = {
  entries: 20_000,
  small: 4_000,
  rounds: 2,
  seconds: 1,
  pages: 40,
  clients: 50,
  configs: 200,
  devices: 100,
  commands: 40,
  listeners: 100,
  timers: 1_000,
  minutes: 0.5,
};

const BENCHES: Record<string, (scale: Scale) => Promise<Row[]>> = {
  writes: ({ rounds, seconds }) => benchWrites({ rounds, seconds }),
  pages: ({ small, entries, pages }) => benchPages({ small, large: entries, pages }),
  export: ({ entries }) => benchExport({ entries, rounds: 3 }),
  sockets: ({ clients }) => benchSockets({ clients, entries: 20 }),
  start: ({ rounds }) => benchStart({ rounds }),
  discovery: ({ configs }) => benchDiscovery({ configs }),
  devices: ({ devices, seconds }) => benchDevices({ devices, changes: devices * 10, seconds, clients: 10 }),
  commands: ({ commands }) => benchCommands({ commands }),
  streams: ({ seconds }) => benchStreams({ devices: 8, leds: 1_000, fps: 60, seconds: seconds * 2 }),
  automations: ({ rounds, seconds, listeners, timers }) => benchAutomations({ rounds, seconds, listeners, changes: 40, timers }),
  'capture-mapper': ({ seconds }) => Promise.resolve(benchCaptureMapper({ ms: seconds * 60 })),
  'capture-lights': ({ seconds }) => benchCaptureLights({ devices: 10, leds: 300, rate: 60, seconds: seconds * 1.5 }),
  'capture-x11': ({ seconds }) => benchCaptureX11({ fps: 60, seconds: seconds * 2, changes: seconds * 40 }),
  'capture-memory': ({ minutes }) => benchCaptureMemory({ minutes }),
};

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    minutes: { type: 'string' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const names = values.only?.split(',') ?? Object.keys(BENCHES);
const minutes = Number(values.minutes);
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
const wrong = [
  ...unknown.map((name) => `There is no bench ${name}.`),
  ...(values.minutes === undefined || minutes > 0 ? [] : ['Minutes are a number above 0.']),
];

if (values.help || wrong.length > 0) {
  console.log([...wrong, USAGE].join('\n\n'));
  process.exitCode = wrong.length > 0 ? 2 : 0;
} else {
  await run();
}

async function run(): Promise<void> {
  const scale = { ...(values.quick ? QUICK : FULL), ...(values.minutes !== undefined && { minutes }) };
  const outcomes: Outcome[] = [];
  for (const name of names) {
    console.log(`${name} …`);
    outcomes.push(...((await BENCHES[name]?.(scale)) ?? []).map(judge));
  }
  console.log(`\n${table(outcomes)}\n`);
  if (values.quick) return;
  writeResults(RESULTS, outcomes, scale);
  console.log('Written to bench/results.json');
}
