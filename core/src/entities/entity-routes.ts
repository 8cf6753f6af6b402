import { Reply } from '@lightkeeper/plugin-sdk';
import type { EntityUser, Role, Routes } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import type { Collection } from './collection.js';
import type { EntityTypeRecord } from './entity-types.js';

const ALL = ['list', 'get', 'create', 'update', 'delete'] as const;
const idParams = z.strictObject({ id: z.string().max(64) });
const pageQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).optional(), cursor: z.string().max(64).optional() });
const patchBody = z.record(z.string(), z.unknown());

/** Who speaks of a record, as far as the role may know. */
type UsersOf = (id: string, role: Role) => Promise<EntityUser[]>;

/** The REST routes that every registered type gets. */
export function addEntityRoutes(routes: Routes, definition: EntityTypeRecord, collection: Collection, usersOf: UsersOf): void {
  const path = `/${definition.path}`;
  const label = definition.label.toLowerCase();
  const read = { role: definition.access.read, scope: `${definition.path}:read` } as const;
  const write = { role: definition.access.write, scope: `${definition.path}:write` } as const;
  const wanted = new Set(definition.routes ?? ALL);

  if (wanted.has('list')) {
    routes.add({
      method: 'GET',
      path,
      summary: `List every ${label}`,
      access: read,
      query: pageQuery,
      handler: async ({ query }) => {
        const page = await collection.list({ ...(query.limit && { limit: query.limit }), ...(query.cursor && { cursor: query.cursor }) });
        return { items: page.items.map((entity) => collection.present(entity)), next_cursor: page.next_cursor };
      },
    });
  }
  if (wanted.has('get')) {
    routes.add({
      method: 'GET',
      path: `${path}/:id`,
      summary: `Read one ${label}`,
      access: read,
      params: idParams,
      handler: async ({ params }) => {
        const entity = await collection.require(params.id);
        return new Reply(collection.present(entity), 200, { ETag: `"${entity.revision}"` });
      },
    });
  }
  if (wanted.has('get') || wanted.has('delete')) {
    routes.add({
      method: 'GET',
      path: `${path}/:id/used-by`,
      summary: `List what speaks of one ${label}`,
      access: read,
      params: idParams,
      handler: async ({ params, principal }) => {
        await collection.require(params.id);
        return { items: await usersOf(params.id, principal?.role ?? 'guest') };
      },
    });
  }
  if (wanted.has('create')) {
    routes.add({
      method: 'POST',
      path,
      summary: `Create a ${label}`,
      access: write,
      body: collection.schema,
      handler: async ({ body }) => {
        const entity = await collection.create(body as { name: string });
        return Reply.created(collection.present(entity), `/api/v1${path}/${entity.id}`);
      },
    });
  }
  if (wanted.has('update')) {
    routes.add({
      method: 'PATCH',
      path: `${path}/:id`,
      summary: `Change a ${label} by JSON Merge Patch`,
      access: write,
      params: idParams,
      body: patchBody,
      handler: async ({ params, body, if_match }) => {
        const entity = await collection.update(params.id, body, if_match === undefined ? {} : { revision: if_match });
        return new Reply(collection.present(entity), 200, { ETag: `"${entity.revision}"` });
      },
    });
  }
  if (wanted.has('delete')) {
    routes.add({
      method: 'DELETE',
      path: `${path}/:id`,
      summary: `Delete a ${label}`,
      description: 'Answers 204, or 200 with `used_by` where other records speak of it; they stay, and say what they miss.',
      access: write,
      params: idParams,
      handler: async ({ params, if_match, principal }) => {
        const used_by = await usersOf(params.id, principal?.role ?? 'guest');
        await collection.remove(params.id, if_match === undefined ? {} : { revision: if_match });
        return used_by.length === 0 ? Reply.empty() : { used_by };
      },
    });
  }
}
