import { setTimeout as delay } from 'node:timers/promises';
import { prepareData, startHub } from './bench-hub.js';
import { canMeasureMemory, memoryOf } from './process-memory.js';
import type { Row } from './report.js';
import { median } from './stats.js';

/** How long after the start memory is read: the garbage of starting is gone by then, and timers have run. */
const IDLE_MS = 5_000;

/** From the start of the process to the line that says the hub is ready, on data that is there; and the memory of a hub at rest. */
export async function benchStart({ rounds }: { rounds: number }): Promise<Row[]> {
  const data = await prepareData('start');
  try {
    const ready: number[] = [];
    const idle: number[] = [];
    for (let index = 0; index < rounds; index += 1) {
      const start = performance.now();
      const { hub } = await startHub(data);
      ready.push(performance.now() - start);
      if (canMeasureMemory && index === 0) {
        await delay(IDLE_MS);
        idle.push(memoryOf(hub.pid).rss);
      }
      await hub.stop();
    }
    const rows: Row[] = [{ bench: 'start', what: 'start to ready, plugins running', value: median(ready), unit: 'ms' }];
    if (idle.length > 0) rows.push({ bench: 'start', what: 'idle memory', value: median(idle), unit: 'MiB' });
    return rows;
  } finally {
    data.folder.remove();
  }
}
