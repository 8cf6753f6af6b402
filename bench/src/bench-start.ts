import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { Child } from '../../tests/support/child.js';
import { eventually } from '../../tests/support/eventually.js';
import { plainEnvironment } from '../../tests/support/hub-process.js';
import { prepareData, startHub } from './bench-hub.js';
import { canMeasureMemory, memoryOf } from './process-memory.js';
import type { Row } from './report.js';
import { median } from './stats.js';

/** How long after the start memory is read: the garbage of starting is gone by then, and timers have run. */
const IDLE_MS = 5_000;

/** The least that a hub on these parts could be: a Koa that listens beside an open database, in plain JavaScript. */
const BARE = `
import Koa from 'koa';
import Database from 'better-sqlite3';
new Database(':memory:').exec('CREATE TABLE t (a)');
new Koa().listen(0, '127.0.0.1', () => console.log('ready'));
`;

interface Start {
  ms: number;
  mib: number | null;
}

/** From the start of the process to the line that says the hub is ready, on data that is there; and the memory of a hub at rest. */
export async function benchStart({ rounds }: { rounds: number }): Promise<Row[]> {
  const data = await prepareData('start');
  try {
    const hubs: Start[] = [];
    const bare: Start[] = [];
    for (let index = 0; index < rounds; index += 1) {
      const measured = performance.now();
      const { hub } = await startHub(data);
      hubs.push(await rest(performance.now() - measured, hub.pid, index === 0));
      await hub.stop();
      bare.push(await startBare(index === 0));
    }
    const ready = (starts: readonly Start[]): number => median(starts.map(({ ms }) => ms));
    const memory = (starts: readonly Start[]): number => median(starts.flatMap(({ mib }) => mib ?? []));
    const peer = 'Koa + better-sqlite3, idle';
    const rows: Row[] = [
      {
        bench: 'start',
        what: 'start to ready, all plugins running',
        value: ready(hubs),
        unit: 'ms',
        peer: { name: peer, value: ready(bare) },
        ratio: ready(hubs) / ready(bare),
      },
    ];
    if (canMeasureMemory) {
      const [ours, theirs] = [memory(hubs), memory(bare)];
      rows.push({
        bench: 'start',
        what: 'idle memory',
        value: ours,
        unit: 'MiB',
        peer: { name: peer, value: theirs },
        ratio: ours / theirs,
      });
    }
    return rows;
  } finally {
    data.folder.remove();
  }
}

async function rest(ms: number, pid: number, measure: boolean): Promise<Start> {
  if (!measure || !canMeasureMemory) return { ms, mib: null };
  await delay(IDLE_MS);
  return { ms, mib: memoryOf(pid).rss };
}

async function startBare(measure: boolean): Promise<Start> {
  const start = performance.now();
  const child = new Child(process.execPath, ['--input-type=module', '-e', BARE], {
    env: plainEnvironment(),
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
  await eventually('the bare server listens', () => child.output.includes('ready'), { every_ms: 5, describe: () => child.output });
  const result = await rest(performance.now() - start, child.pid, measure);
  await child.finish('SIGTERM');
  return result;
}
