import { z } from '@lightkeeper/plugin-sdk';
import type { EntityTypeDefinition } from '@lightkeeper/plugin-sdk';

/** A found device that a person set aside. What is found is a passing fact; that somebody does not want it is a decision, and is kept. */
export const ignoredSchema = z.strictObject({
  driver: z.string().max(40),
  /** The proposal's key: stable for the thing, not for its address. */
  key: z.string().min(1).max(300),
});
export type IgnoredRecord = z.output<typeof ignoredSchema>;

export const ignoredType: EntityTypeDefinition<typeof ignoredSchema> = {
  type: 'ignored_discovery',
  path: 'ignored-discoveries',
  label: 'Ignored device',
  schema: ignoredSchema,
  access: { read: 'admin', write: 'admin' },
  actions: { created: { category: 'device', action: 'ignored' }, deleted: { category: 'device', action: 'unignored' } },
  // Made and unmade by way of the discoveries.
  routes: [],
};
