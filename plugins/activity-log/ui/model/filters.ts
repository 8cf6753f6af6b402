import { SEVERITIES, type ActivityEntry, type ActivityFilters, type Severity } from '@lightkeeper/plugin-sdk/wire';

/** The eight filters in the order in which the bar shows them and the address holds them. */
export const FILTER_ORDER = [
  'message_like',
  'categories',
  'severities',
  'actor',
  'entity_type',
  'entity_id',
  'since',
  'until',
] as const satisfies readonly (keyof ActivityFilters)[];

export type FilterName = (typeof FILTER_ORDER)[number];

/** What the API and the address take; lists are separated by commas. */
export type FilterQuery = Partial<Record<FilterName, string>>;

function isSeverity(text: string): text is Severity {
  return (SEVERITIES as readonly string[]).includes(text);
}

function list(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** An ISO time in UTC, or undefined for what is no time: an address may have been typed by hand. */
function time(text: string): string | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** Reads the filters out of an address. What cannot be one is left out, so that a broken link still shows the log. */
export function filtersFromQuery(query: URLSearchParams): ActivityFilters {
  const filters: ActivityFilters = {};
  const value = (name: FilterName): string => (query.get(name) ?? '').trim();
  const categories = list(value('categories'));
  const severities = list(value('severities')).filter(isSeverity);
  const since = time(value('since'));
  const until = time(value('until'));
  if (value('message_like') !== '') filters.message_like = value('message_like').slice(0, 200);
  if (categories.length > 0) filters.categories = categories;
  if (severities.length > 0) filters.severities = severities;
  if (value('actor') !== '') filters.actor = value('actor');
  if (value('entity_type') !== '') filters.entity_type = value('entity_type');
  if (value('entity_id') !== '') filters.entity_id = value('entity_id');
  if (since !== undefined) filters.since = since;
  if (until !== undefined && (since === undefined || since < until)) filters.until = until;
  return filters;
}

/** The filters as parameters of the API and of the address, in their one order. */
export function queryFromFilters(filters: ActivityFilters): FilterQuery {
  const query: FilterQuery = {};
  for (const name of FILTER_ORDER) {
    const value = filters[name];
    const text = Array.isArray(value) ? value.join(',') : (value ?? '');
    if (text !== '') query[name] = text;
  }
  return query;
}

/** The page's own address with these filters. */
export function activityAddress(filters: ActivityFilters): string {
  const query = new URLSearchParams(Object.entries(queryFromFilters(filters))).toString();
  return query === '' ? '/activity' : `/activity?${query}`;
}

export function sameFilters(a: ActivityFilters, b: ActivityFilters): boolean {
  const left = queryFromFilters(a);
  const right = queryFromFilters(b);
  return FILTER_ORDER.every((name) => left[name] === right[name]);
}

export function isFiltered(filters: ActivityFilters): boolean {
  return Object.keys(queryFromFilters(filters)).length > 0;
}

/** The same filters with some of them changed; undefined, an empty text and an empty list take one away. */
export function withFilters(filters: ActivityFilters, changes: { [K in FilterName]?: ActivityFilters[K] | undefined }): ActivityFilters {
  const merged = new URLSearchParams();
  for (const name of FILTER_ORDER) {
    const value = name in changes ? changes[name] : filters[name];
    const text = Array.isArray(value) ? value.join(',') : (value ?? '');
    if (text !== '') merged.set(name, text);
  }
  return filtersFromQuery(merged);
}

/** Adds the value to the list, or takes it out. */
export function toggled<T>(values: readonly T[] | undefined, value: T): T[] {
  const now = values ?? [];
  return now.includes(value) ? now.filter((other) => other !== value) : [...now, value];
}

const WORD = /[\p{L}\p{N}]+/gu;

/** Words as the hub's search sees them: letters and digits alone, without case and accents. */
function words(text: string): string[] {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(WORD) ?? [];
}

/** Whether an entry that has just been written belongs to what the reader looks at. The hub decides the same for stored ones. */
export function matchesFilters(entry: ActivityEntry, filters: ActivityFilters): boolean {
  const { categories, severities, actor, entity_type, entity_id, since, until, message_like } = filters;
  if (categories && !categories.includes(entry.category)) return false;
  if (severities && !severities.includes(entry.severity)) return false;
  if (actor !== undefined && entry.actor !== actor) return false;
  if (entity_type !== undefined && entry.entity_type !== entity_type) return false;
  if (entity_id !== undefined && entry.entity_id !== entity_id) return false;
  if (since !== undefined && entry.ts < since) return false;
  if (until !== undefined && entry.ts >= until) return false;
  if (message_like === undefined) return true;
  const held = words(entry.message);
  const wanted = words(message_like);
  return wanted.length > 0 && wanted.every((word) => held.some((other) => other.startsWith(word)));
}
