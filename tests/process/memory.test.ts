import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareData, startHub } from '../../bench/src/bench-hub.js';
import type { BenchData } from '../../bench/src/bench-hub.js';
import { databaseFile } from '../../bench/src/database-file.js';
import { canMeasureMemory, memoryOf } from '../../bench/src/process-memory.js';
import { seedEntries } from '../../bench/src/seed.js';
import type { ActivityEntry, Page } from '@lightkeeper/plugin-sdk/wire';
import type { HubProcess } from '../support/hub-process.js';

const ENTRIES = 1_000_000;
const PAGE = 500;
/** Pages until the hub's heap has found its size. */
const WARM_UP = 150;
/** A heap rises until it is swept and falls again: its lows tell what stays, over so many pages that each holds some sweeps. */
const SPAN = 600;
const MAX_GROWTH_MIB = 40;

describe.skipIf(!canMeasureMemory)('a log of a million entries (skipped where memory cannot be measured)', { timeout: 300_000 }, () => {
  let data: BenchData;
  let hub: HubProcess;

  beforeAll(async () => {
    data = await prepareData('scroll');
    await seedEntries(databaseFile(data.folder.path), ENTRIES, Date.now());
    ({ hub } = await startHub(data));
  }, 300_000);
  afterAll(async () => {
    await hub.dispose();
    data.folder.remove();
  });

  it('is scrolled from its newest to its oldest entry, page by page, and the hub stays as large as it was', async () => {
    const client = hub.client(data.token);
    const sizes: number[] = [];
    let seen = 0;
    let last = '~';
    let cursor: string | null = '';
    while (cursor !== null) {
      const { status, body }: { status: number; body: Page<ActivityEntry> } = await client.api(
        'GET',
        `/activity?limit=${PAGE}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      expect(status).toBe(200);
      for (const { id } of body.items) {
        seen += 1;
        // Ids sort by time, and so each entry comes once and in its place. At the very end stand those from before the million was laid on
        // top of them. A comparison is enough: a million expectations take minutes.
        if (seen <= ENTRIES && id >= last) throw new Error(`${id} follows ${last}`);
        last = id;
      }
      cursor = body.next_cursor;
      sizes.push(memoryOf(hub.pid).rss);
    }
    expect(seen).toBeGreaterThanOrEqual(ENTRIES);
    expect(sizes.length).toBeGreaterThanOrEqual(ENTRIES / PAGE);
    const early = Math.min(...sizes.slice(WARM_UP, WARM_UP + SPAN));
    expect(Math.min(...sizes.slice(-SPAN)) - early).toBeLessThan(MAX_GROWTH_MIB);
  });
});
