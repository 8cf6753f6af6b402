import type { CaptureEffectInfo, Routes } from '@lightkeeper/plugin-sdk';
import type { EffectRegistry } from './effects/registry.js';

/** The effects and their settings, so that a page can offer them as a gallery. */
export function addEffectRoutes(routes: Routes, effects: EffectRegistry): void {
  routes.add({
    method: 'GET',
    path: '/capture-effects',
    summary: 'List the effects',
    access: { role: 'viewer', scope: 'captures:read' },
    handler: (): { items: CaptureEffectInfo[]; next_cursor: null } => ({
      items: effects.list(),
      next_cursor: null,
    }),
  });
}
