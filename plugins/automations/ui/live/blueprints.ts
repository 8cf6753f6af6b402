import type { Automation, AutomationCheck, Blueprint, JsonValue } from '@lightkeeper/plugin-sdk/wire';
import { api, collection, type Collection, type JsonSchema } from '@lightkeeper/ui';
import { automations } from './automations.js';

/** All blueprints: those that come with the hub, and those that were taken in. */
export const blueprints: Collection<Blueprint> = collection<Blueprint>('blueprints', { entity_type: 'blueprint', refetch: true });

const pathOf = (id: string): string => `blueprints/${encodeURIComponent(id)}`;

export const blueprintPage = (id: string): string => `/automations/blueprints/${encodeURIComponent(id)}`;

/** The form of a blueprint's holes. */
export function inputsSchema({ inputs }: Blueprint): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(
      inputs.map(({ key, title, description, schema, default: initial }) => [
        key,
        { ...(schema as JsonSchema), title, description, ...(initial === null ? {} : { default: initial }) },
      ]),
    ),
    required: inputs.filter(({ required }) => required).map(({ key }) => key),
  };
}

/** What an automation made of it would be in words; null while something is missing. */
export async function preview(blueprint_id: string, inputs: Record<string, JsonValue>): Promise<AutomationCheck> {
  return api.post<AutomationCheck>('automations/check', { name: 'automation', blueprint: { blueprint_id, inputs } });
}

/** Makes an automation of it. Throws what the hub refuses. */
export async function make(blueprint_id: string, name: string, inputs: Record<string, JsonValue>): Promise<Automation> {
  const made = await api.post<Automation>(`${pathOf(blueprint_id)}/automations`, { name, inputs });
  automations.put(made);
  return made;
}

/** Takes a file in. Throws what the hub refuses, with the lines. */
export async function takeIn(yaml: string): Promise<Blueprint> {
  const taken = await api.post<Blueprint>('blueprints', yaml, { text_type: 'text/yaml' });
  blueprints.put(taken);
  return taken;
}

export async function removeBlueprint({ id }: Blueprint): Promise<void> {
  await api.delete(pathOf(id));
  blueprints.remove(id);
}
