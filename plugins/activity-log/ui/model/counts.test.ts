import { describe, expect, it } from 'vitest';
import { entry } from '../support/entries.js';
import { timeless, withBar, withEntry } from './counts.js';

describe('counts with one entry more', () => {
  it('grow where it belongs, and gain what they did not know', () => {
    const facets = { total: 2, categories: [{ value: 'auth', count: 2 }], actors: [{ value: 'user:anna', count: 2 }], severities: [] };
    expect(withEntry(facets, entry(1))).toEqual({
      total: 3,
      categories: [
        { value: 'auth', count: 2 },
        { value: 'device', count: 1 },
      ],
      actors: [{ value: 'user:anna', count: 3 }],
      severities: [{ value: 'info', count: 1 }],
    });
  });

  it('put it into the bar of its time, and nowhere when that is outside', () => {
    const one = entry(30);
    const histogram = {
      since: entry(0).ts,
      until: entry(60).ts,
      step_ms: 20 * 60_000,
      buckets: [0, 20, 40].map((n) => ({ ts: entry(n).ts, total: 0, by_category: {} })),
    };
    expect(withBar(histogram, one).buckets.map(({ total }) => total)).toEqual([0, 1, 0]);
    expect(withBar(histogram, one).buckets[1]?.by_category).toEqual({ device: 1 });
    expect(withBar(histogram, entry(90)).buckets.map(({ total }) => total)).toEqual([0, 0, 0]);
  });

  it('are taken over time without the filters of time', () => {
    expect(timeless({ actor: 'cli', since: '2026-11-21T00:00:00Z', until: '2026-11-22T00:00:00Z' })).toEqual({ actor: 'cli' });
  });
});
