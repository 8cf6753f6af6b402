import { z } from '@lightkeeper/plugin-sdk';
import type { CaptureSnapshot, CaptureStatus, Routes } from '@lightkeeper/plugin-sdk';
import type { CaptureControl } from './control.js';
import type { SourceRegistry } from './sources/registry.js';

const params = z.strictObject({ id: z.string().max(64) });
const READ = { role: 'viewer', scope: 'captures:read' } as const;
/** Members light their home; administrators set it up. */
const RUN = { role: 'member', scope: 'captures:write' } as const;

interface Deps {
  control: CaptureControl;
  sources: SourceRegistry;
}

/** Starting, stopping and looking at captures; making and changing them is the entity type's. */
export function addRoutes(routes: Routes, { control, sources }: Deps): void {
  routes.add({
    method: 'GET',
    path: '/capture-sources',
    summary: 'List the kinds of sources',
    access: READ,
    handler: () => ({ items: sources.list(), next_cursor: null }),
  });

  routes.add({
    method: 'POST',
    path: '/captures/:id/start',
    summary: 'Start a capture',
    description: 'Answers with its status when its devices have been asked; a capture that runs is left alone.',
    access: RUN,
    params,
    handler: ({ params: { id } }) => control.start(id),
  });

  routes.add({
    method: 'POST',
    path: '/captures/:id/stop',
    summary: 'Stop a capture',
    description: 'Its devices go back to their own state.',
    access: RUN,
    params,
    handler: ({ params: { id } }) => control.stop(id),
  });

  routes.add({
    method: 'GET',
    path: '/captures/:id/status',
    summary: 'What a capture is doing',
    access: READ,
    params,
    handler: ({ params: { id } }) => control.require(id).status,
  });

  routes.add({
    method: 'POST',
    path: '/captures/start',
    summary: 'Start all captures',
    access: RUN,
    handler: async () => listOf(await control.startAll()),
  });

  routes.add({
    method: 'POST',
    path: '/captures/stop',
    summary: 'Stop all captures',
    access: RUN,
    handler: async () => listOf(await control.stopAll()),
  });
}

function listOf(captures: readonly CaptureSnapshot[]): { items: { id: string; status: CaptureStatus }[]; next_cursor: null } {
  return { items: captures.map(({ id, status }) => ({ id, status })), next_cursor: null };
}
