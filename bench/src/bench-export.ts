import { spawn, spawnSync } from 'node:child_process';
import { request } from 'undici';
import { prepareData, startHub } from './bench-hub.js';
import type { BenchHub } from './bench-hub.js';
import { databaseFile } from './database-file.js';
import { canMeasureMemory, memoryOf, resetPeak } from './process-memory.js';
import type { Row } from './report.js';
import { seedEntries } from './seed.js';
import { median } from './stats.js';

interface Export {
  ms: number;
  bytes: number;
  lines: number;
}

const FIELDS = 'id, ts, category, action, severity, actor, message, entity_type, entity_id, entity_name, metadata';

/** The whole log as CSV through the API against `sqlite3 -csv` on the same file, in turns; and the hub's memory while it exports. */
export async function benchExport({ entries, rounds }: { entries: number; rounds: number }): Promise<Row[]> {
  if (spawnSync('sqlite3', ['-version']).error !== undefined) {
    console.log('export: skipped, sqlite3 is not installed');
    return [];
  }
  const data = await prepareData('export');
  let running: BenchHub | undefined;
  try {
    const file = databaseFile(data.folder.path);
    await seedEntries(file, entries, Date.now());
    running = await startHub(data);
    const ours: Export[] = [];
    const theirs: Export[] = [];
    const growth: number[] = [];
    for (let index = 0; index < rounds; index += 1) {
      const { pid } = running.hub;
      const before = canMeasureMemory ? memoryOf(pid).rss : 0;
      if (canMeasureMemory) resetPeak(pid);
      ours.push(await exportFromHub(running));
      if (canMeasureMemory) growth.push(memoryOf(pid).peak - before);
      theirs.push(await exportFromSqlite(file));
    }
    for (const { lines } of [...ours, ...theirs]) {
      if (lines < entries) throw new Error(`An export had ${lines} lines for ${entries} entries.`);
    }
    const rows: Row[] = [
      {
        bench: 'export',
        what: `${entries} entries as CSV`,
        value: median(ours.map(({ ms }) => ms)),
        unit: 'ms',
        peer: { name: 'sqlite3 -csv', value: median(theirs.map(({ ms }) => ms)) },
        ratio: median(ours.map(({ ms }, index) => ms / (theirs[index]?.ms ?? Number.NaN))),
        target: { at_most: 2 },
      },
    ];
    if (canMeasureMemory) {
      rows.push({
        bench: 'export',
        what: 'memory growth while exporting, the most of all rounds',
        value: Math.max(...growth),
        unit: 'MiB',
        target: { at_most: 64 },
      });
    }
    return rows;
  } finally {
    await running?.hub.dispose();
    data.folder.remove();
  }
}

function tally(): { take: (chunk: Buffer) => void; result: () => Export } {
  const start = performance.now();
  let bytes = 0;
  let lines = 0;
  return {
    take: (chunk) => {
      bytes += chunk.length;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
    },
    result: () => ({ ms: performance.now() - start, bytes, lines }),
  };
}

async function exportFromHub({ hub, token }: BenchHub): Promise<Export> {
  const { take, result } = tally();
  const answer = await request(`${hub.url}/api/v1/activity/export?format=csv`, { headers: { authorization: `Bearer ${token}` } });
  if (answer.statusCode !== 200) throw new Error(`The export was refused: ${await answer.body.text()}`);
  for await (const chunk of answer.body) take(chunk as Buffer);
  return result();
}

async function exportFromSqlite(file: string): Promise<Export> {
  const { take, result } = tally();
  const query = `SELECT ${FIELDS} FROM activity_log_entries ORDER BY seq`;
  const child = spawn('sqlite3', ['-readonly', '-csv', '-header', file, query], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.on('data', take);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`sqlite3 ended with ${String(code)}.`);
  return result();
}
