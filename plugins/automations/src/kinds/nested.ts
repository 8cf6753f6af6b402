export type StepSort = 'trigger' | 'condition' | 'action';

/** Where options hold a list of steps. */
export interface NestedList {
  readonly sort: StepSort;
  /** Keys that lead to the list; `*` for each of a list. */
  readonly keys: readonly string[];
}

const SORTS: Readonly<Record<string, StepSort>> = { triggers: 'trigger', conditions: 'condition', actions: 'action' };

/** The lists of steps in a JSON Schema, by the hint `widget` of their forms. */
export function findNested(schema: unknown, keys: readonly string[] = []): NestedList[] {
  if (!isObject(schema) || keys.length > 8) return [];
  const widget = isObject(schema.ui) ? schema.ui.widget : undefined;
  const sort = typeof widget === 'string' ? SORTS[widget] : undefined;
  if (sort !== undefined) return [{ sort, keys }];
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  return [
    ...properties.flatMap(([key, property]) => findNested(property, [...keys, key])),
    ...findNested(schema.items, [...keys, '*']),
    ...(Array.isArray(schema.anyOf) ? schema.anyOf.flatMap((part) => findNested(part, keys)) : []),
  ];
}

/** The lists at such a place, each with its path; what is not there, or is no list, is passed over. */
export function listsAt(options: unknown, keys: readonly string[], path: string): { path: string; list: readonly unknown[] }[] {
  const [key, ...rest] = keys;
  if (key === undefined) return Array.isArray(options) ? [{ path, list: options }] : [];
  if (key === '*') {
    return Array.isArray(options) ? options.flatMap((item, index) => listsAt(item, rest, `${path}.${index}`)) : [];
  }
  return isObject(options) && Object.hasOwn(options, key) ? listsAt(options[key], rest, `${path}.${key}`) : [];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
