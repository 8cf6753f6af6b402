import { isObject } from './nested.js';

/** Values may stand so deep in each other. */
const MAX_VALUE_DEPTH = 32;

export interface FoundExpression {
  readonly path: readonly (string | number)[];
  readonly expression: string;
}

/** The text of `{ "$cel": … }`; undefined for any other value. */
export function expressionOf(value: unknown): string | undefined {
  if (!isObject(value) || typeof value.$cel !== 'string') return undefined;
  for (const key in value) if (key !== '$cel') return undefined;
  return value.$cel;
}

/** All expressions in a value. */
export function expressionsIn(value: unknown, path: readonly (string | number)[] = []): FoundExpression[] {
  if (typeof value !== 'object' || value === null || path.length > MAX_VALUE_DEPTH) return [];
  const expression = expressionOf(value);
  if (expression !== undefined) return [{ path, expression }];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => expressionsIn(inner, [...path, key]));
}

/** Whether a value stands deeper than it may. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= MAX_VALUE_DEPTH) return true;
  return Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
}
