import path from 'node:path';
import Database from 'better-sqlite3';

export interface StoredEntry {
  seq: number;
  id: string;
  category: string;
  action: string;
  actor: string;
  entity_type: string | null;
  entity_id: string | null;
  metadata: Record<string, unknown>;
}

export interface StoredEntity {
  id: string;
  type: string;
  name: string;
  revision: number;
}

/** What a hub's database holds, read beside the hub and without its code. */
export interface Stored {
  entries: StoredEntry[];
  entities: Map<string, StoredEntity>;
}

export function readStored(data_dir: string): Stored {
  const database = new Database(path.join(data_dir, 'lightkeeper.db'), { readonly: true });
  try {
    return database.transaction(() => {
      const rows = database
        .prepare<[], Omit<StoredEntry, 'metadata'> & { metadata: string }>(
          'SELECT seq, id, category, action, actor, entity_type, entity_id, metadata FROM activity_log_entries ORDER BY seq',
        )
        .all();
      const entities = database.prepare<[], StoredEntity>('SELECT id, type, name, revision FROM entities').all();
      return {
        entries: rows.map((row) => ({ ...row, metadata: JSON.parse(row.metadata) as Record<string, unknown> })),
        entities: new Map(entities.map((entity) => [entity.id, entity])),
      };
    })();
  } finally {
    database.close();
  }
}

/** Whether file and indexes are sound, in SQLite's own words: `ok`. */
export function integrityOf(data_dir: string): unknown {
  const database = new Database(path.join(data_dir, 'lightkeeper.db'), { readonly: true });
  try {
    return database.pragma('integrity_check', { simple: true });
  } finally {
    database.close();
  }
}
