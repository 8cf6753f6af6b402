import { Reply, nameSchema, z } from '@lightkeeper/plugin-sdk';
import type { JsonValue, Principal, Routes } from '@lightkeeper/plugin-sdk';
import { MAX_YAML_BYTES } from '../yaml/document.js';
import type { BlueprintLibrary, KnownBlueprint } from './library.js';

const READ = { role: 'viewer', scope: 'blueprints:read' } as const;
const WRITE = { role: 'admin', scope: 'blueprints:write' } as const;
const params = z.strictObject({ id: z.string().max(64) });
const YAML_TYPES = ['text/yaml', 'application/yaml'];
const body = z.string('must be the file of a blueprint, as text/yaml');

interface Deps {
  library: BlueprintLibrary;
  /** Makes an automation. */
  create: (input: { name: string } & Record<string, unknown>, principal: Principal | null) => Promise<Reply>;
}

/** Looking at blueprints, taking files in, and making automations of them. */
export function addBlueprintRoutes(routes: Routes, { library, create }: Deps): void {
  const tagged = (known: KnownBlueprint, status = 200): Reply =>
    new Reply(library.present(known), status, {
      ETag: `"${known.revision}"`,
      ...(status === 201 && { Location: `/api/v1/blueprints/${known.id}` }),
    });

  routes.add({
    method: 'GET',
    path: '/blueprints',
    summary: 'List the blueprints',
    access: READ,
    handler: () => ({ items: library.list(), next_cursor: null }),
  });

  routes.add({
    method: 'GET',
    path: '/blueprints/:id',
    summary: 'Read one blueprint',
    description: 'With `Accept: text/yaml` the file itself, to be shared.',
    access: READ,
    params,
    produces: ['application/json', 'text/yaml'],
    handler(request) {
      const known = library.require(request.params.id);
      if (!wantsYaml(request.header('accept'))) return tagged(known);
      return new Reply(known.file.yaml, 200, {
        'Content-Type': 'text/yaml; charset=utf-8',
        'Content-Disposition': `attachment; filename="${fileName(known.file.name)}.yaml"`,
      });
    },
  });

  routes.add({
    method: 'POST',
    path: '/blueprints',
    summary: 'Import a blueprint',
    description: 'The body is its file, as text/yaml.',
    access: WRITE,
    accepts: { text: YAML_TYPES },
    max_body_bytes: MAX_YAML_BYTES,
    body,
    handler: async ({ body: yaml }) => tagged(await library.add(yaml), 201),
  });

  routes.add({
    method: 'PUT',
    path: '/blueprints/:id',
    summary: 'Import a blueprint in its new form',
    description: 'The automations made from it follow.',
    access: WRITE,
    params,
    accepts: { text: YAML_TYPES },
    max_body_bytes: MAX_YAML_BYTES,
    body,
    handler: async ({ params: { id }, body: yaml, if_match }) => tagged(await library.replace(id, yaml, if_match)),
  });

  routes.add({
    method: 'DELETE',
    path: '/blueprints/:id',
    summary: 'Delete a blueprint',
    description: 'Refused while automations are made from it.',
    access: WRITE,
    params,
    handler: ({ params: { id } }) => library.remove(id),
  });

  routes.add({
    method: 'POST',
    path: '/blueprints/:id/automations',
    summary: 'Make an automation from a blueprint',
    access: WRITE,
    params,
    body: z.strictObject({
      name: nameSchema,
      description: z.string().max(2_000).optional(),
      inputs: z
        .record(
          z.string().max(40),
          z.custom<JsonValue>((value) => value !== undefined),
        )
        .default({}),
    }),
    handler({ params: { id }, body: { name, description = '', inputs }, principal }) {
      const { file } = library.require(id);
      return create({ name, description, ...file.behaviour, blueprint: { blueprint_id: id, inputs } }, principal);
    },
  });
}

/** Whether a client prefers YAML to JSON; a browser's address bar does not. */
export function wantsYaml(accept: string | undefined): boolean {
  const types = (accept ?? '').split(',').map((type) => type.split(';', 1)[0]?.trim().toLowerCase() ?? '');
  const [yaml, json] = [types.findIndex((type) => YAML_TYPES.includes(type)), types.indexOf('application/json')];
  return yaml !== -1 && (json === -1 || yaml < json);
}

function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'blueprint'
  );
}
