import type { ContextService, RequestContext } from '@lightkeeper/plugin-sdk';

/** On whose behalf something is done later: as much of a context as can be stored. */
export type Asker = Pick<RequestContext, 'actor' | 'actor_id' | 'origin' | 'correlation_id' | 'cause_id'>;

export function askerOf(context: ContextService): Asker {
  const { actor, actor_id, origin, correlation_id, cause_id } = context.current();
  return { actor, actor_id, origin, correlation_id, cause_id };
}
