import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import type {
  Access as RouteAccess,
  Clock,
  ContextInput,
  ContextService,
  Logger,
  Principal,
  RequestContext,
} from '@lightkeeper/plugin-sdk';
import { addressKey } from './addresses.js';
import type { Emit } from './deps.js';
import { permits } from './scopes.js';
import { createThrottle } from './throttle.js';

/** What a door knows of a request. */
export interface RequestFacts {
  authorization?: string | undefined;
  cookie?: string | undefined;
  ip: string;
  user_agent: string;
}

export type DoorContext = ContextInput & Partial<RequestContext>;

/** The name under which a principal's work is recorded. */
export function actorOf(principal: Principal | null): string {
  return principal === null ? 'anonymous' : `${principal.kind}:${principal.name}`;
}

/** The context that a request runs in. A cookie speaks for the web UI, a token for the API. */
export function contextOf(principal: Principal | null, facts: Pick<RequestFacts, 'ip' | 'user_agent'>): DoorContext {
  return {
    actor: actorOf(principal),
    actor_id: principal?.id ?? null,
    origin: principal?.kind === 'user' ? 'ui' : 'api',
    ip: facts.ip,
    user_agent: facts.user_agent === '' ? null : safeText(facts.user_agent, 256),
    role: principal?.role ?? null,
  };
}

interface Refusal {
  context: DoorContext;
  metadata: Record<string, unknown>;
  entity_id: string | null;
  entity_name: string | null;
}

/** Says no, and sees to it that each kind of no is in the log once a minute at most. */
export interface Guard {
  /** Resolves when allowed; rejects with `LK_SETUP_REQUIRED`, `LK_UNAUTHENTICATED` or `LK_FORBIDDEN`. Always await it. */
  authorize(principal: Principal | null, access: RouteAccess): Promise<void>;
  /** Records and rejects with `LK_FORBIDDEN`, for what only the handler can judge. `wanted` names it in the log. */
  forbid(principal: Principal | null, wanted: string, error: HubError): Promise<never>;
  /** Records a token that was presented and is worth nothing, and rejects with `LK_UNAUTHENTICATED`. */
  rejectToken(
    facts: RequestFacts,
    prefix: string,
    reason: 'unknown' | 'expired',
    token: { id: string; name: string } | null,
  ): Promise<never>;
  /** Records what was held back. */
  sweep(): Promise<void>;
}

interface GuardDeps {
  clock: Clock;
  context: ContextService;
  emit: Emit;
  log: Logger;
  setupRequired: () => boolean;
}

export function createGuard({ clock, context, emit, log, setupRequired }: GuardDeps): Guard {
  // A refusal stands whether or not it could be recorded.
  const tell =
    (name: 'auth.permission_denied' | 'auth.token_rejected', entity_type: string | null) =>
    async ({ context: door, metadata, entity_id, entity_name }: Refusal, count: number): Promise<void> => {
      try {
        await context.run(door, () => emit(name, { entity_type, entity_id, entity_name, metadata: { ...metadata, count } }));
      } catch (error) {
        log.warn(`${name} could not be recorded`, { error });
      }
    };
  const denials = createThrottle(clock, tell('auth.permission_denied', null));
  const rejections = createThrottle(clock, tell('auth.token_rejected', 'token'));

  const deny = async (principal: Principal | null, wanted: string, metadata: Record<string, unknown>): Promise<void> => {
    const current = context.current();
    const refusal: Refusal = {
      context: { ...current, actor: actorOf(principal), actor_id: principal?.id ?? null },
      metadata: { wanted, role: principal?.role ?? null, ...metadata },
      entity_id: null,
      entity_name: null,
    };
    await denials.hit(`${principal?.id ?? 'anonymous'} ${wanted}`, refusal);
  };

  return {
    async authorize(principal, access) {
      if (access === 'public') return;
      if (principal === null) {
        if (setupRequired())
          throw new HubError('LK_SETUP_REQUIRED', 'The hub has no owner yet. Enter the code that it printed when it started.');
        throw new HubError('LK_UNAUTHENTICATED', 'Sign in, or send an API token.');
      }
      if (permits(principal, access)) return;
      await deny(principal, access.scope, { least_role: access.role });
      throw new HubError('LK_FORBIDDEN', `This needs at least the role ${access.role} and the scope ${access.scope}.`);
    },
    async forbid(principal, wanted, error) {
      await deny(principal, wanted, {});
      throw error;
    },
    async rejectToken(facts, prefix, reason, token) {
      // Strangers choose the prefix, so it must not open a window of its own: one entry a minute for each address.
      const key = token === null ? addressKey(facts.ip) : `${addressKey(facts.ip)} ${token.id}`;
      await rejections.hit(key, {
        context: contextOf(null, facts),
        metadata: { prefix, reason },
        entity_id: token?.id ?? null,
        entity_name: token?.name ?? null,
      });
      throw new HubError('LK_UNAUTHENTICATED', 'The bearer token is unknown, revoked or expired.');
    },
    async sweep() {
      await denials.sweep();
      await rejections.sweep();
    },
  };
}
