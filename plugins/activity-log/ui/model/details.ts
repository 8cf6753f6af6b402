import type { ActivityEntry, EntryMetadata } from '@lightkeeper/plugin-sdk/wire';

/** Keys of the metadata that have a line of their own among the facts. */
const TOLD: readonly (keyof EntryMetadata)[] = [
  'changed',
  'origin',
  'correlation_id',
  'cause_id',
  'ip',
  'user_agent',
  'plugin_id',
  'duration_ms',
  'truncated',
  'actor_id',
  'trace_id',
];

/** A value of the metadata as text. Everything is text in the end: nothing in it may become markup. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.map(valueText).join(', ');
  return JSON.stringify(value);
}

/** What an action noted beyond the common facts, in its own order. */
export function otherFacts(entry: ActivityEntry): [key: string, value: unknown][] {
  return Object.entries(entry.metadata).filter(([key]) => !TOLD.includes(key));
}

/** The page of the thing, where the hub has one. */
export function thingAddress(entry: ActivityEntry): string | null {
  if (entry.entity_type !== 'device' || entry.entity_id === null || entry.action === 'deleted') return null;
  return `/devices/${encodeURIComponent(entry.entity_id)}`;
}

/** The run of an automation that the entry tells of. */
export function runAddress({ entity_type, metadata: { trace_id } }: ActivityEntry): string | null {
  return entity_type === 'automation' && typeof trace_id === 'string' ? `/automations/runs/${encodeURIComponent(trace_id)}` : null;
}

/** The address that opens this entry. */
export function entryAddress(id: string): string {
  return `/activity?entry=${encodeURIComponent(id)}`;
}
