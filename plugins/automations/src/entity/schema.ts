import { RUN_MODES, z } from '@lightkeeper/plugin-sdk';
import type { JsonValue } from '@lightkeeper/plugin-sdk';

const MAX_TOP_STEPS = 1_000;
/** Nested steps and their options: far deeper than `MAX_STEP_DEPTH` of them can stand. */
const MAX_DEPTH = 100;
const MAX_VARIABLE_DEPTH = 16;
const MAX_VARIABLES = 50;
/** All of an automation, as JSON. */
const MAX_LENGTH = 262_144;

/** Whether values stand deeper in each other than so; itself never goes deeper than that. */
function deeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return limit === 0 || Object.values(value).some((inner) => deeperThan(inner, limit - 1));
}

function small(value: unknown): boolean {
  return deeperThan(value, MAX_DEPTH) || JSON.stringify(value).length <= MAX_LENGTH;
}

/** A step as it is stored. What stands beside its kind is checked by the kind. */
const stepSchema = z.looseObject({ kind: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be the kind of a step') });

function steps(title: string): z.ZodType<z.output<typeof stepSchema>[]> {
  return z
    .array(stepSchema)
    .max(MAX_TOP_STEPS, `must be at most ${MAX_TOP_STEPS.toLocaleString('en')} steps`)
    .refine((list) => !deeperThan(list, MAX_DEPTH), 'stand too deep in each other')
    .refine(small, `must be at most ${MAX_LENGTH / 1_024} KiB`)
    .default([])
    .meta({ title });
}

/** Values under names, for expressions and for the holes of blueprints. */
function values(title: string): z.ZodType<Record<string, JsonValue>> {
  const value = z.custom<JsonValue>((given) => given !== undefined && !deeperThan(given, MAX_VARIABLE_DEPTH), 'must be a value as in JSON');
  return z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be named by 1 to 40 of a-z, 0-9 and _'), value)
    .refine((given) => Object.keys(given).length <= MAX_VARIABLES, `must be at most ${MAX_VARIABLES}`)
    .refine(small, `must be at most ${MAX_LENGTH / 1_024} KiB`)
    .meta({ title });
}

/** What an automation does beside its steps. */
export const behaviour = {
  mode: z.enum(RUN_MODES).default('single').meta({ title: 'While it runs' }),
  max_runs: z.number().int().min(1).max(1_000).default(10).meta({ title: 'Runs at one time' }),
  max_run_ms: z
    .number()
    .int()
    .min(1_000)
    .max(604_800_000)
    .default(86_400_000)
    .meta({ title: 'Longest run', ui: { widget: 'duration' } }),
  missed: z.enum(['skip', 'run_once']).default('skip').meta({ title: 'Schedules missed while the hub was off' }),
  stored_traces: z.number().int().min(1).max(1_000).default(50).meta({ title: 'Traces that are kept' }),
} as const;

/** The steps, and what they work with. */
export const steps_fields = {
  variables: values('Variables').default({}),
  triggers: steps('When'),
  conditions: steps('If'),
  actions: steps('Then'),
} as const;

/** An automation as it is stored. It is strict about itself, and leaves its steps to their kinds. */
export const automationSchema = z.strictObject({
  description: z
    .string()
    .max(2_000)
    .default('')
    .meta({ title: 'Description', ui: { widget: 'textarea' } }),
  enabled: z.boolean().default(true).meta({ title: 'Enabled' }),
  ...behaviour,
  ...steps_fields,
  blueprint: z
    .strictObject({ blueprint_id: z.string().min(1).max(64), inputs: values('Inputs').default({}) })
    .nullable()
    .default(null)
    .meta({ title: 'Blueprint' }),
});
export type AutomationRecord = z.output<typeof automationSchema>;
