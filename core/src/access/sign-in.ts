import { HubError } from '@lightkeeper/plugin-sdk';
import type { Clock, PluginDatabase, RouteRequest, Tx } from '@lightkeeper/plugin-sdk';
import { addressKey } from './addresses.js';
import { BROWSER_COOKIE, SESSION_COOKIE, writeCookie } from './cookies.js';
import type { Emit, SocketMatch } from './deps.js';
import type { KnownBrowsers } from './known-browsers.js';
import type { Lock, LockKey, Lockout } from './lockout.js';
import type { Passwords } from './passwords.js';
import type { Serial } from './serial.js';
import { SESSION_MS } from './sessions.js';
import type { SessionRow, Sessions } from './sessions.js';
import { SIGN_IN_NAME, readPassword } from './users.js';
import type { UserEntity, Users } from './users.js';

export interface SignInDeps {
  db: PluginDatabase;
  clock: Clock;
  emit: Emit;
  users: Users;
  sessions: Sessions;
  browsers: KnownBrowsers;
  lockout: Lockout;
  passwords: Passwords;
  /** What changes users, or relies on them as they are. */
  serial: Serial;
  secure_cookies: boolean;
  closeSockets: (match: SocketMatch) => void;
}

/** The parts of a request that signing in looks at. */
export type Visitor = Pick<RouteRequest<never, never, never>, 'ip' | 'header' | 'principal'>;

export interface SignedIn {
  user: UserEntity;
  session: SessionRow;
  /** Values of `Set-Cookie`. */
  cookies: string[];
}

const KEEP_BROWSER_S = 400 * 24 * 60 * 60;
const WRONG = 'The name or the password is wrong.';

/** The lock that all tries from one address share, whatever they try. */
export function addressLock(ip: string): LockKey {
  return { scope: 'address', limit: 20, parts: [addressKey(ip)] };
}

export function sessionCookie(secret: string, secure: boolean): string {
  return writeCookie(SESSION_COOKIE, secret, { max_age_s: SESSION_MS / 1_000, secure });
}

/** What was typed as a name, if it can be one; anything else may be a password in the wrong field. */
export function nameForLog(name: string): string {
  return SIGN_IN_NAME.test(name) ? name : '(not a name)';
}

/**
 * Signs somebody in, or throws `LK_SIGN_IN_FAILED`: with the same words after the same work for a wrong password, an unknown name and
 * a disabled user. `LK_LOCKED_OUT` comes before anything is looked at.
 */
export async function signIn(deps: SignInDeps, typed: { name: string; password: string }, visitor: Visitor): Promise<SignedIn> {
  const { db, lockout, passwords, users } = deps;
  const name = typed.name.trim().toLowerCase();
  const user = users.byName(name);
  const attempt = lockout.begin(keysOf(deps, name, user, visitor));
  try {
    const phc = readPassword(db, user?.id);
    const matches = await passwords.verify(phc, typed.password);
    const signed = await deps.serial(async () => {
      // The user may have been disabled, or have got another password, while this one was checked.
      const now = user === undefined ? undefined : users.get(user.id);
      if (!matches || now?.data.enabled !== true || readPassword(db, now.id) !== phc) return null;
      return db.transaction(async (tx) => {
        await attempt.clear(tx);
        const signedIn = await openSession(deps, tx, now, visitor);
        await deps.emit('auth.login_succeeded', { tx, ...occurrence(now), metadata: { session_id: signedIn.session.id } });
        return signedIn;
      });
    });
    if (signed !== null) return signed;
    const disabled = matches && users.get(user?.id ?? '')?.data.enabled === false;
    const reason = user === undefined ? 'unknown_name' : disabled ? 'disabled' : 'wrong_password';
    const locks = attempt.failed();
    await db.transaction(async (tx) => {
      await attempt.store(tx);
      await recordFailure(deps.emit, tx, { name, user, reason, locks });
    });
    throw new HubError('LK_SIGN_IN_FAILED', WRONG);
  } finally {
    attempt.end();
  }
}

/** Opens a session within the transaction. One that the same browser had before ends. */
export async function openSession(deps: SignInDeps, tx: Tx, user: UserEntity, visitor: Visitor): Promise<SignedIn> {
  const mark = deps.browsers.mark(visitor.header('cookie'), user.id);
  await deps.browsers.store(tx, mark);
  const { row, secret, ended } = await deps.sessions.open(tx, user.id, visitor.ip, visitor.header('user-agent'));
  const previous = deps.sessions.get(visitor.principal?.session_id ?? '');
  if (previous !== undefined) await deps.sessions.end(tx, [previous]);
  tx.afterCommit(() => {
    for (const { id } of previous === undefined ? ended : [...ended, previous]) deps.closeSockets({ session_id: id });
  });
  const secure = deps.secure_cookies;
  const cookies = [sessionCookie(secret, secure), writeCookie(BROWSER_COOKIE, mark.secret, { max_age_s: KEEP_BROWSER_S, secure })];
  return { user, session: row, cookies };
}

/** Records a failed try and the locks that it brought, in the transaction that makes them last. */
export async function recordFailure(
  emit: Emit,
  tx: Tx,
  failure: { name: string; user: UserEntity | undefined; reason: string; locks: readonly Lock[] },
): Promise<void> {
  const { user, reason, locks } = failure;
  const name_tried = nameForLog(failure.name);
  const about = { entity_type: 'user', entity_id: user?.id ?? null, entity_name: user?.name ?? null };
  await emit('auth.login_failed', { tx, ...about, metadata: { name_tried, reason } });
  for (const { scope, failures, seconds } of locks) {
    await emit('auth.locked_out', { tx, ...about, metadata: { name_tried, scope, failures, retry_after_s: seconds } });
  }
}

/** What an entry says of a user who acts on themselves. */
export function occurrence(user: UserEntity): { actor: string; entity_type: 'user'; entity_id: string; entity_name: string } {
  return { actor: `user:${user.name}`, entity_type: 'user', entity_id: user.id, entity_name: user.name };
}

function keysOf({ browsers }: SignInDeps, name: string, user: UserEntity | undefined, visitor: Visitor): [LockKey, ...LockKey[]] {
  const browser = user === undefined ? null : browsers.find(visitor.header('cookie'), user.id);
  if (browser !== null) return [{ scope: 'browser', limit: 5, parts: [browser, name] }];
  return [{ scope: 'name', limit: 5, parts: [name, addressKey(visitor.ip)] }, addressLock(visitor.ip)];
}
