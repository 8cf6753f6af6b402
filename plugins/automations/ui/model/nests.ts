import { fieldsOf, type JsonSchema } from '@lightkeeper/ui';

export const STEP_SORTS = ['triggers', 'conditions', 'actions'] as const;
export type StepSort = (typeof STEP_SORTS)[number];

/** A place in a step's options where further steps stand. */
export type Nest =
  /** A list of them. */
  | { shape: 'list'; key: string; title: string; sort: StepSort; optional: boolean }
  /** Several lists side by side: the branches of what goes on at the same time. */
  | { shape: 'lists'; key: string; title: string; item_title: string; sort: StepSort; optional: boolean }
  /** Several times the same lists: the options of a choice. */
  | { shape: 'groups'; key: string; title: string; lists: { key: string; title: string; sort: StepSort }[]; optional: boolean };

function sortOf(schema: JsonSchema | undefined): StepSort | undefined {
  return STEP_SORTS.find((sort) => sort === schema?.ui?.widget);
}

function nestOf(key: string, schema: JsonSchema, optional: boolean): Nest | null {
  const title = fieldsOf({ properties: { [key]: schema } })[0]?.title ?? key;
  const sort = sortOf(schema);
  if (sort) return { shape: 'list', key, title, sort, optional };
  const inner = sortOf(schema.items);
  if (inner) return { shape: 'lists', key, title, item_title: schema.items?.title ?? title, sort: inner, optional };
  const lists = Object.entries(schema.items?.properties ?? {}).flatMap(([name, one]) => {
    const of = sortOf(one);
    return of ? [{ key: name, title: one.title ?? name, sort: of }] : [];
  });
  return lists.length > 0 ? { shape: 'groups', key, title, lists, optional } : null;
}

/** Takes a kind's schema apart: the fields of its form, and the places where further steps stand. */
export function splitSchema(schema: JsonSchema): { fields: JsonSchema; nests: Nest[] } {
  const required = new Set(schema.required ?? []);
  const nests: Nest[] = [];
  const properties: Record<string, JsonSchema> = {};
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const nest = nestOf(key, property, !required.has(key));
    if (nest) nests.push(nest);
    else properties[key] = property;
  }
  return { fields: { ...schema, properties, required: [...required].filter((key) => key in properties) }, nests };
}
