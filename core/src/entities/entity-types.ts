import type {
  ContextService,
  EntityChange,
  EntityOperation,
  EntityTypeDefinition,
  PluginDatabase,
  Role,
  Tx,
} from '@lightkeeper/plugin-sdk';
import type { z } from 'zod';
import type { HookRegistry } from '../hooks/hook-registry.js';
import type { HubClock } from '../time/clock.js';
import type { SecretBox } from './secrets.js';

/** A type's definition as the store keeps it, when its schema's own type no longer matters. */
export type EntityTypeRecord = EntityTypeDefinition<z.ZodObject>;

/** How many records a bulk change has created, updated and deleted so far. */
export type BulkCounts = Record<EntityOperation, number>;

export interface EntityStoreDeps {
  db: PluginDatabase;
  hooks: HookRegistry;
  context: ContextService;
  clock: HubClock;
  newId: () => string;
  secrets: SecretBox;
  /** Throws unless the activity log can record: a change that leaves no entry is not made. */
  requireRecorder: () => void;
  /** The transactions whose changes are counted instead of recorded one by one. */
  bulks: WeakMap<Tx, BulkCounts>;
  /** Tells the connected clients. */
  publish: (change: EntityChange, wire: unknown, access: { role: Role; scope: string }) => void;
}
