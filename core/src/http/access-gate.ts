import type { Access, ContextInput, Principal, RequestContext } from '@lightkeeper/plugin-sdk';

export interface RequestFacts {
  authorization?: string;
  cookie?: string;
  ip: string;
  user_agent: string;
}

/** What the doors ask of the access rules. */
export interface AccessGate {
  /** Who asks; null for nobody. Throws when a token is presented and wrong. */
  authenticate(facts: RequestFacts): Promise<Principal | null>;
  /** The principal as it is now; null once its session or token has ended. */
  refresh(principal: Principal): Principal | null;
  /** Throws `LK_SETUP_REQUIRED`, `LK_UNAUTHENTICATED` or `LK_FORBIDDEN`. */
  authorize(principal: Principal | null, access: Access): Promise<void> | void;
  contextOf(principal: Principal | null, facts: RequestFacts): ContextInput & Partial<RequestContext>;
}
