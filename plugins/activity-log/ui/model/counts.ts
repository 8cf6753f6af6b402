import type { ActivityEntry, ActivityFacets, ActivityFilters, ActivityHistogram } from '@lightkeeper/plugin-sdk/wire';
import { withFilters } from './filters.js';

function bumped<T extends { value: string; count: number }>(list: readonly T[], value: T['value']): T[] {
  const found = list.some((one) => one.value === value);
  const next = found ? list : [...list, { value, count: 0 } as T];
  return next.map((one) => (one.value === value ? { ...one, count: one.count + 1 } : one));
}

/** The counts with one entry more. */
export function withEntry(facets: ActivityFacets, entry: ActivityEntry): ActivityFacets {
  return {
    total: facets.total + 1,
    categories: bumped(facets.categories, entry.category),
    actors: bumped(facets.actors, entry.actor),
    severities: bumped(facets.severities, entry.severity),
  };
}

/** The bars with one entry more, in the bar of its time. */
export function withBar(histogram: ActivityHistogram, entry: ActivityEntry): ActivityHistogram {
  const index = Math.floor((Date.parse(entry.ts) - Date.parse(histogram.since)) / histogram.step_ms);
  const buckets = histogram.buckets.map((bucket, place) =>
    place === index
      ? {
          ...bucket,
          total: bucket.total + 1,
          by_category: { ...bucket.by_category, [entry.category]: (bucket.by_category[entry.category] ?? 0) + 1 },
        }
      : bucket,
  );
  return { ...histogram, buckets };
}

/** The filters without those of time: what the histogram counts under. */
export function timeless(filters: ActivityFilters): ActivityFilters {
  return withFilters(filters, { since: undefined, until: undefined });
}
