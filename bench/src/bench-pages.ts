import { prepareData, startHub } from './bench-hub.js';
import type { BenchData, BenchHub } from './bench-hub.js';
import { databaseFile } from './database-file.js';
import { getTimes } from './load.js';
import type { Row } from './report.js';
import { COMMON, DAY_MS, RARE, seedEntries } from './seed.js';
import { percentile } from './stats.js';

interface Sizes {
  small: number;
  large: number;
  /** Pages of each filter and size. */
  pages: number;
}

/** The eight filters, each with a value that many entries have and one that few have: the two ways in which a page can be slow. */
function filters(now: number): Record<string, [common: string, rare: string]> {
  const ago = (days: number): string => encodeURIComponent(new Date(now - days * DAY_MS).toISOString());
  return {
    categories: ['device', 'system'],
    severities: ['warning', 'error'],
    actor: [COMMON.actor, RARE.actor],
    entity_type: [COMMON.entity_type, RARE.entity_type],
    entity_id: [COMMON.entity_id, RARE.entity_id],
    since: [ago(30), ago(0.02)],
    until: [ago(30), ago(59.9)],
    message_like: [COMMON.word, RARE.word],
  };
}

/** The newest page of 50 under each filter, on a small log and on a large one, in turns. */
export async function benchPages(sizes: Sizes): Promise<Row[]> {
  const now = Date.now();
  const logs: { data: BenchData; running: BenchHub }[] = [];
  try {
    for (const size of [sizes.small, sizes.large]) {
      const data = await prepareData(`pages-${size}`);
      await seedEntries(databaseFile(data.folder.path), size, now);
      logs.push({ data, running: await startHub(data) });
    }
    const rows: Row[] = [];
    for (const [filter, values] of Object.entries(filters(now))) {
      for (const [index, value] of values.entries())
        rows.push(...(await measure(logs, filter, value, index === 0 ? 'common' : 'rare', sizes)));
    }
    return rows;
  } finally {
    for (const { running, data } of logs) {
      await running.hub.dispose();
      data.folder.remove();
    }
  }
}

async function measure(logs: readonly { running: BenchHub }[], filter: string, value: string, kind: string, sizes: Sizes): Promise<Row[]> {
  const path = `/api/v1/activity?limit=50&${filter}=${value}`;
  const times: number[][] = logs.map(() => []);
  const TURNS = 4;
  for (let turn = 0; turn <= TURNS; turn += 1) {
    for (const [index, { running }] of logs.entries()) {
      const taken = await getTimes({ origin: running.hub.url, path, token: running.token }, Math.ceil(sizes.pages / TURNS), (body) => {
        const { items } = JSON.parse(body) as { items: unknown[] };
        if (items.length === 0) throw new Error(`${path} found nothing: there is nothing to measure.`);
      });
      // The first turn warms both.
      if (turn > 0) times[index]?.push(...taken);
    }
  }
  const [small = [], large = []] = times;
  const what = `newest page, ${filter} (${kind})`;
  return [
    {
      bench: 'pages',
      what: `${what}, ${sizes.large} entries, p50`,
      value: percentile(large, 0.5),
      unit: 'ms',
      peer: { name: `${sizes.small} entries`, value: percentile(small, 0.5) },
      ratio: percentile(large, 0.5) / percentile(small, 0.5),
      target: { at_most: 1.5 },
    },
    { bench: 'pages', what: `${what}, ${sizes.large} entries, p99`, value: percentile(large, 0.99), unit: 'ms', target: { at_most: 10 } },
  ];
}
