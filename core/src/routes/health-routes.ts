import type { Health, Routes } from '@lightkeeper/plugin-sdk';

/** `GET /health`, for people and for watchdogs. Open to all, so it tells nothing of the home. */
export function addHealthRoutes(routes: Routes, health: () => Health): void {
  routes.add({ method: 'GET', path: '/health', summary: 'Whether the hub is well', access: 'public', handler: () => health() });
}
