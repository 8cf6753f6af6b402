import { inherit } from './step-keys.js';

/** Where something stands in an automation: `actions.2.then.0`, as the hub writes it. */
export type Path = string;

const keysOf = (path: Path): string[] => (path === '' ? [] : path.split('.'));

export const joined = (path: Path, key: string | number): Path => (path === '' ? String(key) : `${path}.${key}`);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function getAt(value: unknown, path: Path): unknown {
  return keysOf(path).reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return (at as unknown[])[Number(key)];
    return isObject(at) ? at[key] : undefined;
  }, value);
}

function put(at: unknown, keys: readonly string[], next: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return next;
  if (Array.isArray(at)) {
    const list = at as unknown[];
    return list.with(Number(key), put(list[Number(key)], rest, next));
  }
  const object = isObject(at) ? at : {};
  const inner = put(object[key], rest, next);
  const { [key]: _old, ...others } = object;
  // A key keeps its place among the others.
  const copy = inner === undefined ? others : { ...object, [key]: inner };
  inherit(object, copy);
  return copy;
}

/** The value with another one at the path, and the given one left alone. `undefined` takes a key away. */
export function setAt<T extends object>(value: T, path: Path, next: unknown): T {
  return put(value, keysOf(path), next) as T;
}

/** The list at a path; empty where there is none. */
export function listAt(value: unknown, path: Path): readonly unknown[] {
  const found = getAt(value, path);
  return Array.isArray(found) ? (found as unknown[]) : [];
}

/** Moves one item of a list to another place in it. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined) return [...list];
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** What is said of one thing, by the path below it: `''` for the thing itself. Things that stand in it as steps of their own are left to them. */
export function below(problems: readonly { path: Path; detail: string }[], path: Path): { path: Path; detail: string }[] {
  return problems.flatMap((problem) => {
    if (problem.path === path) return { path: '', detail: problem.detail };
    return problem.path.startsWith(`${path}.`) ? { path: problem.path.slice(path.length + 1), detail: problem.detail } : [];
  });
}
