import type { ActivityFilters, ActivityHistogram } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it } from 'vitest';
import { nearOldest } from './oldest.js';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** A log with one entry every ten seconds for `days` days, counted in ten bars as the hub would. */
function log(days: number) {
  const end = START + days * 86_400_000;
  const asked: ActivityFilters[] = [];
  const count = (from: number, to: number): number =>
    Math.max(0, Math.floor((Math.min(to, end) - START) / 10_000) - Math.floor((Math.max(from, START) - START) / 10_000));
  const fetch = (filters: ActivityFilters): Promise<ActivityHistogram> => {
    asked.push(filters);
    const since = filters.since === undefined ? START : Date.parse(filters.since);
    const until = filters.until === undefined ? end : Date.parse(filters.until);
    const step_ms = Math.max(MINUTE, Math.ceil((until - since) / 10 / MINUTE) * MINUTE);
    const buckets = Array.from({ length: Math.ceil((until - since) / step_ms) }, (_, index) => {
      const at = since + index * step_ms;
      return { ts: new Date(at).toISOString(), total: count(at, Math.min(at + step_ms, until)), by_category: {} };
    });
    return Promise.resolve({ since: new Date(since).toISOString(), until: new Date(until).toISOString(), step_ms, buckets });
  };
  return { fetch, asked, count };
}

describe('the way to the oldest entries', () => {
  it.each([0.01, 1, 30, 900])('is short in a log of %d days', async (days) => {
    const { fetch, asked, count } = log(days);
    const before = await nearOldest({ actor: 'cli' }, fetch);
    const entries = count(START, Date.parse(before ?? ''));
    expect(entries).toBeGreaterThan(0);
    expect(entries).toBeLessThanOrEqual(300);
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(asked.every(({ actor }) => actor === 'cli')).toBe(true);
  });

  it('is none in an empty log', async () => {
    const empty = { since: '', until: '', step_ms: MINUTE, buckets: [{ ts: new Date(START).toISOString(), total: 0, by_category: {} }] };
    expect(await nearOldest({}, () => Promise.resolve(empty))).toBeNull();
  });
});
