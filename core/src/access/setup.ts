import { HubError, Reply, z } from '@lightkeeper/plugin-sdk';
import type { ContextService, Routes } from '@lightkeeper/plugin-sdk';
import { addressKey } from './addresses.js';
import { userPrincipal } from './authenticate.js';
import { passwordSchema, refuseNameAsPassword } from './passwords.js';
import { randomSetupCode, sameSetupCode } from './secrets.js';
import { addressLock, occurrence, openSession, recordFailure } from './sign-in.js';
import type { SignInDeps, SignedIn, Visitor } from './sign-in.js';
import { displayNameSchema, signInNameSchema, storePassword } from './users.js';

const body = z.strictObject({
  code: z.string().min(1, 'must not be empty').max(64).meta({ title: 'Setup code' }),
  name: signInNameSchema,
  display_name: displayNameSchema.optional(),
  password: passwordSchema,
});

export interface SetupDeps extends SignInDeps {
  context: ContextService;
  /** A fixed code, for tests. */
  setup_code: string | undefined;
}

/** The way in for the first owner, open only while there is none. */
export interface Setup {
  /** Makes the code when it is needed. */
  start(): void;
  code(): string | null;
}

export function createSetup(deps: SetupDeps, routes: Routes): Setup {
  const { users, db } = deps;
  let code: string | null = null;

  const finish = async (input: z.output<typeof body>, visitor: Visitor): Promise<SignedIn> => {
    if (code === null) throw done();
    const attempt = deps.lockout.begin([{ scope: 'setup', limit: 5, parts: [addressKey(visitor.ip)] }, addressLock(visitor.ip)]);
    try {
      if (!sameSetupCode(input.code, code)) {
        const locks = attempt.failed();
        await db.transaction(async (tx) => {
          await attempt.store(tx);
          await recordFailure(deps.emit, tx, { name: input.name, user: undefined, reason: 'setup_code', locks });
        });
        throw new HubError('LK_SETUP_CODE_WRONG', 'This is not the code that the hub printed when it started.');
      }
      refuseNameAsPassword(input.password, input.name, '/password');
      const phc = await deps.passwords.hash(input.password);
      return await deps.serial(async () => {
        if (users.hasOwner()) throw done();
        const signedIn = await db.transaction((tx) =>
          // The owner makes themselves: the entry of the new user names them too, not an anonymous visitor.
          deps.context.run({ ...deps.context.current(), actor: `user:${input.name}` }, async () => {
            const { name, display_name = name } = input;
            const owner = await users.collection.create({ name, display_name, role: 'owner', enabled: true }, { tx });
            await storePassword(tx, owner.id, phc, deps.clock.now());
            await attempt.clear(tx);
            const opened = await openSession(deps, tx, owner, visitor);
            await deps.emit('auth.setup_completed', { tx, ...occurrence(owner), metadata: { session_id: opened.session.id } });
            return opened;
          }),
        );
        users.put(signedIn.user);
        code = null;
        return signedIn;
      });
    } finally {
      attempt.end();
    }
  };

  routes.add({
    method: 'POST',
    path: '/setup',
    summary: 'Create the first owner with the code from the console',
    description: 'Works once, while the hub has no owner, and signs the new owner in.',
    access: 'public',
    body,
    handler: async (request) => {
      const { user, session, cookies } = await finish(request.body, request);
      const answer = { ...userPrincipal(user, session), display_name: user.data.display_name };
      return new Reply(answer, 201, { 'Set-Cookie': cookies, 'Cache-Control': 'no-store' });
    },
  });

  return {
    start: () => {
      code = users.hasOwner() ? null : (deps.setup_code ?? randomSetupCode());
    },
    code: () => code,
  };
}

function done(): HubError {
  return new HubError('LK_SETUP_DONE', 'The hub has an owner. Sign in instead.');
}
