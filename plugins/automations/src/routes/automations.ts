import { Reply, roleAtLeast, z } from '@lightkeeper/plugin-sdk';
import type { Entity, EntityCollection, Principal, Routes } from '@lightkeeper/plugin-sdk';
import { wantsYaml } from '../blueprints/routes.js';
import type { AutomationBook } from '../entity/book.js';
import type { AutomationRecord } from '../entity/schema.js';
import type { StepSecrets } from '../entity/secrets.js';
import { masked } from '../entity/secrets.js';
import type { AutomationWriter } from '../entity/writer.js';
import { automationText } from '../yaml/automation.js';

const READ = { role: 'viewer', scope: 'automations:read' } as const;
const WRITE = { role: 'admin', scope: 'automations:write' } as const;
const params = z.strictObject({ id: z.string().max(64) });
const accepts = { text: ['text/yaml', 'application/yaml'] };

/** The entity's schema says what is wrong with it; here it may be either of two. */
export const automationBody = z.union([
  z.looseObject({
    name: z.unknown().optional(),
    triggers: z.unknown().optional(),
    conditions: z.unknown().optional(),
    actions: z.unknown().optional(),
    blueprint: z.unknown().optional(),
  }),
  z.string(),
]);

interface Deps {
  automations: EntityCollection<AutomationRecord>;
  book: AutomationBook;
  writer: AutomationWriter;
  secrets: StepSecrets;
}

/** An automation as an answer, with its secrets for those who may change them. */
export function automationReply({
  automations,
  book,
}: Pick<Deps, 'automations' | 'book'>): (entity: Entity<AutomationRecord>, principal: Principal | null, status?: number) => Reply {
  return (entity, principal, status = 200) => {
    const body = { ...automations.present(entity), ...(mayWrite(principal) && opened(book, entity)) };
    return new Reply(body, status, {
      ETag: `"${entity.revision}"`,
      ...(status === 201 && { Location: `/api/v1/automations/${entity.id}` }),
    });
  };
}

/** Reading and writing automations, as JSON and as YAML; listing and deleting are the entity type's. */
export function addAutomationRoutes(routes: Routes, { automations, book, writer, secrets }: Deps): void {
  const reply = automationReply({ automations, book });

  routes.add({
    method: 'GET',
    path: '/automations/:id',
    summary: 'Read one automation',
    description: 'With `Accept: text/yaml` as a text. Those who may not change it do not see its secrets.',
    access: READ,
    params,
    produces: ['application/json', 'text/yaml'],
    async handler(request) {
      const { principal } = request;
      const entity = await automations.require(request.params.id);
      if (!wantsYaml(request.header('accept'))) return reply(entity, principal);
      const { data } = entity;
      const shown = mayWrite(principal) ? data : (masked(data, secrets.find(data)) as AutomationRecord);
      return new Reply(automationText(entity.name, shown), 200, {
        'Content-Type': 'text/yaml; charset=utf-8',
        ETag: `"${entity.revision}"`,
      });
    },
  });

  routes.add({
    method: 'POST',
    path: '/automations',
    summary: 'Create an automation',
    description: 'As JSON, or as text/yaml.',
    access: WRITE,
    accepts,
    body: automationBody,
    handler: async ({ body, principal }) => reply(await writer.create(body), principal, 201),
  });

  routes.add({
    method: 'PUT',
    path: '/automations/:id',
    summary: 'Take an automation in its new form',
    description: 'The whole of it, as JSON or as text/yaml: what is left out is as by default.',
    access: WRITE,
    params,
    accepts,
    body: automationBody,
    handler: async ({ params: { id }, body, if_match, principal }) => reply(await writer.replace(id, body, if_match), principal),
  });

  routes.add({
    method: 'PATCH',
    path: '/automations/:id',
    summary: 'Change an automation by JSON Merge Patch',
    description: 'With `{ "blueprint": null }` an automation that follows a blueprint keeps its steps as its own.',
    access: WRITE,
    params,
    body: z.record(z.string(), z.unknown()),
    handler: async ({ params: { id }, body, if_match, principal }) => reply(await writer.update(id, body, if_match), principal),
  });
}

function opened(book: AutomationBook, entity: Entity<AutomationRecord>): object {
  const { triggers, conditions, actions } = { ...entity.data, ...book.present(entity, { open: true }) };
  return { triggers, conditions, actions };
}

function mayWrite(principal: Principal | null): boolean {
  if (principal === null || !roleAtLeast(principal.role, WRITE.role)) return false;
  return principal.scopes.includes('*') || principal.scopes.includes(WRITE.scope);
}
