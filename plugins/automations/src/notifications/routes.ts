import { z } from '@lightkeeper/plugin-sdk';
import type { Routes } from '@lightkeeper/plugin-sdk';
import type { Notifications } from './notifications.js';

const READ = { role: 'viewer', scope: 'notifications:read' } as const;
const WRITE = { role: 'member', scope: 'notifications:write' } as const;

/** Looking at notifications, and putting them away. */
export function addNotificationRoutes(routes: Routes, notifications: Notifications): void {
  routes.add({
    method: 'GET',
    path: '/notifications',
    summary: 'List the notifications',
    description: 'Newest first: at most 200 that nobody has put away.',
    access: READ,
    handler: () => ({ items: notifications.list(), next_cursor: null }),
  });

  routes.add({
    method: 'DELETE',
    path: '/notifications/:id',
    summary: 'Put a notification away',
    access: WRITE,
    params: z.strictObject({ id: z.string().max(64) }),
    handler: ({ params: { id } }) => notifications.dismiss(id),
  });

  routes.add({
    method: 'DELETE',
    path: '/notifications',
    summary: 'Put all notifications away',
    access: WRITE,
    handler: () => notifications.dismissAll(),
  });
}
