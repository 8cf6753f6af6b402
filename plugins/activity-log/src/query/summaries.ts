import { SEVERITIES, type ActivityFacets, type ActivityHistogram, type PluginDatabase } from '@lightkeeper/plugin-sdk';
import type { Selection } from './selection.js';
import { tally } from './tally.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that read well on an axis. Those from an hour on are whole hours, see {@link tally}. */
const STEPS = [1, 5, 15, 30]
  .map((n) => n * MINUTE)
  .concat(
    [1, 3, 6, 12].map((n) => n * HOUR),
    [1, 2, 7, 30, 90, 365].map((n) => n * DAY),
  );

const MOST_ACTORS = 50;

function addTo(counts: Map<string, number>, value: string, n: number): void {
  counts.set(value, (counts.get(value) ?? 0) + n);
}

function sorted(counts: Map<string, number>): { value: string; count: number }[] {
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || a.value.localeCompare(b.value, 'en'));
}

/** Counts by category, severity and actor; of the actors the fifty who did most. */
export async function facets(db: PluginDatabase, selection: Selection, floor: number, signal?: AbortSignal): Promise<ActivityFacets> {
  const categories = new Map<string, number>();
  const actors = new Map<string, number>();
  const severities = new Map<string, number>();
  let total = 0;
  await tally(
    db,
    selection,
    floor,
    null,
    (row) => {
      total += row.n;
      addTo(categories, row.category, row.n);
      addTo(actors, row.actor, row.n);
      addTo(severities, row.severity, row.n);
    },
    signal,
  );
  return {
    total,
    categories: sorted(categories),
    actors: sorted(actors).slice(0, MOST_ACTORS),
    severities: SEVERITIES.flatMap((value) => {
      const count = severities.get(value);
      return count === undefined ? [] : [{ value, count }];
    }),
  };
}

export interface HistogramSpan {
  since: number;
  until: number;
  /** At most so many steps. */
  buckets: number;
}

/** Counts by equal steps of time, empty ones included. The span is widened to whole steps; only what is selected is counted. */
export async function histogram(
  db: PluginDatabase,
  selection: Selection,
  floor: number,
  span: HistogramSpan,
  signal?: AbortSignal,
): Promise<ActivityHistogram> {
  const length = Math.max(1, span.until - span.since);
  // Aligning to whole steps may add one at either end.
  const step_ms = STEPS.find((step) => length / step + 2 <= Math.max(3, span.buckets)) ?? Math.ceil(length / span.buckets / DAY) * DAY;
  const first = Math.floor(span.since / step_ms);
  const end = Math.max(first + 1, Math.ceil(span.until / step_ms));
  const buckets: ActivityHistogram['buckets'] = Array.from({ length: end - first }, (_unused, index) => ({
    ts: new Date((first + index) * step_ms).toISOString(),
    total: 0,
    by_category: {},
  }));
  await tally(
    db,
    selection,
    floor,
    step_ms,
    (row) => {
      const bucket = buckets[row.bucket - first];
      if (!bucket) return;
      bucket.total += row.n;
      bucket.by_category[row.category] = (bucket.by_category[row.category] ?? 0) + row.n;
    },
    signal,
  );
  return { since: new Date(first * step_ms).toISOString(), until: new Date(end * step_ms).toISOString(), step_ms, buckets };
}
