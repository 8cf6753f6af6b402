import type { Principal } from '@lightkeeper/plugin-sdk';
import { SESSION_COOKIE, readCookie } from './cookies.js';
import type { Guard, RequestFacts } from './guard.js';
import type { SessionRow, Sessions } from './sessions.js';
import { tokenPrincipal } from './tokens.js';
import type { Tokens } from './tokens.js';
import type { UserEntity, Users } from './users.js';

interface AuthenticateDeps {
  users: Users;
  sessions: Sessions;
  tokens: Tokens;
  guard: Guard;
}

export function userPrincipal(user: UserEntity, session: SessionRow): Principal {
  return { kind: 'user', id: user.id, name: user.name, role: user.data.role, scopes: ['*'], session_id: session.id };
}

const BEARER = /^Bearer +(\S+) *$/iu;

/**
 * Who asks. A bearer token wins over a cookie and must be good; a cookie whose session is over counts as nobody. Other schemes of
 * `Authorization` are a reverse proxy's business. Costs no query, but for a token that another process made.
 */
export async function authenticate({ users, sessions, tokens, guard }: AuthenticateDeps, facts: RequestFacts): Promise<Principal | null> {
  const bearer = BEARER.exec(facts.authorization ?? '')?.[1];
  if (bearer !== undefined) {
    const lookup = await tokens.find(bearer);
    if (!('rejected' in lookup)) return tokenPrincipal(lookup.entity);
    return guard.rejectToken(facts, prefixOf(bearer), lookup.rejected, lookup.entity);
  }
  const secret = readCookie(facts.cookie, SESSION_COOKIE);
  const session = secret === null ? undefined : sessions.find(secret);
  const user = session === undefined ? undefined : users.get(session.user_id);
  if (session === undefined || user?.data.enabled !== true) return null;
  sessions.touch(session);
  return userPrincipal(user, session);
}

/** The principal as it is now; null when it has been revoked since, or its time is over. For connections that stay open. */
export function refresh({ users, sessions, tokens }: AuthenticateDeps, principal: Principal): Principal | null {
  if (principal.kind === 'token') {
    const token = tokens.get(principal.id);
    return token === undefined ? null : tokenPrincipal(token);
  }
  const session = sessions.get(principal.session_id ?? '');
  const user = users.get(principal.id);
  if (session === undefined || user?.data.enabled !== true) return null;
  sessions.touch(session);
  return userPrincipal(user, session);
}

// Enough of a token of ours to tell which client is misconfigured; of any other secret nothing.
function prefixOf(token: string): string {
  return token.startsWith('lk_') ? token.slice(0, 7) : '(not a token)';
}
