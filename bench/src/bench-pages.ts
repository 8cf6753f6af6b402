import { prepareData, startHub } from './bench-hub.js';
import type { BenchData, BenchHub } from './bench-hub.js';
import { databaseFile } from './database-file.js';
import { getTimes } from './load.js';
import type { Row } from './report.js';
import { COMMON, RARE, seedEntries, SPAN_MS } from './seed.js';
import { percentile } from './stats.js';

interface Sizes {
  small: number;
  large: number;
  /** Pages of each filter and size. */
  pages: number;
}

/** The eight filters, each with a value that many entries have and one that a hundred have: the two ways in which a page can be slow. */
function filters(now: number, size: number): Record<string, { common: string; rare: string }> {
  const at = (share: number): string => encodeURIComponent(new Date(now - SPAN_MS * share).toISOString());
  const edge = RARE.count / size;
  return {
    categories: { common: COMMON.category, rare: RARE.category },
    severities: { common: COMMON.severity, rare: RARE.severity },
    actor: { common: COMMON.actor, rare: RARE.actor },
    entity_type: { common: COMMON.entity_type, rare: RARE.entity_type },
    entity_id: { common: COMMON.entity_id, rare: RARE.entity_id },
    since: { common: at(0.5), rare: at(edge) },
    until: { common: at(0.5), rare: at(1 - edge) },
    message_like: { common: COMMON.word, rare: RARE.word },
  };
}

interface SeededLog {
  data: BenchData;
  running: BenchHub;
  filters: ReturnType<typeof filters>;
}

/** The newest page of 50 under each filter, on a small log and on a large one, in turns. */
export async function benchPages(sizes: Sizes): Promise<Row[]> {
  const now = Date.now();
  const logs: SeededLog[] = [];
  try {
    for (const size of [sizes.small, sizes.large]) {
      const data = await prepareData(`pages-${size}`);
      await seedEntries(databaseFile(data.folder.path), size, now);
      logs.push({ data, running: await startHub(data), filters: filters(now, size) });
    }
    const rows: Row[] = [];
    for (const filter of Object.keys(filters(now, 1))) {
      for (const kind of ['common', 'rare'] as const) rows.push(...(await measure(logs, filter, kind, sizes)));
    }
    return rows;
  } finally {
    for (const { running, data } of logs) {
      await running.hub.dispose();
      data.folder.remove();
    }
  }
}

async function measure(logs: readonly SeededLog[], filter: string, kind: 'common' | 'rare', sizes: Sizes): Promise<Row[]> {
  const times: number[][] = logs.map(() => []);
  const TURNS = 4;
  for (let turn = 0; turn <= TURNS; turn += 1) {
    for (const [index, { running, filters }] of logs.entries()) {
      const path = `/api/v1/activity?limit=50&${filter}=${filters[filter]?.[kind] ?? ''}`;
      const taken = await getTimes({ origin: running.hub.url, path, token: running.token }, Math.ceil(sizes.pages / TURNS), (body) => {
        const { items } = JSON.parse(body) as { items: unknown[] };
        if (items.length !== 50) throw new Error(`${path} found ${items.length} entries: a page of 50 was to be measured.`);
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
    {
      bench: 'pages',
      what: `${what}, ${sizes.large} entries, p99`,
      value: percentile(large, 0.99),
      unit: 'ms',
      peer: { name: `${sizes.small} entries`, value: percentile(small, 0.99) },
      target: { at_most: 10 },
    },
  ];
}
