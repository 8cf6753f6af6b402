import type { z } from 'zod';

type Json = Record<string, unknown>;

/**
 * A stored record as the schema of today has it: fields that came since have their defaults, at every depth, and those that are no more are gone.
 * What cannot be brought up to date stays as it was stored.
 */
export function broughtUpToDate(schema: z.ZodObject, stored: Json): Json {
  const current: Json = {};
  for (const [key, field] of Object.entries(schema.shape) as [string, z.ZodType][]) {
    const parsed = field.safeParse(stored[key]);
    if (parsed.success ? parsed.data !== undefined : key in stored) current[key] = parsed.success ? parsed.data : stored[key];
  }
  return current;
}

/** Which records were stored when their type had other fields, by id, with the revision for which that holds. */
export function findOutdated(schema: z.ZodObject, rows: readonly { id: string; revision: number; data: string }[]): Map<string, number> {
  const outdated = new Map<string, number>();
  for (const { id, revision, data } of rows) {
    const stored = JSON.parse(data) as Json;
    if (!sameFields(stored, broughtUpToDate(schema, stored))) outdated.set(id, revision);
  }
  return outdated;
}

/** Whether two values have the same fields, at every depth; secrets are stored in another form, so that values do not count. */
function sameFields(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, index) => sameFields(one, b[index]));
  if (!isObject(a) || !isObject(b)) return isObject(a) === isObject(b) && Array.isArray(a) === Array.isArray(b);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameFields(a[key], b[key]));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
