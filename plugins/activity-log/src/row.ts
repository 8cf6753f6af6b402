import type { ActivityEntry, EntryMetadata, Severity } from '@lightkeeper/plugin-sdk';

/** An entry as the table holds it. */
export interface EntryRow {
  seq: number;
  id: string;
  ts: number;
  category: string;
  action: string;
  severity: Severity;
  actor: string;
  message: string;
  entity_type: string | null;
  entity_id: string | null;
  entity_name: string | null;
  metadata: string;
}

export const ROW_COLUMNS = 'seq, id, ts, category, action, severity, actor, message, entity_type, entity_id, entity_name, metadata';

/** An entry together with its place in the log. */
export interface PlacedEntry {
  seq: number;
  entry: ActivityEntry;
}

/** Exactly the eleven fields. */
export function toEntry(row: EntryRow): ActivityEntry {
  return {
    id: row.id,
    ts: new Date(row.ts).toISOString(),
    category: row.category,
    action: row.action,
    severity: row.severity,
    actor: row.actor,
    message: row.message,
    entity_type: row.entity_type,
    entity_id: row.entity_id,
    entity_name: row.entity_name,
    metadata: JSON.parse(row.metadata) as EntryMetadata,
  };
}
