import { HubError } from '@lightkeeper/plugin-sdk';
import type { FieldError } from '@lightkeeper/plugin-sdk';
import type { z } from 'zod';

/** Where the value came from decides how a field is named: `/config/address` in a body, `?since` in a query. */
export type FieldStyle = 'pointer' | 'query' | 'path';

const NAME: Record<FieldStyle, (path: readonly PropertyKey[]) => string> = {
  pointer: (path) => `/${path.map(String).join('/')}`,
  query: (path) => `?${path.map(String).join('.')}`,
  path: (path) => `:${path.map(String).join('.')}`,
};

/** zod's issues as field errors. Unknown keys are named one by one. */
export function fieldErrors(error: z.ZodError, style: FieldStyle = 'pointer'): FieldError[] {
  return error.issues.flatMap(nearest).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: NAME[style]([...issue.path, key]), detail: 'is not a known field' }));
    }
    return [{ field: NAME[style](issue.path), detail: issue.message }];
  });
}

/** What is wrong with a value of one of several kinds: with the kind that it fits best, where it fits one better than none. */
function nearest(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [best] = issue.errors.map((errors) => ({ errors, depth: depthOf(errors) })).sort((a, b) => b.depth - a.depth);
  if (best === undefined || best.depth === 0) return [issue];
  return best.errors.flatMap((inner) => nearest({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** How far into the value a kind went: 0 where it is of another kind altogether. */
function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path, code }) => path.length + (code === 'unrecognized_keys' ? 1 : 0)));
}

/** Parses, or throws `LK_VALIDATION` with every wrong field named. */
export function parseOrThrow<S extends z.ZodType>(schema: S, value: unknown, style: FieldStyle = 'pointer'): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = fieldErrors(result.error, style).slice(0, 20);
  const detail = errors.map(({ field, detail: text }) => `${field}: ${text}`).join('; ');
  throw new HubError('LK_VALIDATION', detail.slice(0, 1_000), { errors });
}
