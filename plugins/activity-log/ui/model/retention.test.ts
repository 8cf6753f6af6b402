import { describe, expect, it } from 'vitest';
import { DAYS, ENTRIES, dailyRate, reach, within } from './retention.js';

const NOW = Date.UTC(2026, 10, 21);

describe('limits', () => {
  it('take whole numbers within their bounds', () => {
    expect([0, 1, 90, 3650, 3651, 1.5, NaN].map((value) => within(value, DAYS))).toEqual([false, true, true, true, false, false, false]);
    expect(within(999, ENTRIES)).toBe(false);
  });

  it('know which of them comes first', () => {
    expect(reach({ retention_days: 90, retention_entries: 1_000_000 }, 1650)).toEqual({ days: 1_000_000 / 1650, first: 'days' });
    expect(reach({ retention_days: 90, retention_entries: 1000 }, 1650).first).toBe('entries');
  });
});

describe('the rate', () => {
  it('is entries a day, and no guess for a log of minutes', () => {
    expect(dailyRate({ entries: 900, oldest: new Date(NOW - 9 * 86_400_000).toISOString() }, NOW)).toBe(100);
    expect(dailyRate({ entries: 900, oldest: new Date(NOW - 60_000).toISOString() }, NOW)).toBeNull();
    expect(dailyRate({ entries: 0, oldest: null }, NOW)).toBeNull();
  });
});
