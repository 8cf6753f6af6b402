import type { ActivityHistogram } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it } from 'vitest';
import { axisFor, barCount, brushOf, filtersOf, moveHandle, ticks, toBars, type Axis } from './histogram.js';

const NOW = Date.UTC(2026, 10, 21, 21, 42, 10);
const HOUR = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

describe('the axis', () => {
  it('is the last day in quarters of an hour', () => {
    const axis = axisFor({}, 'day', NOW);
    expect([iso(axis.since), iso(axis.until), axis.step]).toEqual(['2026-11-20T21:30:00.000Z', '2026-11-21T21:45:00.000Z', HOUR / 4]);
  });

  it('has at most a hundred bars, however far back a filter looks', () => {
    for (const days of [0.01, 1, 8, 90, 1000, 20_000]) {
      const axis = axisFor({ since: iso(NOW - days * 24 * HOUR) }, 'day', NOW);
      expect(barCount(axis)).toBeLessThanOrEqual(98);
      expect(axis.since).toBeLessThanOrEqual(NOW - days * 24 * HOUR);
      expect(axis.until).toBeGreaterThanOrEqual(NOW);
    }
  });

  it('leaves room on both sides of a stretch long past', () => {
    const since = NOW - 100 * 24 * HOUR;
    const axis = axisFor({ since: iso(since), until: iso(since + 24 * HOUR) }, 'day', NOW);
    expect(axis.since).toBeLessThan(since);
    expect(axis.until).toBeGreaterThan(since + 24 * HOUR);
  });

  it('is labelled at most seven times, at round times', () => {
    for (const span of ['hour', 'day', 'week', 'month'] as const) {
      const labelled = ticks(axisFor({}, span, NOW));
      expect(labelled.length).toBeGreaterThan(2);
      expect(labelled.length).toBeLessThanOrEqual(8);
      for (const at of labelled) expect(at % (15 * 60_000)).toBe(0);
    }
  });
});

describe('the bars', () => {
  const axis: Axis = { since: NOW - 3 * HOUR, until: NOW, step: HOUR };
  const histogram: ActivityHistogram = {
    since: iso(axis.since),
    until: iso(axis.until),
    step_ms: HOUR,
    buckets: [
      { ts: iso(axis.since + 2 * HOUR), total: 5, by_category: { tides: 1, device: 3, auth: 1 } },
      { ts: iso(axis.since - HOUR), total: 9, by_category: { device: 9 } },
    ],
  };

  it('are stacked in the order of the categories, plugins’ own last', () => {
    expect(toBars(histogram, axis)[2]).toEqual({
      at: axis.since + 2 * HOUR,
      total: 5,
      parts: [
        { category: 'auth', count: 1 },
        { category: 'device', count: 3 },
        { category: 'tides', count: 1 },
      ],
    });
  });

  it('are there when empty, and leave out what lies outside', () => {
    expect(toBars(histogram, axis).map((bar) => bar.total)).toEqual([0, 0, 5]);
    expect(toBars(undefined, axis)).toHaveLength(3);
  });
});

describe('the brush', () => {
  const axis: Axis = { since: NOW - 10 * HOUR, until: NOW, step: HOUR };

  it('is the whole axis without filters, and asks for none then', () => {
    expect(brushOf({}, axis)).toEqual({ from: 0, to: 10 });
    expect(filtersOf({ from: 0, to: 10 }, axis)).toEqual({ since: undefined, until: undefined });
  });

  it('goes to filters and back', () => {
    const filters = filtersOf({ from: 3, to: 7 }, axis);
    expect(brushOf({ since: filters.since ?? '', until: filters.until ?? '' }, axis)).toEqual({ from: 3, to: 7 });
  });

  it('covers at least one bar, also when the filters lie outside', () => {
    expect(brushOf({ until: iso(NOW - 90 * HOUR) }, axis)).toEqual({ from: 0, to: 1 });
    expect(brushOf({ since: iso(NOW + HOUR) }, axis)).toEqual({ from: 9, to: 10 });
  });

  it('has handles that do not pass each other or the ends', () => {
    expect(moveHandle({ from: 3, to: 5 }, 'from', 9, 10)).toEqual({ from: 4, to: 5 });
    expect(moveHandle({ from: 3, to: 5 }, 'to', 0, 10)).toEqual({ from: 3, to: 4 });
    expect(moveHandle({ from: 3, to: 5 }, 'from', -4, 10)).toEqual({ from: 0, to: 5 });
    expect(moveHandle({ from: 3, to: 5 }, 'to', 40, 10)).toEqual({ from: 3, to: 10 });
  });
});
