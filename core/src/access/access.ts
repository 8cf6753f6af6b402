import type { Access as RouteAccess, CreatedToken, Principal } from '@lightkeeper/plugin-sdk';
import { parseOrThrow } from '../entities/validation.js';
import { authenticate, refresh } from './authenticate.js';
import type { AccessDeps } from './deps.js';
import { contextOf, createGuard } from './guard.js';
import type { DoorContext, RequestFacts } from './guard.js';
import { KnownBrowsers } from './known-browsers.js';
import { Lockout } from './lockout.js';
import { createPasswords } from './passwords.js';
import { createSerial } from './serial.js';
import { addSessionRoutes } from './session-routes.js';
import { Sessions } from './sessions.js';
import { createSetup } from './setup.js';
import { addTokenRoutes } from './token-routes.js';
import { Tokens, newTokenSchema } from './tokens.js';
import type { NewToken } from './tokens.js';
import { addUserRoutes } from './user-routes.js';
import { Users } from './users.js';

const HOUSEKEEPING_MS = 60_000;

/** Who may do what: users, sessions, tokens, the setup, and the guard at each door. */
export interface Access {
  /** Loads what is known into memory; makes the setup code of a hub without an owner. Call it after the migrations, before any door opens. */
  start(): Promise<void>;
  /** Writes the times of last use and what the throttles hold back. Call it before the database closes. */
  stop(): Promise<void>;
  /** The one-time code while there is no owner, else null. */
  setupCode(): string | null;
  /**
   * Whether the hub still waits for its owner. A headless hub whose first principal is a token made by the command line has none either:
   * its tokens work, and a person can still set it up.
   */
  setupRequired(): boolean;
  /** Who asks; null for nobody. Rejects with `LK_UNAUTHENTICATED` when a bearer token is presented and wrong. */
  authenticate(facts: RequestFacts): Promise<Principal | null>;
  /**
   * The principal as it is now, null once revoked or expired. For WebSockets: ask at each message and each heartbeat; it also counts as
   * a use of the session.
   */
  refresh(principal: Principal): Principal | null;
  /** Resolves when allowed; rejects with `LK_SETUP_REQUIRED`, `LK_UNAUTHENTICATED` or `LK_FORBIDDEN`. Always await it. */
  authorize(principal: Principal | null, access: RouteAccess): Promise<void>;
  /** The context that a request runs in. */
  contextOf(principal: Principal | null, facts: Pick<RequestFacts, 'ip' | 'user_agent'>): DoorContext;
  /** Makes a token with no regard to who asks: for the command line. */
  createToken(input: NewToken): Promise<CreatedToken>;
}

/** Registers the entity types and routes of access at once; the rest begins with {@link Access.start}. */
export function createAccess(deps: AccessDeps): Access {
  const { db, entities, routes, emit, context, clock, log, closeSockets } = deps;
  const users = new Users(entities, context);
  const tokens = new Tokens({ db, entities, clock, emit });
  const sessions = new Sessions(db, clock, () => deps.newId());
  const browsers = new KnownBrowsers(db, clock);
  const lockout = new Lockout(db, clock);
  const passwords = deps.passwords ?? createPasswords();
  const setupRequired = (): boolean => !users.hasOwner();
  const guard = createGuard({ clock, context, emit, log, setupRequired });
  const principals = { users, sessions, tokens, guard };
  const signIn = {
    ...{ db, clock, emit, users, sessions, browsers, lockout, passwords, closeSockets },
    serial: createSerial(),
    secure_cookies: deps.secure_cookies ?? false,
  };
  const setup = createSetup({ ...signIn, context, setup_code: deps.setup_code }, routes);
  addSessionRoutes({ ...signIn, guard, setupRequired }, routes);
  addUserRoutes({ ...signIn, guard, setupRequired }, routes);
  addTokenRoutes({ tokens, guard, closeSockets }, routes);

  const flush = async (): Promise<void> => {
    await sessions.flush();
    await tokens.flush();
    await guard.sweep();
  };
  const keepHouse = async (): Promise<void> => {
    for (const { id } of await sessions.prune()) closeSockets({ session_id: id });
    for (const token_id of tokens.expired()) closeSockets({ token_id });
    await lockout.prune();
    await flush();
  };

  return {
    async start() {
      await users.load();
      await tokens.load();
      sessions.load();
      browsers.load();
      lockout.load();
      setup.start();
      deps.timers.every(HOUSEKEEPING_MS, 'access housekeeping', keepHouse);
    },
    stop: flush,
    setupCode: () => setup.code(),
    setupRequired,
    authenticate: (facts) => authenticate(principals, facts),
    refresh: (principal) => refresh(principals, principal),
    authorize: (principal, access) => guard.authorize(principal, access),
    contextOf,
    createToken: (input) => tokens.create(parseOrThrow(newTokenSchema, input)),
  };
}
