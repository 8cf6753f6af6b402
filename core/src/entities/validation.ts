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
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: NAME[style]([...issue.path, key]), detail: 'is not a known field' }));
    }
    return [{ field: NAME[style](issue.path), detail: issue.message }];
  });
}

/** Parses, or throws `LK_VALIDATION` with every wrong field named. */
export function parseOrThrow<S extends z.ZodType>(schema: S, value: unknown, style: FieldStyle = 'pointer'): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = fieldErrors(result.error, style).slice(0, 20);
  const detail = errors.map(({ field, detail: text }) => `${field}: ${text}`).join('; ');
  throw new HubError('LK_VALIDATION', detail.slice(0, 1_000), { errors });
}
