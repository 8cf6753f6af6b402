import { z } from '@lightkeeper/plugin-sdk';
import type { EntityCollection, Routes } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from './entities/capture.js';
import type { Runs } from './runner/runs.js';
import type { SourceRegistry } from './sources/registry.js';

const params = z.strictObject({ id: z.string().max(64) });
const READ = { role: 'viewer', scope: 'captures:read' } as const;
/** Members light their home; administrators set it up. */
const RUN = { role: 'member', scope: 'captures:write' } as const;

interface Deps {
  captures: EntityCollection<CaptureRecord>;
  runs: Runs;
  sources: SourceRegistry;
}

/** Starting, stopping and looking at captures; making and changing them is the entity type's. */
export function addRoutes(routes: Routes, { captures, runs, sources }: Deps): void {
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
    handler: async ({ params: { id } }) => runs.start(await captures.require(id)),
  });

  routes.add({
    method: 'POST',
    path: '/captures/:id/stop',
    summary: 'Stop a capture',
    description: 'Its devices go back to their own state.',
    access: RUN,
    params,
    async handler({ params: { id } }) {
      await captures.require(id);
      return runs.stop(id);
    },
  });

  routes.add({
    method: 'GET',
    path: '/captures/:id/status',
    summary: 'What a capture is doing',
    access: READ,
    params,
    async handler({ params: { id } }) {
      await captures.require(id);
      return runs.status(id);
    },
  });

  routes.add({
    method: 'POST',
    path: '/captures/start',
    summary: 'Start all captures',
    access: RUN,
    async handler() {
      const all = await captures.all();
      await Promise.all(all.map((capture) => runs.start(capture)));
      return { items: all.map(({ id }) => ({ id, status: runs.status(id) })), next_cursor: null };
    },
  });

  routes.add({
    method: 'POST',
    path: '/captures/stop',
    summary: 'Stop all captures',
    access: RUN,
    async handler() {
      const stopped = runs.ids();
      await Promise.all(stopped.map((id) => runs.stop(id)));
      return { items: stopped.map((id) => ({ id, status: runs.status(id) })), next_cursor: null };
    },
  });
}
