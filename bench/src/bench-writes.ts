import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { prepareData, startHub } from './bench-hub.js';
import type { BenchHub } from './bench-hub.js';
import { databaseFile } from './database-file.js';
import { startFloor } from './floor.js';
import type { Floor } from './floor.js';
import { postRate } from './load.js';
import type { LoadTarget } from './load.js';
import type { Row } from './report.js';
import { dropTriggers } from './seed.js';
import { median } from './stats.js';

const CONNECTIONS = 10;

interface Rounds {
  rounds: number;
  seconds: number;
}

let made = 0;
/** A name that was not there before, of the same length each time. */
const area = (): string => JSON.stringify({ name: `Area ${String((made += 1)).padStart(9, '0')}` });

/** Two floors. Held to the target is the bare one, which does the two inserts and nothing that the log keeps beside its table. */
const FLOORS = [
  { name: 'Koa + better-sqlite3, the two inserts', triggers: false },
  { name: 'the same with search index and summaries', triggers: true },
] as const;

interface Contestant {
  target: LoadTarget;
  rates: number[];
}

/**
 * Audited writes: `POST /areas` of the real hub against the bare floor, in alternating rounds so that what else the machine does hits
 * all alike. The hub's rows are counted afterwards: a record without its entry would make the comparison worthless.
 */
export async function benchWrites({ rounds, seconds }: Rounds): Promise<Row[]> {
  const data = await prepareData('writes');
  let running: BenchHub | undefined;
  const floors: Floor[] = [];
  try {
    running = await startHub(data);
    const { hub, token } = running;
    const ours: Contestant = { target: { origin: hub.url, path: '/api/v1/areas', token }, rates: [] };
    await postRate(ours.target, { connections: 1, seconds: 0.1, body: area });
    const contestants = [ours];
    for (const { triggers } of FLOORS) {
      const floor = await startFloor(copyDatabase(data.folder.path, triggers));
      floors.push(floor);
      contestants.push({ target: { origin: floor.url, path: '/areas' }, rates: [] });
    }
    // The first round warms: the engine compiles what it will run.
    for (let round = 0; round <= rounds; round += 1) {
      for (const { target, rates } of round % 2 === 0 ? contestants : contestants.toReversed()) {
        const rate = await postRate(target, {
          connections: CONNECTIONS,
          seconds: round === 0 ? Math.min(2, seconds) : seconds,
          body: area,
        });
        if (round > 0) rates.push(rate);
      }
    }
    await hub.stop();
    checkRows(databaseFile(data.folder.path));
    return FLOORS.map(({ name, triggers }, index) => {
      const theirs = contestants[index + 1]?.rates ?? [];
      return {
        bench: 'writes',
        what: `audited writes over HTTP, ${CONNECTIONS} connections, synchronous=FULL`,
        value: median(ours.rates),
        unit: 'writes/s',
        peer: { name, value: median(theirs) },
        ratio: median(ours.rates.map((rate, round) => rate / (theirs[round] ?? Number.NaN))),
        ...(triggers ? {} : { target: { at_least: 0.8 } }),
      };
    });
  } finally {
    for (const floor of floors) await floor.stop();
    await running?.hub.dispose();
    data.folder.remove();
  }
}

function copyDatabase(folder: string, triggers: boolean): string {
  const copy = path.join(folder, 'floor', `floor-${triggers ? 'triggers' : 'bare'}.db`);
  mkdirSync(path.dirname(copy), { recursive: true });
  const source = new Database(databaseFile(folder), { readonly: true });
  // VACUUM INTO takes what is committed, the write-ahead log included.
  source.prepare('VACUUM INTO ?').run(copy);
  source.close();
  if (!triggers) {
    const database = new Database(copy);
    dropTriggers(database);
    database.close();
  }
  return copy;
}

function checkRows(file: string): void {
  const database = new Database(file, { readonly: true });
  const row = database
    .prepare<[], { records: number; unrecorded: number }>(
      `SELECT count(*) AS records, count(*) FILTER (WHERE NOT EXISTS (
         SELECT 1 FROM activity_log_entries e WHERE e.entity_type = 'area' AND e.entity_id = entities.id)) AS unrecorded
       FROM entities WHERE type = 'area'`,
    )
    .get();
  database.close();
  if (row === undefined || row.records === 0 || row.unrecorded > 0) throw new Error(`Records without an entry: ${JSON.stringify(row)}`);
}
