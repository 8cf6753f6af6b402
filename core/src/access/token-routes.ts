import { HubError, Reply, roleAtLeast, z } from '@lightkeeper/plugin-sdk';
import type { Routes } from '@lightkeeper/plugin-sdk';
import type { SocketMatch } from './deps.js';
import type { Guard } from './guard.js';
import { scopeAllows } from './scopes.js';
import { newTokenSchema } from './tokens.js';
import type { Tokens } from './tokens.js';
import { outranked } from './users.js';

interface TokenRouteDeps {
  tokens: Tokens;
  guard: Guard;
  closeSockets: (match: SocketMatch) => void;
}

const write = { role: 'admin', scope: 'tokens:write' } as const;

/** Creating and revoking tokens; reading them is the entity type's. */
export function addTokenRoutes({ tokens, guard, closeSockets }: TokenRouteDeps, routes: Routes): void {
  routes.add({
    method: 'POST',
    path: '/tokens',
    summary: 'Create an API token',
    description: 'The answer shows the token, and nothing does ever again. Its role and scopes are at most those of the one who asks.',
    access: write,
    body: newTokenSchema,
    handler: async ({ principal, body }) => {
      if (principal === null) throw new HubError('LK_UNAUTHENTICATED', 'Sign in first.');
      if (!roleAtLeast(principal.role, body.role))
        await guard.forbid(principal, `a token with the role ${body.role}`, outranked(body.role));
      const beyond = body.scopes.find((scope) => !scopeAllows(principal.scopes, scope));
      if (beyond !== undefined) {
        const error = new HubError('LK_FORBIDDEN', `A token cannot hand on the scope ${beyond}, which it does not have.`);
        await guard.forbid(principal, `a token with the scope ${beyond}`, error);
      }
      const created = await tokens.create(body);
      return new Reply(created, 201, { Location: `/api/v1/tokens/${created.id}`, 'Cache-Control': 'no-store' });
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/tokens/:id',
    summary: 'Revoke an API token and close its connections',
    access: write,
    params: z.strictObject({ id: z.string().max(64) }),
    handler: async ({ principal, params, if_match }) => {
      const token = await tokens.collection.require(params.id);
      const { role } = token.data;
      if (principal === null || !roleAtLeast(principal.role, role))
        await guard.forbid(principal, `a token with the role ${role}`, outranked(role));
      await tokens.revoke(token, if_match);
      closeSockets({ token_id: token.id });
      return Reply.empty();
    },
  });
}
