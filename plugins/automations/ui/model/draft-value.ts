import type { Automation, JsonValue, RunMode } from '@lightkeeper/plugin-sdk/wire';

/** What of an automation is edited. Whether it is enabled is switched beside it, and not kept back until it is saved. */
export interface DraftValue {
  name: string;
  description: string;
  mode: RunMode;
  max_runs: number;
  max_run_ms: number;
  missed: Automation['missed'];
  stored_traces: number;
  variables: Record<string, JsonValue>;
  blueprint: Automation['blueprint'];
  triggers: unknown[];
  conditions: unknown[];
  actions: unknown[];
}

export const EMPTY: DraftValue = {
  name: '',
  description: '',
  mode: 'single',
  max_runs: 10,
  max_run_ms: 86_400_000,
  missed: 'skip',
  stored_traces: 50,
  variables: {},
  blueprint: null,
  triggers: [],
  conditions: [],
  actions: [],
};

/** The edited part of an automation, in the order in which it is written as text. */
export function draftOf(automation: Automation): DraftValue {
  const { name, description, mode, max_runs, max_run_ms, missed, stored_traces, variables, blueprint, triggers, conditions, actions } =
    automation;
  return { name, description, mode, max_runs, max_run_ms, missed, stored_traces, variables, blueprint, triggers, conditions, actions };
}

/** What is sent: the steps of one that follows a blueprint are the blueprint's, and not sent. */
export function bodyOf(value: DraftValue): Record<string, unknown> {
  const { triggers, conditions, actions, blueprint, ...rest } = value;
  return blueprint === null ? { ...rest, blueprint, triggers, conditions, actions } : { ...rest, blueprint };
}

/** What is written as text: as it is sent. */
export function textOf(value: DraftValue | null): Record<string, unknown> | null {
  if (value === null) return null;
  const { blueprint, ...rest } = bodyOf(value);
  return blueprint === null ? rest : { ...rest, blueprint };
}

const STEPS = { triggers: true, conditions: true, actions: true } as const;

/** What was written as text, as a draft: what it does not say is as in a new one. Null when it cannot be one at all. */
export function draftFromText(value: unknown, before: DraftValue): DraftValue | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const given = value as Record<string, unknown>;
  const keys = Object.keys(EMPTY) as (keyof DraftValue)[];
  const absent = (key: keyof DraftValue): unknown =>
    key === 'blueprint' ? null : key in STEPS && given['blueprint'] ? before[key] : EMPTY[key];
  const draft = Object.fromEntries(keys.map((key) => [key, given[key] ?? absent(key)])) as unknown as DraftValue;
  const lists = [draft.triggers, draft.conditions, draft.actions] as unknown[];
  return lists.every((list) => Array.isArray(list)) ? draft : null;
}

export const sameDraft = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What another value says differently, by its names; undefined for what it does not say at all. */
export function changesBetween(from: Readonly<Record<string, unknown>>, to: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return Object.fromEntries(keys.filter((key) => !sameDraft(from[key], to[key])).map((key) => [key, to[key]]));
}
