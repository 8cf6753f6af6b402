import { z, type ActivitySettings, type ActivityStatus } from '@lightkeeper/plugin-sdk';
import type { Mirror } from '../mirror/mirror.js';
import type { ActivityRepository } from '../repository.js';
import type { Retention } from '../retention.js';
import { settingsSchema, type LogSettings } from '../settings.js';
import type { LogState } from '../state.js';
import type { vocabulary } from '../vocabulary.js';
import { KEEP, READ, type RouteHub } from './readers.js';

export interface KeepParts {
  repository: ActivityRepository;
  retention: Retention;
  mirror: Mirror;
  state: LogState;
  /** Tells connected clients that the log is empty. */
  cleared: (removed: number) => void;
}

const isoOrNull = (ms: number | null | undefined): string | null => (ms === null || ms === undefined ? null : new Date(ms).toISOString());

// A settings field that is left out keeps its value, not its default.
const patchSchema = z.strictObject({
  enabled: settingsSchema.shape.enabled.unwrap().optional(),
  retention_days: settingsSchema.shape.retention_days.unwrap().optional(),
  retention_entries: settingsSchema.shape.retention_entries.unwrap().optional(),
  mirror_enabled: settingsSchema.shape.mirror_enabled.unwrap().optional(),
  mirror_addresses: settingsSchema.shape.mirror_addresses.unwrap().optional(),
});

function given(patch: z.output<typeof patchSchema>): Partial<LogSettings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

/** Everything that keeps the log: its settings and limits, pruning, clearing. For admins, and each act recorded. */
export function addKeepRoutes(hub: RouteHub<LogSettings, typeof vocabulary>, parts: KeepParts): void {
  const { repository, retention, mirror, state } = parts;

  const answer = async (): Promise<{ settings: ActivitySettings; status: ActivityStatus }> => {
    const ends = repository.ends();
    const last = state.prune;
    return {
      settings: { ...hub.settings.value },
      status: {
        entries: await repository.count(),
        bytes: hub.db.size(),
        oldest: isoOrNull(ends?.oldest.ts),
        newest: isoOrNull(ends?.newest.ts),
        last_prune:
          last === undefined ? null : { at: new Date(last.at).toISOString(), removed: last.removed, duration_ms: last.duration_ms },
        next_prune: isoOrNull(retention.next_at),
        mirror: mirror.status(),
      },
    };
  };

  hub.routes.add({
    method: 'GET',
    path: '/activity/settings',
    summary: 'Settings and state of the activity log',
    access: { role: KEEP.role, scope: READ.scope },
    handler: answer,
  });

  hub.routes.add({
    method: 'PUT',
    path: '/activity/settings',
    summary: 'Change the settings of the activity log',
    description: 'Fields that are left out keep their values.',
    access: KEEP,
    body: patchSchema,
    handler: async ({ body }) => {
      await hub.settings.update(given(body));
      return answer();
    },
  });

  hub.routes.add({
    method: 'POST',
    path: '/activity/prune',
    summary: 'Remove now what is past the limits',
    access: KEEP,
    body: z.strictObject({}).optional(),
    handler: async () => retention.prune({ asked: true }),
  });

  hub.routes.add({
    method: 'DELETE',
    path: '/activity',
    summary: 'Clear the activity log',
    description: 'Takes all entries out of sight at once and removes them after that. The entry that tells of it remains.',
    access: KEEP,
    body: z.strictObject({ confirm: z.literal('clear') }).optional(),
    handler: async () => {
      const cleared = await retention.clear();
      parts.cleared(cleared.removed);
      return cleared;
    },
  });
}
