import { LOG_LEVELS } from '@lightkeeper/plugin-sdk';
import type { Routes } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import type { Logs } from '../log/index.js';

const query = z.strictObject({
  level: z.enum(LOG_LEVELS).optional(),
  source: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(2_000).optional(),
  after_seq: z.coerce.number().int().min(0).optional(),
});

/** The debugging tail: in memory only, gone with the process. Not the activity log. */
export function addLogRoutes(routes: Routes, logs: Logs): void {
  routes.add({
    method: 'GET',
    path: '/logs',
    summary: 'Read the debugging tail',
    access: { role: 'admin', scope: 'logs:read' },
    query,
    handler: ({ query: { level, source, limit, after_seq } }) => ({
      items: logs.read({
        ...(level !== undefined && { level }),
        ...(source !== undefined && { source }),
        ...(limit !== undefined && { limit }),
        ...(after_seq !== undefined && { after_seq }),
      }),
      next_cursor: null,
      sources: logs.sources(),
      levels: logs.levels(),
    }),
  });
  routes.add({
    method: 'PUT',
    path: '/logs/level',
    summary: 'Set the level of the debugging log, for one source or for all',
    description: 'Lasts until the hub stops. A null level gives a source back to the general one.',
    access: { role: 'admin', scope: 'logs:write' },
    body: z.strictObject({ level: z.enum(LOG_LEVELS).nullable(), source: z.string().max(60).optional() }),
    mutates: false,
    handler: ({ body: { level, source } }) => {
      logs.setLevel(level, source);
      return logs.levels();
    },
  });
}
