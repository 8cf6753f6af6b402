import { pathToFileURL } from 'node:url';
import { HubError } from '@lightkeeper/plugin-sdk';
import type { PluginDefinition, Vocabulary } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';

export type AnyPluginDefinition = PluginDefinition<z.ZodObject, Vocabulary>;

const declaration = z.strictObject({
  severity: z.enum(['info', 'warning', 'error']),
  message: z.string().min(1).max(300),
  description: z.string().min(1).max(300),
  guarantee: z.enum(['strict', 'durable']).optional(),
  hook: z.string().max(80).optional(),
});

const isFunction = (value: unknown): boolean => typeof value === 'function';

const definitionSchema = z.strictObject({
  settings: z.custom<z.ZodObject>((value) => value instanceof z.ZodObject, "must be a z.object(…) made with the SDK's z").optional(),
  actions: z.record(z.string(), z.record(z.string(), declaration)).optional(),
  migrations: z
    .array(z.strictObject({ name: z.string().regex(/^\d{4}_[a-z0-9_]+$/), up: z.custom(isFunction), down: z.custom(isFunction) }))
    .optional(),
  setup: z.custom(isFunction, 'must be a function'),
});

/** Checks what a plugin's main module exports, before any of it is used. */
export function checkDefinition(value: unknown): AnyPluginDefinition {
  const result = definitionSchema.safeParse(value);
  if (result.success) return value as AnyPluginDefinition;
  const wrong = result.error.issues.map((issue) => `${issue.path.map(String).join('.') || 'default export'} ${issue.message}`);
  throw new HubError('LK_PLUGIN_INVALID', `its default export is not a plugin: ${wrong.join('; ')}. Make it with definePlugin().`);
}

let attempts = 0;

/** Imports a plugin's main module. Node remembers a failed import for ever, so a further try asks under another address. */
export async function importDefinition(main: string, retry: boolean): Promise<AnyPluginDefinition> {
  const url = pathToFileURL(main);
  if (retry) url.searchParams.set('try', String((attempts += 1)));
  const module = (await import(url.href)) as { default?: unknown };
  return checkDefinition(module.default);
}
