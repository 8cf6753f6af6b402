import type { ActivitySettings, ActivityStatus } from '@lightkeeper/plugin-sdk/wire';

const DAY_MS = 86_400_000;

/** Between which the limits may lie; the hub holds to the same. */
export const DAYS = { min: 1, max: 3650 } as const;
export const ENTRIES = { min: 1000, max: 50_000_000 } as const;

export function within(value: number, bounds: { min: number; max: number }): boolean {
  return Number.isInteger(value) && value >= bounds.min && value <= bounds.max;
}

/** Entries a day, from what the log holds; null while it is younger than an hour and a rate would be a guess. */
export function dailyRate(status: Pick<ActivityStatus, 'entries' | 'oldest'>, now: number): number | null {
  if (status.oldest === null || status.entries === 0) return null;
  const days = (now - Date.parse(status.oldest)) / DAY_MS;
  return days < 1 / 24 ? null : Math.max(1, Math.round(status.entries / days));
}

/** After how many days the limit on entries is reached at this rate, counted from an empty log; and which limit comes first. */
export function reach(
  settings: Pick<ActivitySettings, 'retention_days' | 'retention_entries'>,
  rate: number,
): { days: number; first: 'days' | 'entries' } {
  const days = settings.retention_entries / rate;
  return { days, first: settings.retention_days <= days ? 'days' : 'entries' };
}
