import { z } from '@lightkeeper/plugin-sdk';
import type { ConditionKind } from '@lightkeeper/plugin-sdk';
import type { Expressions } from '../expressions/index.js';
import type { TriggerHub } from '../triggers/index.js';

const captureOptions = z.strictObject({
  capture_id: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ title: 'Capture', description: 'Left out: any.', ui: { entity: 'capture' } }),
  running: z.boolean().default(true).meta({ title: 'Is running' }),
});

export function captureCondition(hub: TriggerHub): ConditionKind<typeof captureOptions> {
  return {
    kind: 'capture',
    name: 'Capture',
    description: 'A capture runs, or none does.',
    icon: 'monitor',
    group: 'scene',
    options: captureOptions,
    references: ({ capture_id }) => (capture_id === undefined ? [] : [{ type: 'capture', id: capture_id, option: 'capture_id' }]),
    sentence: ({ capture_id, running }, words) => {
      if (capture_id === undefined) return running ? 'a capture is running' : 'no capture is running';
      return `${words.name('capture', capture_id)} is ${running ? 'running' : 'not running'}`;
    },
    test({ capture_id, running }) {
      const captures = hub.services.get('capture');
      if (captures === undefined) throw new Error('The plugin of the captures does not run.');
      const asked = capture_id === undefined ? undefined : captures.get(capture_id);
      if (capture_id !== undefined && asked === undefined) throw new Error('The capture is gone.');
      const runs = (asked === undefined ? captures.list() : [asked]).filter(({ status }) => status.state !== 'stopped');
      const [first] = runs;
      const none = asked === undefined ? 'No capture is running' : `${asked.name} is not running`;
      const detail = first === undefined ? none : `${first.name} is running`;
      return { passed: runs.length > 0 === running, detail, inputs: { running: runs.map(({ name }) => name) } };
    },
  };
}

const triggerOptions = z.strictObject({
  ids: z
    .array(z.string().min(1).max(40))
    .min(1)
    .max(50)
    .meta({ title: 'Trigger', description: 'The ids that triggers of this automation have.' }),
});

/** Which trigger fired, by the ids that the automation gives them. */
export const triggerCondition: ConditionKind<typeof triggerOptions> = {
  kind: 'trigger',
  name: 'Which trigger',
  description: 'One of some triggers of this automation set the run going.',
  icon: 'zap',
  group: 'logic',
  options: triggerOptions,
  sentence: ({ ids }, words) =>
    `it was triggered by ${words.list(
      ids.map((id) => words.value(id)),
      'or',
    )}`,
  test({ ids }, { run: { trigger } }) {
    const id = trigger.id ?? '';
    return {
      passed: ids.includes(id),
      detail: id === '' ? 'The trigger has no id' : `The trigger was “${id}”`,
      inputs: { trigger: trigger.id },
    };
  },
};

export function expressionCondition(expressions: Expressions): ConditionKind<z.ZodObject<{ expression: z.ZodString }>> {
  const expressionOptions = z.strictObject({
    expression: z
      .string()
      .max(2_000)
      .superRefine((expression, context) => {
        const mistake = expressions.check(expression, { yes_or_no: true });
        if (mistake !== null) context.addIssue({ code: 'custom', message: mistake });
      })
      .meta({ title: 'Expression', description: 'In CEL; it must give true or false.', ui: { widget: 'expression' } }),
  });
  return {
    kind: 'expression',
    name: 'Expression',
    description: 'An expression gives true.',
    icon: 'braces',
    group: 'logic',
    options: expressionOptions,
    sentence: ({ expression }) => `“${expression}” is true`,
    test({ expression }, { run }) {
      const value = expressions.evaluate(expression, run);
      if (typeof value !== 'boolean')
        throw new Error(`The expression must give true or false, and gave ${JSON.stringify(value).slice(0, 60)}.`);
      return { passed: value, detail: `The expression gives ${value}`, inputs: { value } };
    },
  };
}
