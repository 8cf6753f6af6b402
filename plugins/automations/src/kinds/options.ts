import { z } from '@lightkeeper/plugin-sdk';
import { expressionsIn, isTooDeep } from './expression-values.js';
import type { FoundExpression } from './expression-values.js';
import type { StepSort } from './nested.js';
import { BASE_FIELDS } from './registry.js';

export interface OptionProblem {
  readonly path: readonly (string | number)[];
  readonly detail: string;
}

/**
 * The options of a step. `ok` is false when they are wrong. `whole` is false while some of them are expressions: then they are as they were written,
 * without defaults, and what the expressions give is checked when the step is run.
 */
export type TakenOptions =
  | { readonly ok: true; readonly whole: boolean; readonly value: Record<string, unknown>; readonly problems: readonly OptionProblem[] }
  | { readonly ok: false; readonly problems: readonly OptionProblem[] };

const baseSchemas: Record<StepSort, z.ZodType> = {
  trigger: z.object({
    id: z
      .string()
      .regex(/^[a-z0-9_-]{1,40}$/, 'must be 1 to 40 of a-z, 0-9, _ and -')
      .optional(),
    enabled: z.boolean().optional(),
  }),
  condition: z.object({ enabled: z.boolean().optional() }),
  action: z.object({ note: z.string().max(500).optional(), enabled: z.boolean().optional(), continue_on_error: z.boolean().optional() }),
};

/** Takes the options of a step by the schema of its kind. */
export function takeOptions(sort: StepSort, schema: z.ZodObject, config: Readonly<Record<string, unknown>>): TakenOptions {
  if (isTooDeep(config)) return { ok: false, problems: [{ path: [], detail: 'Its values stand too deep in each other.' }] };
  const given = Object.fromEntries(Object.entries(config).filter(([key]) => !BASE_FIELDS[sort].has(key)));
  const problems = problemsOf(baseSchemas[sort].safeParse(config), []);
  const parsed = schema.safeParse(given);
  if (parsed.success) {
    return problems.length > 0 ? { ok: false, problems } : { ok: true, whole: true, value: parsed.data, problems };
  }
  const expressions = sort === 'action' ? expressionsIn(given) : [];
  problems.push(...problemsOf(parsed, expressions));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, whole: false, value: given, problems };
}

function problemsOf(result: z.ZodSafeParseResult<unknown>, expressions: readonly FoundExpression[]): OptionProblem[] {
  if (result.success) return [];
  return result.error.issues.flatMap((issue): OptionProblem[] => {
    const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], detail: 'There is no such field.' }));
    if (expressions.some((expression) => related(path, expression.path))) return [];
    const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
    return [{ path, detail: missing ? 'This is needed.' : sentence(issue.message) }];
  });
}

/** What is said of a value holds for expressions within it, and of what an expression stands for. */
function related(a: readonly (string | number)[], b: readonly (string | number)[]): boolean {
  const shorter = Math.min(a.length, b.length);
  return a.slice(0, shorter).every((key, index) => key === b[index]);
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
