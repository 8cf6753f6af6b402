import type { AutomationKindInfo, AutomationKinds, TraceStep } from '@lightkeeper/plugin-sdk/wire';
import { fieldsOf, type JsonSchema } from '@lightkeeper/ui';
import { splitSchema, type StepSort } from './nests.js';
import { getAt, type Path } from './paths.js';

/** A step as it stands in the draft: whole or not yet. */
export interface Step {
  kind: string;
  enabled?: boolean;
  [option: string]: unknown;
}

export function isStep(value: unknown): value is Step {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

/** The innermost step that a path leads into; null where it leads into none. */
export function stepAt(value: unknown, path: Path): Step | null {
  const keys = path.split('.');
  for (let length = keys.length; length > 1; length -= 1) {
    const found = getAt(value, keys.slice(0, length).join('.'));
    if (isStep(found)) return found;
  }
  return null;
}

export function kindOf(kinds: AutomationKinds | null, sort: StepSort, kind: string): AutomationKindInfo | undefined {
  return kinds?.[sort].find((one) => one.kind === kind);
}

/** Kinds whose options are of several ways, of which one holds; the first is where a new step begins. */
const WAYS: Readonly<Record<string, readonly string[]>> = { repeat: ['count', 'while', 'until', 'for_each'] };

export function waysOf(sort: StepSort, kind: string): readonly string[] {
  return sort === 'actions' ? (WAYS[kind] ?? []) : [];
}

/** What a way begins with. */
export function firstOf(way: string): unknown {
  return way === 'count' ? 2 : [];
}

/** 192 bits that nobody guesses. */
function secretId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

/** A new step of a kind: with the defaults of its fields, and an empty list where steps have to be. */
export function freshStep(sort: StepSort, info: AutomationKindInfo): Step {
  const { fields, nests } = splitSchema(info.options_schema);
  const step: Step = { kind: info.kind };
  for (const [key, property] of Object.entries(fields.properties ?? {})) {
    if (property.default !== undefined) step[key] = property.default;
  }
  for (const nest of nests) {
    if (nest.optional) continue;
    if (nest.shape === 'list') step[nest.key] = [];
    else if (nest.shape === 'lists') step[nest.key] = [[], []];
    else step[nest.key] = [Object.fromEntries(nest.lists.map(({ key }) => [key, []]))];
  }
  if (sort === 'triggers' && info.kind === 'webhook') step['webhook_id'] = secretId();
  const [way] = waysOf(sort, info.kind);
  return way === undefined ? step : { kind: info.kind, [way]: firstOf(way), ...withoutKind(step) };
}

function withoutKind({ kind: _kind, ...rest }: Step): Record<string, unknown> {
  return rest;
}

/** The options as the hub takes them: a field that was emptied and may be left out is left out. */
export function pruned(schema: JsonSchema, options: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...options };
  for (const field of fieldsOf(schema)) {
    const value = result[field.key];
    const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    if (empty && field.optional) Reflect.deleteProperty(result, field.key);
    else if (field.kind === 'object' && typeof value === 'object' && value !== null) {
      const inner = schema.properties?.[field.key];
      if (inner?.properties) result[field.key] = pruned(inner, value as Record<string, unknown>);
    }
  }
  return result;
}

/**
 * Whether a step of a run is still what stands at its place: what it was given is what is written there, but for what was worked out. Of steps
 * that hold others that cannot be told.
 */
export function isSameStep(config: unknown, { kind, inputs }: Pick<TraceStep, 'kind' | 'inputs'>): boolean {
  if (!isStep(config) || config.kind !== kind) return false;
  const keys = Object.keys(inputs).filter((key) => config[key] !== undefined);
  return keys.length > 0 && keys.every((key) => isWorkedOut(config[key]) || JSON.stringify(config[key]) === JSON.stringify(inputs[key]));
}

const isWorkedOut = (value: unknown): boolean => typeof value === 'object' && value !== null && '$cel' in value;

/** `actions.2.then.0`, for a person: `3, 1`. */
export function placeWords(path: string): string {
  return path
    .split('.')
    .flatMap((key) => (/^\d+$/.test(key) ? [String(Number(key) + 1)] : []))
    .join('.');
}

/** How deep a step stands in others: 0 for those of the automation itself. */
export function depthOf(path: string): number {
  return Math.max(0, path.split('.').filter((key) => /^\d+$/.test(key)).length - 1);
}

/** Which sort of step stands at a path, by the name of the list that it is in. */
export function sortAt(path: string): StepSort {
  const lists = path.split('.').filter((key) => !/^\d+$/.test(key));
  const name = lists.at(-1) ?? '';
  if (name === 'triggers') return 'triggers';
  return ['conditions', 'while', 'until'].includes(name) ? 'conditions' : 'actions';
}
