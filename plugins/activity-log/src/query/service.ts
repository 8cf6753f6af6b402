import type { ActivityQuery, Services } from '@lightkeeper/plugin-sdk';
import type { ActivityRepository } from '../repository.js';
import { filterRules } from '../routes/readers.js';
import { selectionOf } from './filters.js';
import type { Selection } from './selection.js';

const MAX_PAGE = 500;

/** The reading half of the log for other plugins. They are part of the hub, so no category is hidden from them. */
export function createActivityQuery(services: Services, repository: ActivityRepository): ActivityQuery {
  const select = (filters: Parameters<ActivityQuery['count']>[0]): Selection =>
    selectionOf(filters, { ...filterRules(services, repository, null), hidden_category: null });
  return {
    async query(filters, { limit = 50, cursor } = {}) {
      const { items, next_cursor } = await repository.query(select(filters), Math.min(MAX_PAGE, Math.max(1, Math.trunc(limit))), cursor);
      return { items, next_cursor };
    },
    count: async (filters) => repository.count(select(filters)),
  };
}
