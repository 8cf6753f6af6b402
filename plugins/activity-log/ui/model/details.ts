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

/** The types of things that have a page of their own, with where it is. */
const PAGES: Readonly<Record<string, string>> = { device: 'devices', capture: 'capture', automation: 'automations' };

/** The page of the thing, where the hub has one. */
export function thingAddress(entry: ActivityEntry): string | null {
  const page = PAGES[entry.entity_type ?? ''];
  if (page === undefined || entry.entity_id === null || entry.action === 'deleted') return null;
  return `/${page}/${encodeURIComponent(entry.entity_id)}`;
}

/** The run of an automation that the entry tells of. */
export function runAddress(entry: ActivityEntry): string | null {
  const { entity_type, metadata } = entry;
  const page = entity_type === 'automation' && typeof metadata.trace_id === 'string' ? thingAddress(entry) : null;
  return page === null ? null : `${page}?run=${encodeURIComponent(String(metadata.trace_id))}`;
}

/** The address that opens this entry. */
export function entryAddress(id: string): string {
  return `/activity?entry=${encodeURIComponent(id)}`;
}
