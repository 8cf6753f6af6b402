import { CATEGORIES, type ActivityFilters, type ActivityHistogram } from '@lightkeeper/plugin-sdk/wire';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The widths that the hub gives a bar. It takes the least with which no more bars come out than asked for; some are spared for the ends. */
const STEPS = [1, 5, 15, 30, 60, 180, 360, 720, 1440, 2880, 10_080, 43_200, 129_600, 525_600].map((minutes) => minutes * MINUTE);
const MOST_BARS = 96;
export const MOST_BUCKETS = MOST_BARS + 4;

/** How far back the picture reaches where no filter says otherwise. */
export const SPANS = { hour: HOUR, day: DAY, week: 7 * DAY, month: 30 * DAY } as const;
export type Span = keyof typeof SPANS;

/** The stretch of time that the picture shows, in whole bars. Times in epoch ms. */
export interface Axis {
  since: number;
  until: number;
  step: number;
}

/** One bar: its beginning, and how much of it each category makes up, in the order in which they are stacked. */
export interface Bar {
  at: number;
  total: number;
  parts: { category: string; count: number }[];
}

/** The part of the axis that is chosen, in bars: from the first up to but not including the second. */
export interface Brush {
  from: number;
  to: number;
}

/** Milliseconds by which the reader's clock is ahead of UTC. */
function ahead(ms: number): number {
  return -new Date(ms).getTimezoneOffset() * MINUTE;
}

/** The hub's bars begin at whole steps of UTC; labels at those of the reader's clock. */
function floorTo(ms: number, step: number, shift = 0): number {
  return Math.floor((ms + shift) / step) * step - shift;
}

function stepFor(length: number): number {
  return STEPS.find((step) => length / step <= MOST_BARS) ?? Math.ceil(length / MOST_BARS / DAY) * DAY;
}

/**
 * What the picture shows: the last hour, day, week or month; farther back when the filters look farther back, with some room at both sides so
 * that the brush can be widened.
 */
export function axisFor(filters: ActivityFilters, span: Span, now: number): Axis {
  const length = SPANS[span];
  let since = now - length;
  let until = now;
  const from = filters.since === undefined ? undefined : Date.parse(filters.since);
  const to = filters.until === undefined ? undefined : Date.parse(filters.until);
  const farther = (from !== undefined && from < since) || (to !== undefined && to < since);
  if (farther) {
    const end = Math.min(to ?? now, now);
    const begin = from ?? end - length;
    const room = Math.max((end - begin) / 4, 15 * MINUTE);
    since = begin - room;
    until = Math.min(end + room, now);
  }
  const step = stepFor(until - since);
  return { since: floorTo(since, step), until: floorTo(until - 1, step) + step, step };
}

/** The axis of the hub's answer, which may be a little wider than what was asked for. */
export function axisOf({ since, until, step_ms }: ActivityHistogram): Axis {
  return { since: Date.parse(since), until: Date.parse(until), step: step_ms };
}

export function barCount(axis: Axis): number {
  return Math.max(1, Math.round((axis.until - axis.since) / axis.step));
}

/** The hub's counts as bars of the axis; empty ones included. */
export function toBars(histogram: ActivityHistogram | undefined, axis: Axis): Bar[] {
  const bars: Bar[] = Array.from({ length: barCount(axis) }, (_, index) => ({ at: axis.since + index * axis.step, total: 0, parts: [] }));
  const sums = bars.map(() => new Map<string, number>());
  for (const bucket of histogram?.buckets ?? []) {
    const index = Math.floor((Date.parse(bucket.ts) - axis.since) / axis.step);
    const sum = sums[index];
    if (!sum) continue;
    for (const [category, count] of Object.entries(bucket.by_category)) sum.set(category, (sum.get(category) ?? 0) + count);
  }
  for (const [index, bar] of bars.entries()) {
    const sum = sums[index] ?? new Map<string, number>();
    bar.parts = [...sum].map(([category, count]) => ({ category, count })).sort((a, b) => rank(a.category) - rank(b.category));
    bar.total = bar.parts.reduce((total, part) => total + part.count, 0);
  }
  return bars;
}

function rank(category: string): number {
  const index = (CATEGORIES as readonly string[]).indexOf(category);
  return index === -1 ? CATEGORIES.length : index;
}

/** The brush that stands for the time filters. Without them it is the whole axis. */
export function brushOf(filters: ActivityFilters, axis: Axis): Brush {
  const count = barCount(axis);
  const place = (iso: string, round: (n: number) => number): number =>
    Math.min(count, Math.max(0, round((Date.parse(iso) - axis.since) / axis.step)));
  const from = filters.since === undefined ? 0 : Math.min(place(filters.since, Math.floor), count - 1);
  const to = filters.until === undefined ? count : place(filters.until, Math.ceil);
  return { from, to: Math.max(to, from + 1) };
}

/** The time filters that a brush stands for. An end that lies at the axis' own end is left open: it means "from the first" and "until now". */
export function filtersOf(brush: Brush, axis: Axis): { since: string | undefined; until: string | undefined } {
  const at = (index: number): string => new Date(axis.since + index * axis.step).toISOString();
  return {
    since: brush.from <= 0 ? undefined : at(brush.from),
    until: brush.to >= barCount(axis) ? undefined : at(brush.to),
  };
}

/** Moves one handle, keeping at least one bar between the two. */
export function moveHandle(brush: Brush, handle: 'from' | 'to', to: number, count: number): Brush {
  if (handle === 'from') return { from: Math.max(0, Math.min(to, brush.to - 1)), to: brush.to };
  return { from: brush.from, to: Math.min(count, Math.max(to, brush.from + 1)) };
}

const TICK_STEPS = [15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 84 * DAY];

/** Where the axis is labelled: at most seven times, on round ones. */
export function ticks(axis: Axis): number[] {
  const length = axis.until - axis.since;
  const step = TICK_STEPS.find((candidate) => length / candidate <= 7) ?? Math.ceil(length / 7 / DAY) * DAY;
  const found: number[] = [];
  for (let at = floorTo(axis.since - 1, step, ahead(axis.since)) + step; at < axis.until - length * 0.06; at += step) found.push(at);
  return found;
}
