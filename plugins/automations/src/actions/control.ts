import { z } from '@lightkeeper/plugin-sdk';
import type { ActionConfig, ConditionConfig, SentenceWords } from '@lightkeeper/plugin-sdk';
import type { ControlKind } from '../kinds/index.js';

/** A week: as long as a run may last at most. */
const LONGEST_MS = 604_800_000;
const MAX_LIST = 1_000;

// Steps are checked by their own kinds, see Kinds.walk.
const step = z.looseObject({ kind: z.string() });
const steps = (widget: 'triggers' | 'conditions' | 'actions', title: string): z.ZodType<z.output<typeof step>[]> =>
  z.array(step).max(MAX_LIST).meta({ title, ui: { widget } });
const length = z.number().int().min(1).max(LONGEST_MS);

const conditionsOf = (value: unknown): ConditionConfig[] => value as ConditionConfig[];
const actionsOf = (value: unknown): ActionConfig[] => value as ActionConfig[];

function control<S extends z.ZodObject>(
  kind: Omit<ControlKind, 'group' | 'options' | 'sentence'> & { options: S; sentence(options: z.output<S>, words: SentenceWords): string },
): ControlKind {
  return { group: 'logic', ...kind };
}

/** The actions that the engine does itself: how they look, are checked and are told. */
export const CONTROL_KINDS: readonly ControlKind[] = [
  control({
    kind: 'delay',
    name: 'Wait for a time',
    description: 'Lets some time go by. It outlives a restart of the hub.',
    icon: 'timer',
    options: z.strictObject({ duration_ms: length.meta({ title: 'How long', ui: { widget: 'duration' } }) }),
    sentence: ({ duration_ms }, words) => `wait ${words.duration(duration_ms)}`,
  }),
  control({
    kind: 'wait',
    name: 'Wait for something',
    description: 'Goes on when one of the triggers fires, or the time is up.',
    icon: 'hourglass',
    options: z.strictObject({
      triggers: steps('triggers', 'Until').refine((list) => list.length > 0, 'must name at least one trigger'),
      timeout_ms: length.optional().meta({ title: 'At most', ui: { widget: 'duration' } }),
      continue_on_timeout: z.boolean().default(true).meta({ title: 'Go on when the time is up' }),
    }),
    sentence({ triggers, timeout_ms, continue_on_timeout }, words) {
      const until = `wait until ${words.triggers(triggers)}`;
      if (timeout_ms === undefined) return until;
      return `${until}, at most ${words.duration(timeout_ms)}${(continue_on_timeout as boolean | undefined) === false ? ', else end' : ''}`;
    },
  }),
  control({
    kind: 'choose',
    name: 'Choose',
    description: 'Does the actions of the first option whose conditions hold.',
    icon: 'list-tree',
    options: z.strictObject({
      options: z
        .array(z.strictObject({ conditions: steps('conditions', 'If'), actions: steps('actions', 'Then') }))
        .min(1, 'must hold at least one')
        .max(100)
        .meta({ title: 'Options' }),
      otherwise: steps('actions', 'Otherwise').optional(),
    }),
    sentence({ options, otherwise }, words) {
      const parts = options.map(
        ({ conditions, actions }) => `if ${words.conditions(conditionsOf(conditions))}, ${words.actions(actionsOf(actions))}`,
      );
      return [...parts, ...(otherwise ? [words.actions(actionsOf(otherwise))] : [])].join(', otherwise ');
    },
  }),
  control({
    kind: 'if',
    name: 'If',
    description: 'Does one thing when the conditions hold, and another when they do not.',
    icon: 'split',
    options: z.strictObject({
      conditions: steps('conditions', 'If'),
      then: steps('actions', 'Then'),
      else: steps('actions', 'Otherwise').optional(),
    }),
    sentence(options, words) {
      const first = `if ${words.conditions(conditionsOf(options.conditions))}, ${words.actions(actionsOf(options.then))}`;
      return options.else ? `${first}, otherwise ${words.actions(actionsOf(options.else))}` : first;
    },
  }),
  control({
    kind: 'repeat',
    name: 'Repeat',
    description: 'Does the same several times: so often, while something holds, until something holds, or for each of a list.',
    icon: 'repeat',
    options: z
      .strictObject({
        count: z.number().int().min(1).max(10_000).optional().meta({ title: 'So often' }),
        while: steps('conditions', 'While').optional(),
        until: steps('conditions', 'Until').optional(),
        for_each: z
          .array(z.json())
          .max(MAX_LIST)
          .optional()
          .meta({ title: 'For each of', description: 'A list; `repeat.item` is the one whose turn it is.' }),
        actions: steps('actions', 'What'),
      })
      .refine(
        (options) => [options.count, options.while, options.until, options.for_each].filter((one) => one !== undefined).length === 1,
        'must have one of count, while, until and for_each',
      ),
    sentence({ count, while: during, until, for_each, actions }, words) {
      const what = words.actions(actionsOf(actions));
      if (during !== undefined) return `while ${words.conditions(conditionsOf(during))}, repeat: ${what}`;
      if (until !== undefined) return `until ${words.conditions(conditionsOf(until))}, repeat: ${what}`;
      if (for_each !== undefined) {
        const each = Array.isArray(for_each) ? `${for_each.length} values` : words.value(for_each);
        return `for each of ${each}: ${what}`;
      }
      return count === 1 ? what : `${typeof count === 'number' ? String(count) : words.value(count)} times: ${what}`;
    },
  }),
  control({
    kind: 'parallel',
    name: 'At the same time',
    description: 'Does several things side by side, and goes on when all are done.',
    icon: 'columns-3',
    options: z.strictObject({
      branches: z.array(steps('actions', 'Branch')).min(1, 'must hold at least one').max(50).meta({ title: 'Branches' }),
    }),
    sentence: ({ branches }, words) => `at the same time ${words.list(branches.map((branch) => words.actions(actionsOf(branch))))}`,
  }),
  control({
    kind: 'variables',
    name: 'Set variables',
    description: 'Keeps values under names, for the expressions of the steps that follow.',
    icon: 'variable',
    options: z.strictObject({
      values: z
        .record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be 1 to 40 of a-z, 0-9 and _'), z.json())
        .refine((values) => Object.keys(values).length <= 50, 'must be at most 50')
        .meta({ title: 'Values' }),
    }),
    sentence: ({ values }, words) => `set ${words.list(Object.keys(values))}`,
  }),
  control({
    kind: 'stop',
    name: 'Stop',
    description: 'Ends the run here, and says why.',
    icon: 'octagon-x',
    options: z.strictObject({
      reason: z.string().min(1).max(300).meta({ title: 'Why' }),
      failed: z.boolean().default(false).meta({ title: 'Counts as failed' }),
    }),
    sentence: ({ reason }, words) => `stop because of ${words.value(reason)}`,
  }),
  control({
    kind: 'check',
    name: 'Go on only if',
    description: 'Ends the run here unless the conditions hold.',
    icon: 'shield-check',
    options: z.strictObject({ conditions: steps('conditions', 'If') }),
    sentence: ({ conditions }, words) => `go on only if ${words.conditions(conditionsOf(conditions))}`,
  }),
];
