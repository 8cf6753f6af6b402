import { HubError, ROLES, Reply, roleAtLeast, z } from '@lightkeeper/plugin-sdk';
import type { Principal, Role, Routes } from '@lightkeeper/plugin-sdk';
import { passwordSchema, refuseNameAsPassword } from './passwords.js';
import type { SessionRouteDeps } from './session-routes.js';
import { displayNameSchema, outranked, signInNameSchema, storePassword } from './users.js';

const path = '/users';
const write = { role: 'admin', scope: 'users:write' } as const;
const idParams = z.strictObject({ id: z.string().max(64) });

const createBody = z.strictObject({
  name: signInNameSchema,
  display_name: displayNameSchema.optional(),
  role: z.enum(ROLES),
  enabled: z.boolean().default(true),
  password: passwordSchema,
});

const patchBody = z.strictObject({
  name: signInNameSchema.optional(),
  display_name: displayNameSchema.optional(),
  role: z.enum(ROLES).optional(),
  enabled: z.boolean().optional(),
  password: passwordSchema.optional(),
});

/** Creating, changing and deleting users; by hand, since a password and open sessions hang on them. Reading them is the entity type's. */
export function addUserRoutes(deps: SessionRouteDeps, routes: Routes): void {
  const { db, users, sessions, browsers, passwords, guard, serial } = deps;

  /** A user may do all that their role allows, so who makes one must hold every scope, and rank no lower. */
  const mayManage = async (principal: Principal | null, ...roles: (Role | undefined)[]): Promise<void> => {
    if (principal === null) throw new HubError('LK_UNAUTHENTICATED', 'Sign in first.');
    if (!principal.scopes.includes('*')) {
      await guard.forbid(principal, 'users:write without the scope *', new HubError('LK_FORBIDDEN', 'Changing users takes the scope *.'));
    }
    for (const role of roles) {
      if (role !== undefined && !roleAtLeast(principal.role, role))
        await guard.forbid(principal, `managing the role ${role}`, outranked(role));
    }
  };

  routes.add({
    method: 'POST',
    path,
    summary: 'Create a user',
    access: write,
    body: createBody,
    handler: async ({ principal, body: { password, ...body } }) => {
      await mayManage(principal, body.role);
      refuseNameAsPassword(password, body.name, '/password');
      const phc = await passwords.hash(password);
      const user = await serial(async () => {
        const created = await db.transaction(async (tx) => {
          const entity = await users.collection.create({ ...body, display_name: body.display_name ?? body.name }, { tx });
          await storePassword(tx, entity.id, phc, deps.clock.now());
          return entity;
        });
        users.put(created);
        return created;
      });
      return Reply.created(users.collection.present(user), `/api/v1${path}/${user.id}`);
    },
  });

  routes.add({
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Change a user, or give them a new password',
    description: 'A changed role, a new password and disabling end the sessions of the user at once.',
    access: write,
    params: idParams,
    body: patchBody,
    handler: async ({ principal, params, body: { password, ...patch }, if_match }) => {
      const asked = await users.collection.require(params.id);
      await mayManage(principal, asked.data.role, patch.role);
      if (password !== undefined) {
        if (principal?.id === params.id)
          throw HubError.field('/password', 'is changed with POST /auth/password, which asks for the current one');
        refuseNameAsPassword(password, patch.name ?? asked.name, '/password');
      }
      const phc = password === undefined ? null : await passwords.hash(password);
      const user = await serial(async () => {
        const before = await users.collection.require(params.id);
        // The role may have risen while the password was hashed.
        await mayManage(principal, before.data.role);
        const open = sessions.list(params.id);
        const { after, ended } = await db.transaction(async (tx) => {
          const next = await users.collection.update(params.id, patch, { tx, ...(if_match !== undefined && { revision: if_match }) });
          const over = phc !== null || next.data.role !== before.data.role || !next.data.enabled ? open : [];
          await sessions.end(tx, over);
          if (phc !== null) {
            await storePassword(tx, params.id, phc, deps.clock.now());
            const metadata = { sessions_ended: over.length };
            await deps.emit('auth.password_changed', { tx, entity_type: 'user', entity_id: next.id, entity_name: next.name, metadata });
          }
          return { after: next, ended: over };
        });
        users.put(after);
        // A connection carries the name that its work is recorded under, so a new name closes it too; the client comes back by itself.
        if (ended.length > 0 || after.name !== before.name) deps.closeSockets({ user_id: params.id });
        return after;
      });
      return new Reply(users.collection.present(user), 200, { ETag: `"${user.revision}"` });
    },
  });

  routes.add({
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Delete a user and end their sessions',
    access: write,
    params: idParams,
    handler: async ({ principal, params, if_match }) => {
      await serial(async () => {
        const user = await users.collection.require(params.id);
        await mayManage(principal, user.data.role);
        users.refuseLosingLastOwner(user, null);
        await db.transaction(async (tx) => {
          await users.collection.remove(params.id, { tx, ...(if_match !== undefined && { revision: if_match }) });
          await tx.run('DELETE FROM user_credentials WHERE user_id = ?', [params.id]);
          await sessions.end(tx, sessions.list(params.id));
          await browsers.forgetUser(tx, params.id);
        });
        users.drop(params.id);
        deps.closeSockets({ user_id: params.id });
      });
      return Reply.empty();
    },
  });
}
