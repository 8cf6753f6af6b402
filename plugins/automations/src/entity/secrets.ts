import { HubError, SECRET_MASK } from '@lightkeeper/plugin-sdk';
import type { JsonValue } from '@lightkeeper/plugin-sdk';
import type { Kinds, StepConfig, StepSort } from '../kinds/index.js';
import type { AutomationRecord } from './schema.js';

/** The lists of steps of an automation, with their sort. */
export const STEP_LISTS = [
  ['triggers', 'trigger'],
  ['conditions', 'condition'],
  ['actions', 'action'],
] as const satisfies readonly (readonly [string, StepSort])[];

export type StepLists = Pick<AutomationRecord, 'triggers' | 'conditions' | 'actions'>;

type Path = readonly string[];

/** Where the options of a kind are secret, out of the hints of its form; `*` for every key. */
function markedIn(schema: unknown, path: Path = []): Path[] {
  if (typeof schema !== 'object' || schema === null || path.length > 8) return [];
  const { properties, additionalProperties, ui } = schema as {
    properties?: Record<string, unknown>;
    additionalProperties?: unknown;
    ui?: { secret?: unknown };
  };
  if (ui?.secret === true) return [path];
  return [
    ...Object.entries(properties ?? {}).flatMap(([key, inner]) => markedIn(inner, [...path, key])),
    ...markedIn(additionalProperties, [...path, '*']),
  ];
}

/** The paths in a value that such a path with stars stands for. */
function expand(value: unknown, [key, ...rest]: Path, path: Path): Path[] {
  if (key === undefined) return [path];
  if (typeof value !== 'object' || value === null) return [];
  const keys = key === '*' ? Object.keys(value) : Object.hasOwn(value, key) ? [key] : [];
  return keys.flatMap((each) => expand((value as Record<string, unknown>)[each], rest, [...path, each]));
}

/** Knows what in steps is secret: an address with a key in it, the id of a webhook. */
export class StepSecrets {
  readonly #kinds: Kinds;
  readonly #marked = new WeakMap<object, Path[]>();

  constructor(kinds: Kinds) {
    this.#kinds = kinds;
  }

  /** Where the steps hold secrets, as lists of keys; also in what may yet turn out to be no automation. */
  find(lists: Readonly<Partial<Record<keyof StepLists, unknown>>>): Path[] {
    return STEP_LISTS.flatMap(([name, sort]) => {
      const found: Path[] = [];
      const list = lists[name];
      if (!Array.isArray(list)) return found;
      this.#kinds.walk(sort, list, name, (step) => {
        found.push(...this.#of(step.sort, step.config).map((path) => [...step.path.split('.'), ...path]));
      });
      return found;
    });
  }

  /** The options of one step with its secrets masked. */
  visible(sort: StepSort, config: StepConfig): Record<string, JsonValue> {
    const { kind: _, ...options } = config;
    return masked(options, this.#of(sort, config)) as Record<string, JsonValue>;
  }

  /**
   * Puts the stored secrets in the place of the masks that a client sent back. Throws `LK_VALIDATION` for a mask where nothing of the kind is stored.
   */
  unmask<T extends Partial<Record<keyof StepLists, unknown>>>(input: T, stored: Readonly<StepLists> | null): T {
    const result = { ...input };
    for (const [name, sort] of STEP_LISTS) {
      const list = input[name];
      if (!Array.isArray(list)) continue;
      const places: Path[] = [];
      this.#kinds.walk(sort, list, name, (step) => {
        places.push(...this.#of(step.sort, step.config).map((path) => [...step.path.split('.').slice(1), ...path]));
      });
      const hidden = places.filter((path) => at(list, path) === SECRET_MASK);
      if (hidden.length === 0) continue;
      const copy: unknown = structuredClone(list);
      for (const path of hidden) set(copy, path, this.#stored(path, name, list, stored));
      Object.assign(result, { [name]: copy });
    }
    return result;
  }

  #stored(path: Path, name: keyof StepLists, list: unknown, stored: Readonly<StepLists> | null): unknown {
    const step = path.findLastIndex((key, index) => kindAt(list, path.slice(0, index + 1)) !== undefined && /^\d+$/.test(key)) + 1;
    const before = stored?.[name];
    const same = kindAt(list, path.slice(0, step)) === kindAt(before, path.slice(0, step));
    const secret = at(before, path);
    if (!same || secret === undefined) throw HubError.field(`/${[name, ...path].join('/')}`, 'is hidden here; give it anew');
    return secret;
  }

  #of(sort: StepSort, config: StepConfig): Path[] {
    const registered = this.#kinds.find(sort, config.kind);
    if (registered === undefined) return [];
    let marked = this.#marked.get(registered);
    if (marked === undefined) this.#marked.set(registered, (marked = markedIn(registered.info.options_schema)));
    return marked.flatMap((path) => expand(config, path, []));
  }
}

/** A copy with masks in place of secrets; the value itself where there is none. */
export function masked(value: object, secrets: readonly Path[]): object {
  const shown = secrets.filter((path) => isText(at(value, path)));
  if (shown.length === 0) return value;
  const copy = structuredClone(value);
  for (const path of shown) set(copy, path, SECRET_MASK);
  return copy;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], value);
}

function kindAt(value: unknown, path: Path): unknown {
  const node = at(value, path);
  return typeof node === 'object' && node !== null ? (node as { kind?: unknown }).kind : undefined;
}

function set(value: unknown, path: Path, to: unknown): void {
  const parent = at(value, path.slice(0, -1)) as Record<string, unknown>;
  parent[path.at(-1) ?? ''] = to;
}
