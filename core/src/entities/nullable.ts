import type { z } from 'zod';

/**
 * Merge Patch takes a member away with null, yet many fields of ours are "text or null". For those, null is the value.
 * Restores the nulls that a patch gave to fields whose schema accepts null.
 */
export function keepNulls(schema: z.ZodObject, patch: Record<string, unknown>, merged: Record<string, unknown>): Record<string, unknown> {
  const result = { ...merged };
  for (const [key, value] of Object.entries(patch)) {
    const field = schema.shape[key] as z.ZodType | undefined;
    if (value === null && field?.safeParse(null).success === true) result[key] = null;
  }
  return result;
}
