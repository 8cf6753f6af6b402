import type { Routes } from '@lightkeeper/plugin-sdk';
import { Reply } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import type { SettingsStore } from '../settings/settings-store.js';

const params = z.strictObject({ id: z.string().max(60) });

/** The settings of the hub and of its plugins, a group each. */
export function addSettingsRoutes(routes: Routes, settings: SettingsStore): void {
  const read = { role: 'admin', scope: 'settings:read' } as const;
  routes.add({
    method: 'GET',
    path: '/settings',
    summary: 'List every group of settings with its schema',
    access: read,
    handler: async () => ({ items: await settings.list(), next_cursor: null }),
  });
  routes.add({
    method: 'GET',
    path: '/settings/:id',
    summary: 'Read one group of settings',
    access: read,
    params,
    handler: async ({ params: { id } }) => withTag(await settings.read(id)),
  });
  routes.add({
    method: 'PATCH',
    path: '/settings/:id',
    summary: 'Change a group of settings by JSON Merge Patch',
    access: { role: 'admin', scope: 'settings:write' },
    params,
    body: z.record(z.string(), z.unknown()),
    handler: async ({ params: { id }, body, if_match }) => withTag(await settings.update(id, body, if_match)),
  });
}

function withTag(group: { revision: number } & object): Reply {
  return new Reply(group, 200, { ETag: `"${group.revision}"` });
}
