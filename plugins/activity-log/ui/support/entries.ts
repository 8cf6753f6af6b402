import type { ActivityEntry } from '@lightkeeper/plugin-sdk/wire';

/** An entry for tests: number `n` of a log that gains one a minute, the highest the newest. */
export function entry(n: number, more: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    id: `019a0000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    ts: new Date(Date.UTC(2026, 10, 21, 0, 0) + n * 60_000).toISOString(),
    category: 'device',
    action: 'commanded',
    severity: 'info',
    actor: 'user:anna',
    message: `anna turned on lamp ${n}`,
    entity_type: 'device',
    entity_id: `lamp-${n}`,
    entity_name: `Lamp ${n}`,
    metadata: {},
    ...more,
  };
}

/** Entries `from` down to `to`, newest first. */
export function entriesDown(from: number, to: number): ActivityEntry[] {
  return Array.from({ length: from - to + 1 }, (_, index) => entry(from - index));
}
