import type {
  ActivityEntry,
  ActivityFacets,
  ActivityFilters,
  ActivityHistogram,
  ActivitySettings,
  ActivityStatus,
  ActivityWhy,
  Page,
  VocabularyItem,
} from '@lightkeeper/plugin-sdk/wire';
import { api, type QueryValue } from '@lightkeeper/ui';
import { queryFromFilters } from '../model/filters.js';
import { MOST_BUCKETS, type Axis } from '../model/histogram.js';
import type { LogPage } from '../model/page-window.js';

/** Entries asked for at once: some three screens. */
export const PAGE_SIZE = 100;

export interface LogSettings {
  settings: ActivitySettings;
  status: ActivityStatus;
}

function query(filters: ActivityFilters, more: Record<string, QueryValue> = {}): Record<string, QueryValue> {
  return { ...queryFromFilters(filters), ...more };
}

export function getPage(
  filters: ActivityFilters,
  options: { cursor?: string | null; limit?: number; signal?: AbortSignal } = {},
): Promise<LogPage> {
  const { cursor, limit = PAGE_SIZE, signal } = options;
  return api.get('activity', { query: query(filters, { limit, cursor }), ...(signal ? { signal } : {}) });
}

export function getEntry(id: string): Promise<ActivityEntry> {
  return api.get(`activity/${encodeURIComponent(id)}`);
}

export function getWhy(id: string): Promise<ActivityWhy> {
  return api.get(`activity/${encodeURIComponent(id)}/why`);
}

export function getFacets(filters: ActivityFilters, signal?: AbortSignal): Promise<ActivityFacets> {
  return api.get('activity/facets', { query: query(filters), ...(signal ? { signal } : {}) });
}

/** Counts over the axis, whatever the time filters say: the brush lies on top of it. */
export function getHistogram(filters: ActivityFilters, axis: Axis, signal?: AbortSignal): Promise<ActivityHistogram> {
  const range = { since: new Date(axis.since).toISOString(), until: new Date(axis.until).toISOString() };
  return api.get('activity/histogram', {
    query: query({ ...filters, ...range }, { buckets: MOST_BUCKETS }),
    ...(signal ? { signal } : {}),
  });
}

/** Counts over all that the filters choose, from the first entry on, as finely as the hub counts. */
export function getHistogramOf(filters: ActivityFilters): Promise<ActivityHistogram> {
  return api.get('activity/histogram', { query: query(filters, { buckets: 500 }) });
}

export async function getVocabulary(): Promise<VocabularyItem[]> {
  return (await api.get<Page<VocabularyItem>>('activity/vocabulary')).items;
}

export function getSettings(): Promise<LogSettings> {
  return api.get('activity/settings');
}

/** Fields that are left out keep their values. */
export function putSettings(settings: Partial<ActivitySettings>): Promise<LogSettings> {
  return api.put('activity/settings', settings);
}
