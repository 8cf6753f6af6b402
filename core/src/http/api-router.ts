import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import Router from '@koa/router';
import { HubError, Reply } from '@lightkeeper/plugin-sdk';
import type { Principal } from '@lightkeeper/plugin-sdk';
import type Koa from 'koa';
import { z } from 'zod';
import type { Contexts } from '../context/context-service.js';
import { parseOrThrow } from '../entities/validation.js';
import { withLimit } from '../time/with-limit.js';
import type { AccessGate, RequestFacts } from './access-gate.js';
import { mediaType, readBody } from './body.js';
import { refuseCrossOrigin } from './origin.js';
import type { RouteRecord, RouteRegistry } from './route-registry.js';

export const API_PREFIX = '/api/v1';
/** A handler that has not begun its answer by then has failed; the answer itself may stream for longer. */
const HANDLER_LIMIT_MS = 30_000;

interface ApiRouterDeps {
  registry: RouteRegistry;
  access: AccessGate;
  contexts: Contexts;
  peer: (request: IncomingMessage) => string;
}

const nothing = z.strictObject({});
const anyParams = z.object({});
const noBody = z.undefined({ error: 'takes no body' });

/** Routes a request to its handler: who asks, may they, is the input valid, run under their name. */
export function createApiRouter(deps: ApiRouterDeps): Koa.Middleware {
  let built: { version: number; router: Router } | null = null;
  return async (ctx, next) => {
    if (ctx.path !== API_PREFIX && !ctx.path.startsWith(`${API_PREFIX}/`)) {
      await next();
      return;
    }
    if (built?.version !== deps.registry.version) built = { version: deps.registry.version, router: build(deps) };
    await (built.router.routes() as Koa.Middleware)(ctx, () => refuseUnmatched(ctx, deps));
  };
}

function build(deps: ApiRouterDeps): Router {
  const router = new Router({ prefix: API_PREFIX, strict: true, sensitive: true });
  // Fixed words come before parameters: /activity/export is not the entry "export".
  const routes = [...deps.registry.all()].sort((a, b) => (specificity(a) < specificity(b) ? -1 : 1));
  for (const route of routes) {
    router.register(route.path, [route.method.toLowerCase()], [(ctx) => handle(ctx, route, deps)]);
  }
  return router;
}

/** Sorts by code unit, where the tilde that stands for a parameter comes after every letter. */
function specificity(route: RouteRecord): string {
  return route.path.replaceAll(/:[a-z_]+/g, '~');
}

async function handle(
  ctx: Koa.ParameterizedContext & { params: Record<string, string> },
  route: RouteRecord,
  deps: ApiRouterDeps,
): Promise<void> {
  const facts = factsOf(ctx, deps);
  const principal = await authenticate(ctx, facts, deps);
  await deps.contexts.run(deps.access.contextOf(principal, facts), async () => {
    await deps.access.authorize(principal, route.access);
    refuseCrossOrigin(ctx.req);
    const body = route.method === 'GET' ? undefined : await readBody(ctx.req, route);
    const work = route.handler({
      params: parseOrThrow(route.params ?? anyParams, ctx.params, 'path'),
      query: parseOrThrow(route.query ?? nothing, { ...ctx.query }, 'query'),
      body: parseOrThrow(route.body ?? noBody, body),
      principal,
      ip: facts.ip,
      header: (name) => ctx.get(name) || undefined,
      media_type: body === undefined ? null : mediaType(ctx.req),
      if_match: ifMatch(ctx),
      get signal() {
        return untilClosed(ctx);
      },
    });
    send(ctx, await withLimit(Promise.resolve(work), HANDLER_LIMIT_MS, `${route.owner}, asked for ${route.method} ${route.path},`));
  });
}

function factsOf(ctx: Koa.ParameterizedContext, deps: ApiRouterDeps): RequestFacts {
  const { authorization, cookie, 'user-agent': user_agent = '' } = ctx.req.headers;
  return {
    ip: deps.peer(ctx.req),
    user_agent,
    ...(authorization !== undefined && { authorization }),
    ...(cookie !== undefined && { cookie }),
  };
}

/** The refusal of a bad token is recorded, so it too needs a context to be recorded under. */
function authenticate(ctx: Koa.ParameterizedContext, facts: RequestFacts, deps: ApiRouterDeps): Promise<Principal | null> {
  return deps.contexts.run(deps.access.contextOf(null, facts), () => deps.access.authenticate(facts));
}

function ifMatch(ctx: Koa.ParameterizedContext): number | undefined {
  const header = ctx.get('If-Match');
  if (header === '' || header === '*') return undefined;
  const revision = /^(?:W\/)?"(\d{1,15})"$/.exec(header)?.[1];
  if (revision === undefined) throw HubError.field('If-Match', 'must be a revision in quotes, as the ETag gave it');
  return Number(revision);
}

function send(ctx: Koa.ParameterizedContext, result: unknown): void {
  const reply = result instanceof Reply ? result : new Reply(result ?? null, result === undefined || result === null ? 204 : 200);
  ctx.status = reply.status;
  for (const [name, value] of Object.entries(reply.headers)) ctx.append(name, value);
  if (reply.body === null) {
    ctx.body = null;
    ctx.status = reply.status;
    return;
  }
  const { body } = reply;
  if (typeof body === 'object' && !(body instanceof Readable) && !Buffer.isBuffer(body)) {
    if (!ctx.response.get('Content-Type')) ctx.type = 'application/json';
    ctx.body = JSON.stringify(body);
    return;
  }
  ctx.body = body;
}

/** Made only for handlers that ask for it. */
function untilClosed(ctx: Koa.ParameterizedContext): AbortSignal {
  const aborter = new AbortController();
  ctx.res.once('close', () => {
    aborter.abort();
  });
  return aborter.signal;
}

/** Anyone who has signed in may learn that an address does not exist. */
const SIGNED_IN = { role: 'guest', scope: 'api:read' } as const;

/** Tells "not this method" from "no such address", and neither before the guard has had its say. */
async function refuseUnmatched(ctx: Koa.ParameterizedContext, deps: ApiRouterDeps): Promise<void> {
  const facts = factsOf(ctx, deps);
  const principal = await authenticate(ctx, facts, deps);
  if (principal === null) await deps.contexts.run(deps.access.contextOf(null, facts), () => deps.access.authorize(null, SIGNED_IN));
  const path = ctx.path.slice(API_PREFIX.length);
  const methods = deps.registry
    .all()
    .filter((route) => matches(route.path, path))
    .map((route) => route.method);
  if (methods.length === 0) throw new HubError('LK_NOT_FOUND', `There is nothing at ${ctx.path.slice(0, 200)}.`);
  ctx.set('Allow', [...new Set(methods)].join(', '));
  throw new HubError('LK_METHOD_NOT_ALLOWED', `${ctx.method} is not possible here; ${[...new Set(methods)].join(', ')} is.`);
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith(':') || part === given[index]);
}
