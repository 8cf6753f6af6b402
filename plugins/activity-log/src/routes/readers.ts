import { roleAtLeast, type ActivityFilters, type Hub, type Principal, type Vocabulary } from '@lightkeeper/plugin-sdk';
import { GUARDED_CATEGORY } from '../names.js';
import type { FilterRules } from '../query/filters.js';
import type { ActivityRepository } from '../repository.js';

/** The part of the hub that routes need, whatever the plugin's settings and words. */
export type RouteHub<S, V extends Vocabulary> = Pick<Hub<S, V>, 'routes' | 'services' | 'clock' | 'db' | 'activity' | 'settings'>;

export const READ = { role: 'viewer', scope: 'activity:read' } as const;
export const KEEP = { role: 'admin', scope: 'activity:write' } as const;

/** The category that this reader may not see: sign-ins and tokens are for admins and owners. */
export function hiddenCategory(principal: Principal | null): string | null {
  return principal !== null && roleAtLeast(principal.role, 'admin') ? null : GUARDED_CATEGORY;
}

/** Least role for hearing of an entry as it is written. */
export function roleForEntry(category: string): 'admin' | 'viewer' {
  return category === GUARDED_CATEGORY ? 'admin' : 'viewer';
}

export function filterRules(
  services: Pick<Hub<unknown, Vocabulary>, 'services'>['services'],
  repository: ActivityRepository,
  principal: Principal | null,
): FilterRules {
  return {
    // A plugin that is gone took its words with it, but not its entries.
    knowsCategory: (category) =>
      services
        .require('vocabulary')
        .all()
        .some((declared) => declared.category === category) || repository.hasCategory(category),
    hidden_category: hiddenCategory(principal),
  };
}

/** The filters as they were given, for the entry that tells of an export. */
export function filtersGiven(query: Readonly<Record<string, unknown>>, names: readonly (keyof ActivityFilters)[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => query[name] !== undefined).map((name) => [name, query[name]]));
}
