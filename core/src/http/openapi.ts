import { ERROR_CODES } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import { API_PREFIX } from './api-router.js';
import type { RouteRecord } from './route-registry.js';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 description, made from the very schemas that validate the requests. */
export function openApi(routes: readonly RouteRecord[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = API_PREFIX + route.path.replaceAll(/:([a-z_]+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Lightkeeper', version, description: 'The API of the home-automation hub that keeps the lights and the logbook.' },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'lk_session' },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

function operation(route: RouteRecord): Json {
  const open = route.access === 'public';
  const success = route.method === 'POST' ? '201' : '200';
  const content = Object.fromEntries(
    (route.produces ?? ['application/json']).map((type) => [
      type,
      type === 'application/json' ? { schema: jsonSchema(route.response) } : {},
    ]),
  );
  return {
    summary: route.summary,
    ...(route.description !== undefined && { description: route.description }),
    operationId: `${route.method.toLowerCase()}${route.path.replaceAll(/[/:._-]+/g, '_')}`,
    tags: [route.path.split('/')[1] ?? ''],
    ...(route.access !== 'public' && { 'x-role': route.access.role, 'x-scope': route.access.scope }),
    'x-owner': route.owner,
    security: open ? [] : [{ bearer: [] }, { session: [] }],
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(route.body !== undefined && {
      requestBody: { required: true, content: requestContent(route) },
    }),
    responses: {
      [success]: { description: 'Done', content },
      default: { description: 'A problem', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  };
}

function requestContent({ body, accepts = {} }: RouteRecord): Json {
  const text = (accepts.text ?? []).map((type) => [type, { schema: { type: 'string' } }]);
  const bytes = (accepts.bytes ?? []).map((type) => [type, {}]);
  return { 'application/json': { schema: jsonSchema(body) }, ...(Object.fromEntries([...text, ...bytes]) as Json) };
}

function jsonSchema(schema: z.ZodType | undefined): Json {
  if (schema === undefined) return {};
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

function parameters(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = jsonSchema(schema) as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: value,
  }));
}

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: Object.keys(ERROR_CODES) },
    instance: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', properties: { field: { type: 'string' }, detail: { type: 'string' } } } },
    retry_after_s: { type: 'number' },
  },
};
