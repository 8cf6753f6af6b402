import { HubError, Reply, roleAtLeast, z } from '@lightkeeper/plugin-sdk';
import type { Principal, Routes } from '@lightkeeper/plugin-sdk';
import { userPrincipal } from './authenticate.js';
import { SESSION_COOKIE, readCookie, writeCookie } from './cookies.js';
import type { Guard } from './guard.js';
import { passwordSchema, refuseNameAsPassword, triedPasswordSchema } from './passwords.js';
import { nameForLog, occurrence, recordFailure, sessionCookie, signIn } from './sign-in.js';
import type { SignInDeps } from './sign-in.js';
import type { SessionRow } from './sessions.js';
import { outranked, readPassword, storePassword } from './users.js';
import type { UserEntity } from './users.js';

export interface SessionRouteDeps extends SignInDeps {
  guard: Guard;
  setupRequired: () => boolean;
}

const own = { role: 'guest', scope: 'auth:write' } as const;
const ownRead = { role: 'guest', scope: 'auth:read' } as const;

/** Signing in and out, who am I, my sessions, my password. */
export function addSessionRoutes(deps: SessionRouteDeps, routes: Routes): void {
  const { db, users, sessions, guard } = deps;

  const person = (principal: Principal | null): { user: UserEntity; session: SessionRow } => {
    const user = principal?.kind === 'user' ? users.get(principal.id) : undefined;
    const session = sessions.get(principal?.session_id ?? '');
    if (user === undefined || session === undefined) {
      throw new HubError('LK_FORBIDDEN', 'A token has no session and no password; this is for people who are signed in.');
    }
    return { user, session };
  };

  routes.add({
    method: 'POST',
    path: '/auth/login',
    summary: 'Sign in with name and password',
    description: 'Sets the session cookie. The answer to a wrong name and to a wrong password is the same.',
    access: 'public',
    body: z.strictObject({ name: z.string().min(1, 'must not be empty').max(256), password: triedPasswordSchema }),
    handler: async (request) => {
      if (deps.setupRequired()) throw new HubError('LK_SETUP_REQUIRED', 'Nobody can sign in before the owner has been created.');
      const { user, session, cookies } = await signIn(deps, request.body, request);
      const answer = { ...userPrincipal(user, session), display_name: user.data.display_name };
      return new Reply(answer, 200, { 'Set-Cookie': cookies, 'Cache-Control': 'no-store' });
    },
  });

  routes.add({
    method: 'POST',
    path: '/auth/logout',
    summary: 'End this session',
    access: own,
    handler: async ({ principal }) => {
      const { user, session } = person(principal);
      await db.transaction(async (tx) => {
        await sessions.end(tx, [session]);
        await deps.emit('auth.logged_out', { tx, ...occurrence(user), metadata: { session_id: session.id } });
      });
      deps.closeSockets({ session_id: session.id });
      const gone = writeCookie(SESSION_COOKIE, '', { max_age_s: 0, secure: deps.secure_cookies });
      return new Reply(null, 204, { 'Set-Cookie': gone });
    },
  });

  routes.add({
    method: 'GET',
    path: '/auth/me',
    summary: 'Who is asking',
    description: 'Also renews the session: its 30 days begin anew, once a day at most.',
    access: ownRead,
    handler: (request) => {
      const { principal } = request;
      if (principal === null) throw new HubError('LK_UNAUTHENTICATED', 'Sign in first.');
      const user = principal.kind === 'user' ? users.get(principal.id) : undefined;
      const answer = { ...principal, display_name: user?.data.display_name ?? principal.name };
      const session = sessions.get(principal.session_id ?? '');
      const secret = readCookie(request.header('cookie'), SESSION_COOKIE);
      if (session === undefined || secret === null || !sessions.renew(session)) return answer;
      return new Reply(answer, 200, { 'Set-Cookie': sessionCookie(secret, deps.secure_cookies) });
    },
  });

  routes.add({
    method: 'GET',
    path: '/auth/sessions',
    summary: 'List my open sessions',
    description: 'Administrators see those of everybody with `?all=true`.',
    access: ownRead,
    query: z.strictObject({ all: z.enum(['true', 'false']).default('false') }),
    handler: async ({ principal, query }) => {
      if (principal === null) throw new HubError('LK_UNAUTHENTICATED', 'Sign in first.');
      const all = query.all === 'true';
      if (all && !roleAtLeast(principal.role, 'admin')) {
        await guard.forbid(
          principal,
          'sessions of others',
          new HubError('LK_FORBIDDEN', "Only administrators see other people's sessions."),
        );
      }
      const items = sessions
        .list(all ? undefined : principal.id)
        .map((row) => sessions.present(row, users.get(row.user_id)?.name ?? '', principal.session_id));
      return { items, next_cursor: null };
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/auth/sessions/:id',
    summary: 'End a session and close its connections',
    description: "One's own; administrators end those of others, but nobody those of somebody with a higher role.",
    access: own,
    params: z.strictObject({ id: z.string().max(64) }),
    handler: async ({ principal, params }) => {
      const session = sessions.get(params.id);
      const user = session === undefined ? undefined : users.get(session.user_id);
      const mine = principal !== null && session?.user_id === principal.id;
      const admin = principal !== null && roleAtLeast(principal.role, 'admin');
      if (session === undefined || user === undefined || !(mine || admin)) {
        throw new HubError('LK_NOT_FOUND', `No session has the id ${params.id}.`);
      }
      if (!mine && !roleAtLeast(principal.role, user.data.role))
        await guard.forbid(principal, 'sessions of an owner', outranked(user.data.role));
      await db.transaction(async (tx) => {
        await sessions.end(tx, [session]);
        await deps.emit('auth.session_revoked', {
          tx,
          entity_type: 'session',
          entity_id: session.id,
          entity_name: user.name,
          metadata: { user_id: user.id },
        });
      });
      deps.closeSockets({ session_id: session.id });
      return Reply.empty();
    },
  });

  routes.add({
    method: 'POST',
    path: '/auth/password',
    summary: 'Change my password',
    description: 'All my other sessions end.',
    access: own,
    body: z.strictObject({ current: triedPasswordSchema, next: passwordSchema }),
    handler: async ({ principal, body }) => {
      const { user, session } = person(principal);
      refuseNameAsPassword(body.next, user.name, '/next');
      const attempt = deps.lockout.begin([{ scope: 'password', limit: 5, parts: [user.id] }]);
      try {
        const phc = readPassword(db, user.id);
        if (!(await deps.passwords.verify(phc, body.current))) {
          const locks = attempt.failed();
          await db.transaction(async (tx) => {
            await attempt.store(tx);
            await recordFailure(deps.emit, tx, { name: nameForLog(user.name), user, reason: 'current_password', locks });
          });
          throw HubError.field('/current', 'is not the current password');
        }
        const next = await deps.passwords.hash(body.next);
        await deps.serial(async () => {
          if (readPassword(db, user.id) !== phc) throw new HubError('LK_CONFLICT', 'The password was changed by somebody else just now.');
          const others = sessions.list(user.id).filter(({ id }) => id !== session.id);
          await db.transaction(async (tx) => {
            await storePassword(tx, user.id, next, deps.clock.now());
            await attempt.clear(tx);
            await sessions.end(tx, others);
            await deps.emit('auth.password_changed', { tx, ...occurrence(user), metadata: { sessions_ended: others.length } });
          });
          for (const { id } of others) deps.closeSockets({ session_id: id });
        });
        return Reply.empty();
      } finally {
        attempt.end();
      }
    },
  });
}
