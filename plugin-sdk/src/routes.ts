import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Role, Principal } from './wire/access.js';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may use a route or a message. There is no default: each says it. */
export type Access =
  /** Open to all, also before the setup. */
  | 'public'
  /** Least role, and the scope that a token needs, `<area>:<read|write>`. */
  | { role: Role; scope: string };

/** What a handler gets, all of it validated. */
export interface RouteRequest<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  /** Null on public routes used without signing in. */
  principal: Principal | null;
  /** Address of the real peer. */
  ip: string;
  header(name: string): string | undefined;
  /** What the body came as: `application/json`; null when there is none. */
  media_type: string | null;
  /** The revision of `If-Match`, if the header was sent. */
  if_match: number | undefined;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
}

/** An answer that is more than a JSON body with status 200. */
export class Reply {
  constructor(
    readonly body: Readable | string | Buffer | object | null,
    readonly status = 200,
    /** A list sends the header several times: `Set-Cookie`. */
    readonly headers: Readonly<Record<string, string | string[]>> = {},
  ) {}

  static created(body: object, location: string): Reply {
    return new Reply(body, 201, { Location: location });
  }

  static empty(): Reply {
    return new Reply(null, 204);
  }
}

/**
 * A route below `/api/v1`. The schemas validate, type the handler and make the OpenAPI description.
 *
 * @example
 * hub.routes.add({
 *   method: 'GET', path: '/tides/:id', summary: 'One tide', access: { role: 'viewer', scope: 'tides:read' },
 *   params: z.object({ id: z.string() }),
 *   handler: async ({ params }) => tides.require(params.id),
 * });
 */
export interface RouteDefinition<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
  method: HttpMethod;
  /** Begins with a slash, parameters as `:name`. A path that another owner has is refused. */
  path: string;
  summary: string;
  description?: string;
  access: Access;
  params?: P;
  /** Query values arrive as text; use `z.coerce`. Unknown parameters are refused. */
  query?: Q;
  body?: B;
  /**
   * Bodies that it takes besides JSON, by their media types; `*` is any. The handler gets them as a string, or as a `Uint8Array`, which `body` must
   * allow; `media_type` tells them apart.
   */
  accepts?: { text?: readonly string[]; bytes?: readonly string[] };
  /** The longest body, by default 1 MiB, at most 64 MiB; of JSON at most 2 MiB. */
  max_body_bytes?: number;
  /** For OpenAPI; not enforced. */
  response?: z.ZodType;
  /** Media types of the answer where it is not JSON. */
  produces?: readonly string[];
  /** False for a POST, PUT, PATCH or DELETE that changes nothing worth an entry (a search, a probe). Tests hold each other one to its entry. */
  mutates?: boolean;
  handler: (request: RouteRequest<z.output<P>, z.output<Q>, z.output<B>>) => unknown;
}

export interface Routes {
  add<
    P extends z.ZodObject = z.ZodObject<Record<never, never>>,
    Q extends z.ZodObject = z.ZodObject<Record<never, never>>,
    B extends z.ZodType = z.ZodUndefined,
  >(
    definition: RouteDefinition<P, Q, B>,
  ): void;
}
