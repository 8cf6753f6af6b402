import type { Disposer } from './disposable.js';
import type { HookName } from './hooks.js';
import type { Tx } from './database.js';
import type { ActivityEntry, ActivityFilters, Severity } from './wire/activity.js';
import type { Page } from './wire/admin.js';

/** One action of the vocabulary, declared once by the plugin that it belongs to. */
export interface ActionDeclaration {
  severity: Severity;
  /**
   * The sentence, past tense, actor first. Placeholders: `{actor}`, `{name}` (the entity's name), `{type}` (its type's label) and any key of the metadata.
   * `{actor} turned on {name}`
   */
  message: string;
  /** For the docs page and the filters. */
  description: string;
  /** `strict` when it is always recorded within a transaction of the caller; `durable` (default) when in its own, before the answer. */
  guarantee?: 'strict' | 'durable';
  /** Records by itself whenever this hook is called. Its payload must be an {@link Occurrence}. */
  hook?: HookName;
}

/** Category to action to declaration. A third party's plugin declares in one category only: its own id. */
export type Vocabulary = Record<string, Record<string, ActionDeclaration>>;

export interface RecordInput {
  /** The entry's id, made with `hub.newId()` just before: for work that goes on, and names the entry as its cause, before it is durable. */
  id?: string;
  severity?: Severity;
  /** By default the actor of the context. A third party's plugin may give `plugin:<its id>` or `device:…`. */
  actor?: string;
  entity_type?: string | null;
  entity_id?: string | null;
  entity_name?: string | null;
  /** By default made from the declared template. */
  message?: string;
  metadata?: Record<string, unknown>;
}

export interface RecordOptions {
  /** Records inside this transaction: both are kept, or neither. */
  tx?: Tx;
  /** Records although the log is turned off; for the acts that concern the log itself. */
  bypass_enabled?: boolean;
}

/** Writes entries. Bound to the vocabulary that the plugin declared: another word is a type error, and an error when run. */
export interface ActivityWriter<V extends Vocabulary> {
  /**
   * Resolves when the entry is durable: at once within `tx`, else after its own commit. Null when the log is turned off.
   *
   * @example
   * await hub.activity.record('tide', 'turned', { metadata: { level_m: 3.2 } });
   */
  record<C extends keyof V & string>(
    category: C,
    action: keyof V[C] & string,
    input?: RecordInput,
    options?: RecordOptions,
  ): Promise<ActivityEntry | null>;
}

/** A declared action with its place. */
export interface VocabularyEntry extends ActionDeclaration {
  category: string;
  action: string;
  plugin_id: string;
}

/** What the activity log offers the kernel: the place where all entries end. Provided as the service `activity_recorder`. */
export interface ActivityRecorder {
  record(category: string, action: string, input: RecordInput, options: RecordOptions, plugin_id: string): Promise<ActivityEntry | null>;
}

/** What the activity log offers whoever counts or looks back. Provided as the service `activity_query`; it sees every category. */
export interface ActivityQuery {
  /**
   * One page of the entries that match, newest first; `limit` is 1 to 500, by default 50. Throws `LK_VALIDATION` that names a wrong filter.
   *
   * @example
   * const { items } = await hub.services.require('activity_query').query({ categories: ['auth'], severities: ['warning'] });
   */
  query(filters: ActivityFilters, page?: { limit?: number; cursor?: string }): Promise<Page<ActivityEntry>>;
  /** How many entries match. Cheap also over a long log. */
  count(filters: ActivityFilters): Promise<number>;
}

/** The declared words of all plugins, offered by the kernel. */
export interface VocabularyRegistry {
  all(): readonly VocabularyEntry[];
  find(category: string, action: string): VocabularyEntry | undefined;
  /** Calls `fn` for every declared action, those already there and those to come. */
  onDeclared(fn: (entry: VocabularyEntry) => void): Disposer;
}
