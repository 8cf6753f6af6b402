import type { Actor, Origin, Role } from './wire/access.js';

/**
 * Who is acting, through which door, and why. Set once where work enters the hub and carried along by itself (AsyncLocalStorage),
 * so that no function has to hand it on.
 */
export interface RequestContext {
  readonly actor: Actor;
  /** Id of the user, token, device or automation behind the actor; null for `system` and the like. */
  readonly actor_id: string | null;
  readonly origin: Origin;
  /** One id for all that follows from one cause. */
  readonly correlation_id: string;
  /** Id of the log entry that led to this work. */
  readonly cause_id: string | null;
  readonly ip: string | null;
  readonly user_agent: string | null;
  /** Role of the person or token; null where no person is behind it. */
  readonly role: Role | null;
}

/** What a plugin may say when it opens a context of its own. */
export interface ContextInput {
  actor: Actor;
  actor_id?: string | null;
  origin: Origin;
  correlation_id?: string;
  cause_id?: string | null;
}

export interface ContextService {
  /** The context of the running work. Work without one counts as `system` and as an attribution gap in the metrics. */
  current(): RequestContext;
  /**
   * Runs `fn` under a context of its own: for a driver that hears from its device, a timer, a message that came in.
   * A third party's plugin may speak as `plugin:<its id>` and as `device:…`; anything else is refused with `LK_FORBIDDEN`.
   */
  run<T>(context: ContextInput, fn: () => T): T;
}
