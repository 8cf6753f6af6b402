import type { ContextService, EntityChange, EntityTypeDefinition, PluginDatabase, Role } from '@lightkeeper/plugin-sdk';
import type { z } from 'zod';
import type { HookRegistry } from '../hooks/hook-registry.js';
import type { HubClock } from '../time/clock.js';
import type { SecretBox } from './secrets.js';

/** A type's definition as the store keeps it, when its schema's own type no longer matters. */
export type EntityTypeRecord = EntityTypeDefinition<z.ZodObject>;

export interface EntityStoreDeps {
  db: PluginDatabase;
  hooks: HookRegistry;
  context: ContextService;
  clock: HubClock;
  newId: () => string;
  secrets: SecretBox;
  /** Throws unless the activity log can record: a change that leaves no entry is not made. */
  requireRecorder: () => void;
  /** Tells the connected clients. */
  publish: (change: EntityChange, wire: unknown, access: { role: Role; scope: string }) => void;
}
