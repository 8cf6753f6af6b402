import {
  HubError,
  type ActivityEntry,
  type ActivityRecorder,
  type Clock,
  type ContextService,
  type Logger,
  type PluginDatabase,
  type RecordInput,
  type RecordOptions,
  type RequestContext,
  type SqlValue,
  type Tx,
  type VocabularyRegistry,
} from '@lightkeeper/plugin-sdk';
import { ENTRIES } from '../names.js';
import type { PlacedEntry } from '../row.js';
import { composeEntry } from './compose.js';

const INSERT = `INSERT INTO ${ENTRIES}
  (id, ts, category, action, severity, actor, message, entity_type, entity_id, entity_name, metadata)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export interface RecorderParts {
  db: PluginDatabase;
  clock: Clock;
  log: Logger;
  context: ContextService;
  vocabulary: () => VocabularyRegistry;
  newId: () => string;
  enabled: () => boolean;
  /** Called after the commit of each entry, in the order of the log. */
  recorded: (placed: PlacedEntry) => void | Promise<void>;
}

/**
 * The one writer of entries: inside the caller's transaction (both are kept, or neither), else in one of its own that is durable before
 * the promise resolves. Nothing is buffered, so nothing can be lost.
 */
export class Recorder implements ActivityRecorder {
  constructor(private readonly parts: RecorderParts) {}

  async record(
    category: string,
    action: string,
    input: RecordInput,
    options: RecordOptions,
    plugin_id: string,
    context: RequestContext = this.parts.context.current(),
  ): Promise<ActivityEntry | null> {
    if (!this.parts.enabled() && options.bypass_enabled !== true) return null;
    const declaration = this.parts.vocabulary().find(category, action);
    if (declaration === undefined) {
      throw new HubError('LK_LOG_UNAVAILABLE', `${plugin_id} tried to record ${category}.${action}, which no plugin has declared.`);
    }
    const now = this.parts.clock.now();
    const entry = composeEntry({ id: input.id ?? this.parts.newId(), now, declaration, input, context, plugin_id });
    if (options.tx) await this.#insert(options.tx, entry, now);
    else await this.parts.db.transaction((tx) => this.#insert(tx, entry, now));
    return entry;
  }

  async #insert(tx: Tx, entry: ActivityEntry, now: number): Promise<void> {
    const seq = await this.#write(tx, entry, now);
    tx.afterCommit(() => this.parts.recorded({ seq, entry }));
  }

  /** A full disk is nobody's mistake, and must not count as one of this plugin: it refuses what it cannot record, and works again after. */
  async #write(tx: Tx, entry: ActivityEntry, now: number): Promise<number> {
    try {
      return (await tx.run(INSERT, valuesOf(entry, now))).last_id;
    } catch (cause) {
      this.parts.log.error('An entry could not be written.', { category: entry.category, action: entry.action, error: String(cause) });
      throw new HubError('LK_LOG_UNAVAILABLE', 'The activity log could not write the entry, so nothing was changed.', { cause });
    }
  }
}

function valuesOf(entry: ActivityEntry, now: number): SqlValue[] {
  return [
    entry.id,
    now,
    entry.category,
    entry.action,
    entry.severity,
    entry.actor,
    entry.message,
    entry.entity_type,
    entry.entity_id,
    entry.entity_name,
    JSON.stringify(entry.metadata),
  ];
}
