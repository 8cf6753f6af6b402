import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseFile } from '../../bench/src/database-file.js';
import { seedEntries, SPAN_MS } from '../../bench/src/seed.js';
import { Home } from '../support/home.js';

const ENTRIES = 1_000_000;
/** Pages until the page has found its size, and those that are scrolled after it. */
const WARM_UP = 15;
const FURTHER = 60;
/** What the page may grow by in the further ones, which bring some 6,000 entries. */
const MAX_HEAP_GROWTH_MIB = 6;
const MAX_NODES_GROWTH = 1.3;

let home: Home;
let page: Page;
let cdp: CDPSession;
const now = Date.now();

beforeAll(async () => {
  home = await Home.start();
  await home.does('PUT', '/activity/settings', { retention_days: 3650, retention_entries: 50_000_000, mirror_enabled: false });
  await home.hub.stop();
  await seedEntries(databaseFile(home.hub.data_dir), ENTRIES, now - 60_000);
  await home.again();
  page = (await home.visit('/activity')).page;
  cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await page.getByRole('article').nth(20).waitFor();
}, 240_000);
afterAll(async () => {
  await home.end();
});

/** Size of the page after a collection: elements and texts, and bytes of scripts' memory. */
async function size(): Promise<{ nodes: number; heap_mib: number }> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { nodes: value('Nodes'), heap_mib: value('JSHeapUsedSize') / 1_048_576 };
}

/** Scrolls to the end of what is there and waits for more, so many times; gives how many rows were met. */
async function scrollDown(times: number): Promise<number> {
  return page.locator('lk-activity-timeline').evaluate(async (timeline, turns) => {
    const met = new Set<string>();
    for (let turn = 0; turn < turns; turn += 1) {
      const keys = [...(timeline.shadowRoot?.querySelectorAll<HTMLElement>('lk-entry-row') ?? [])].map((row) => row.dataset['key'] ?? '');
      for (const key of keys) met.add(key);
      const last = keys.at(-1);
      window.scrollTo(0, document.documentElement.scrollHeight);
      const deadline = performance.now() + 20_000;
      const rows = timeline.shadowRoot;
      while ([...(rows?.querySelectorAll<HTMLElement>('lk-entry-row') ?? [])].at(-1)?.dataset['key'] === last) {
        if (performance.now() > deadline) throw new Error(`Nothing older came after ${met.size} rows.`);
        await new Promise((frame) => requestAnimationFrame(frame));
      }
    }
    return met.size;
  }, times);
}

describe('a log of a million entries', () => {
  it('is there at once, with its whole count', async () => {
    await page.getByText(/1,000,0\d\d entries in all/).waitFor();
    await expect.poll(() => page.getByRole('article').count()).toBeLessThan(500);
  });

  it('is scrolled through page after page, and the page in the browser stays as large as it was', async () => {
    await scrollDown(WARM_UP);
    const before = await size();
    const met = await scrollDown(FURTHER);
    const after = await size();
    const seen = JSON.stringify({ before, after, met });
    expect(met, seen).toBeGreaterThan(FURTHER * 50);
    expect(after.nodes, seen).toBeLessThan(before.nodes * MAX_NODES_GROWTH);
    expect(after.heap_mib - before.heap_mib, seen).toBeLessThan(MAX_HEAP_GROWTH_MIB);
  });

  it('is gone back up in one leap', async () => {
    await page.keyboard.press('Home');
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeLessThan(400);
    await home.does('POST', '/areas', { name: 'Boathouse', kind: 'other' });
    await page.getByRole('article', { name: /added the area Boathouse/ }).waitFor();
  });

  it('is read from its very beginning', async () => {
    const early = new Date(now - SPAN_MS + 60_000).toISOString();
    await page.goto(`/activity?until=${encodeURIComponent(early)}`);
    await page.getByRole('article').first().waitFor();
    await page.getByText('Nothing older matches the filters.').waitFor();
    home.check();
  });
});
