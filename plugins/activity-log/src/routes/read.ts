import { HubError, z, type VocabularyItem, type Vocabulary } from '@lightkeeper/plugin-sdk';
import { CURSOR_LENGTH } from '../query/cursor.js';
import { filterShape, toSelection } from '../query/filters.js';
import type { ActivityRepository } from '../repository.js';
import { filterRules, hiddenCategory, READ, type RouteHub } from './readers.js';

const DAY_MS = 86_400_000;

/** Everything that reads: a page, one entry, counts, and the words. */
export function addReadRoutes<S, V extends Vocabulary>(hub: RouteHub<S, V>, repository: ActivityRepository): void {
  const { routes, services, clock } = hub;

  routes.add({
    method: 'GET',
    path: '/activity',
    summary: 'One page of the activity log, newest first',
    access: READ,
    query: z.strictObject({
      ...filterShape,
      limit: z.coerce.number().int().min(1).max(500).default(50),
      cursor: z.string().max(CURSOR_LENGTH).optional(),
    }),
    handler: async ({ query, principal, signal }) => {
      const { limit, cursor, ...filters } = query;
      const selection = toSelection(filters, filterRules(services, repository, principal));
      const { items, next_cursor, previous_cursor } = await repository.query(selection, limit, cursor, signal);
      return cursor === undefined ? { items, next_cursor } : { items, next_cursor, previous_cursor };
    },
  });

  routes.add({
    method: 'GET',
    path: '/activity/facets',
    summary: 'How many entries match, by category, severity and actor',
    access: READ,
    query: z.strictObject(filterShape),
    handler: async ({ query, principal, signal }) =>
      repository.facets(toSelection(query, filterRules(services, repository, principal)), signal),
  });

  routes.add({
    method: 'GET',
    path: '/activity/histogram',
    summary: 'How many entries match, by equal steps of time',
    description:
      'From `since` to `until`, which default to the first entry and to now. The step is chosen so that at most `buckets` come out.',
    access: READ,
    query: z.strictObject({ ...filterShape, buckets: z.coerce.number().int().min(3).max(500).default(60) }),
    handler: async ({ query, principal, signal }) => {
      const { buckets, ...filters } = query;
      const selection = toSelection(filters, filterRules(services, repository, principal));
      const until = selection.until ?? clock.now() + 1;
      const since = selection.since ?? repository.ends()?.oldest.ts ?? until - DAY_MS;
      return repository.histogram(selection, { since: Math.min(since, until), until, buckets }, signal);
    },
  });

  routes.add({
    method: 'GET',
    path: '/activity/vocabulary',
    summary: 'The words of the log: every action that a plugin has declared',
    access: READ,
    handler: (): { items: VocabularyItem[]; next_cursor: null } => ({
      items: services
        .require('vocabulary')
        .all()
        .map(({ category, action, severity, description, message, guarantee, plugin_id }) => ({
          category,
          action,
          severity,
          description,
          message,
          guarantee: guarantee ?? 'durable',
          plugin_id,
        })),
      next_cursor: null,
    }),
  });

  routes.add({
    method: 'GET',
    path: '/activity/:id',
    summary: 'One entry',
    access: READ,
    params: z.strictObject({ id: z.string().max(64) }),
    handler: ({ params, principal }) => {
      const entry = repository.get(params.id, hiddenCategory(principal));
      if (!entry) throw new HubError('LK_NOT_FOUND', 'There is no such entry. Retention may have removed it.');
      return entry;
    },
  });

  routes.add({
    method: 'GET',
    path: '/activity/:id/why',
    summary: 'What led to an entry, and what followed from it',
    description: 'The chain of causes is whole, however old they are, down to the first that the log still has.',
    access: READ,
    params: z.strictObject({ id: z.string().max(64) }),
    handler: ({ params, principal }) => {
      const why = repository.why(params.id, hiddenCategory(principal));
      if (!why) throw new HubError('LK_NOT_FOUND', 'There is no such entry. Retention may have removed it.');
      return why;
    },
  });
}
