import type { ActivityFilters, ActivityHistogram } from '@lightkeeper/plugin-sdk/wire';

/** So few entries are read at a stretch. */
const FEW = 300;
const FINEST_MS = 60_000;
const MOST_STEPS = 6;

export type FetchHistogram = (filters: ActivityFilters) => Promise<ActivityHistogram>;

/**
 * A time before which only a few entries lie, found by looking closer and closer at the log's beginning: so the end of a long log is
 * reached without reading what comes before it. Null when there is nothing.
 */
export async function nearOldest(filters: ActivityFilters, fetch: FetchHistogram): Promise<string | null> {
  let asked = filters;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { buckets, step_ms } = await fetch(asked);
    const first = buckets.findIndex((bucket) => bucket.total > 0);
    const begin = buckets[first];
    if (!begin) return null;
    const end = (ts: string): string => new Date(Date.parse(ts) + step_ms).toISOString();
    if (begin.total <= FEW || step_ms <= FINEST_MS) {
      let count = 0;
      let last = begin;
      for (const bucket of buckets.slice(first)) {
        count += bucket.total;
        if (count > FEW) break;
        last = bucket;
      }
      return end(last.ts);
    }
    asked = { ...filters, since: begin.ts, until: end(begin.ts) };
  }
  return asked.until ?? null;
}
