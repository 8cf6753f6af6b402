import { HubError, Reply, z } from '@lightkeeper/plugin-sdk';
import { EXPORT_FORMATS, exportStream, mediaType } from '../export/export.js';
import { filterShape, toSelection } from '../query/filters.js';
import type { ActivityRepository } from '../repository.js';
import type { vocabulary } from '../vocabulary.js';
import { filterRules, filtersGiven, READ, type RouteHub } from './readers.js';

const FILTER_NAMES = ['categories', 'severities', 'actor', 'entity_type', 'entity_id', 'since', 'until', 'message_like'] as const;
const EXPORTS_AT_ONCE = 4;

/** The download. It is recorded before its first byte leaves, and holds what was there before it began. */
export function addExportRoute<S>(hub: RouteHub<S, typeof vocabulary>, repository: ActivityRepository): void {
  let running = 0;
  hub.routes.add({
    method: 'GET',
    path: '/activity/export',
    summary: 'Download the entries that match, newest first',
    description: 'Streamed. CSV cells that spreadsheets would take for formulas begin with a quote.',
    access: READ,
    query: z.strictObject({ ...filterShape, format: z.enum(EXPORT_FORMATS).default('csv') }),
    produces: EXPORT_FORMATS.map(mediaType),
    handler: async ({ query, principal, signal }) => {
      const { format, ...filters } = query;
      const selection = toSelection(filters, filterRules(hub.services, repository, principal));
      if (running >= EXPORTS_AT_ONCE) {
        throw new HubError('LK_RATE_LIMITED', 'Other exports are under way. Wait for one to end.', { retry_after_s: 10 });
      }
      running += 1;
      try {
        const newest = repository.ends()?.newest.seq ?? 0;
        const metadata = { format, filters: filtersGiven(filters, FILTER_NAMES) };
        await hub.activity.record('system', 'activity_exported', { metadata }, { bypass_enabled: true });
        const stream = exportStream(hub.db, repository, selection, newest, format, signal);
        stream.once('close', () => (running -= 1));
        const name = `lightkeeper-activity-${hub.clock.iso().slice(0, 19).replaceAll(':', '-')}.${format}`;
        return new Reply(stream, 200, {
          'Content-Type': mediaType(format),
          'Content-Disposition': `attachment; filename="${name}"`,
          'Cache-Control': 'no-store',
        });
      } catch (error) {
        running -= 1;
        throw error;
      }
    },
  });
}
