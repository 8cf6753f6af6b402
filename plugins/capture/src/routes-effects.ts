import { z } from '@lightkeeper/plugin-sdk';
import type { CaptureEffectInfo, Routes } from '@lightkeeper/plugin-sdk';
import { EFFECTS } from './effects/effects.js';

/** The effects and their settings, so that a page can offer them as a gallery. */
export function addEffectRoutes(routes: Routes): void {
  routes.add({
    method: 'GET',
    path: '/capture-effects',
    summary: 'List the effects',
    access: { role: 'viewer', scope: 'captures:read' },
    handler: (): { items: CaptureEffectInfo[]; next_cursor: null } => ({
      items: EFFECTS.map(({ id, name, options }) => ({ id, name, options_schema: z.toJSONSchema(options, { io: 'input' }) })),
      next_cursor: null,
    }),
  });
}
