import type { Actor } from './access.js';

export const SEVERITIES = ['info', 'warning', 'error'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The categories of the hub's own vocabulary. A third party's plugin writes under its own id as category. */
export const CATEGORIES = ['entity', 'auth', 'device', 'capture', 'automation', 'system'] as const;
export type BuiltInCategory = (typeof CATEGORIES)[number];

/** One line of the logbook. Eleven fields, frozen: clients may rely on exactly these. */
export interface ActivityEntry {
  /** UUIDv7: sortable by time, and the key by which a subscriber tells repeats apart. */
  id: string;
  /** ISO 8601 in UTC with milliseconds. */
  ts: string;
  category: string;
  action: string;
  severity: Severity;
  actor: Actor;
  /** One sentence in English, past tense, made from the action's template when written. */
  message: string;
  entity_type: string | null;
  entity_id: string | null;
  /** The thing's name when the entry was written. */
  entity_name: string | null;
  /** Facts about the action, never the values before and after it. At most 8 KiB; `truncated: true` says that it was cut. */
  metadata: EntryMetadata;
}

/** What metadata may hold. The named keys have one meaning everywhere; further ones belong to the action. */
export interface EntryMetadata {
  /** Names of the fields that a change touched. */
  changed?: string[];
  origin?: string;
  correlation_id?: string;
  /** The entry that led to this one. */
  cause_id?: string;
  ip?: string;
  user_agent?: string;
  plugin_id?: string;
  duration_ms?: number;
  truncated?: boolean;
  [key: string]: unknown;
}

/** The names of the eleven fields, in the order of exports. */
export const ENTRY_FIELDS = [
  'id',
  'ts',
  'category',
  'action',
  'severity',
  'actor',
  'message',
  'entity_type',
  'entity_id',
  'entity_name',
  'metadata',
] as const satisfies readonly (keyof ActivityEntry)[];

/** The eight filters, frozen. Lists are given as repeated or comma-separated query parameters. */
export interface ActivityFilters {
  categories?: string[];
  severities?: Severity[];
  actor?: string;
  entity_type?: string;
  entity_id?: string;
  /** ISO 8601, inclusive. */
  since?: string;
  /** ISO 8601, exclusive. */
  until?: string;
  /** Words that the message holds; each is matched from its beginning, in any order and case. */
  message_like?: string;
}

/** `GET /api/v1/activity/{id}/why`: what led to an entry, and what followed from it. */
export interface ActivityWhy {
  /** The entry, its cause, the cause of that, and so on to the first. */
  items: ActivityEntry[];
  /**
   * Where the causes end: `origin` at the first of all, `gone` where retention has removed the next one, `hidden` where the reader may not see it.
   */
  end: 'origin' | 'gone' | 'hidden';
  /** What followed from the entry, at once or by steps; each names its own cause in `metadata.cause_id`. Nearest first, at most 200. */
  effects: ActivityEntry[];
  more_effects: boolean;
}

/** `GET /api/v1/activity/facets`: how many entries match, by value, under the same filters. */
export interface ActivityFacets {
  total: number;
  categories: { value: string; count: number }[];
  actors: { value: string; count: number }[];
  severities: { value: Severity; count: number }[];
}

/** `GET /api/v1/activity/histogram`: counts by equal steps of time. */
export interface ActivityHistogram {
  since: string;
  until: string;
  step_ms: number;
  buckets: { ts: string; total: number; by_category: Record<string, number> }[];
}

/** One declared action, as `GET /api/v1/activity/vocabulary` lists it. */
export interface VocabularyItem {
  category: string;
  action: string;
  severity: Severity;
  description: string;
  message: string;
  /** `strict`: written in the transaction of the change itself. `durable`: written before the answer is sent. */
  guarantee: 'strict' | 'durable';
  plugin_id: string;
}

/** `GET /api/v1/activity/settings`. */
export interface ActivitySettings {
  enabled: boolean;
  /** 1 to 3650 days. */
  retention_days: number;
  /** 1,000 to 50,000,000 entries. */
  retention_entries: number;
  mirror_enabled: boolean;
  /** Whether the mirror also carries `ip` and `user_agent`. */
  mirror_addresses: boolean;
}

/** What the retention panel shows, answered together with the settings. */
export interface ActivityStatus {
  entries: number;
  /** Bytes that the log takes on disk; null where the database cannot tell. */
  bytes: number | null;
  oldest: string | null;
  newest: string | null;
  last_prune: { at: string; removed: number; duration_ms: number } | null;
  next_prune: string | null;
  mirror: { state: 'off' | 'idle' | 'sending' | 'waiting'; seq: number; pending: number; error: string | null };
}
