import { z } from '@lightkeeper/plugin-sdk';
import type { ConditionConfig, ConditionKind, ConditionResult, ConditionTools } from '@lightkeeper/plugin-sdk';

// Steps within others are checked by their own kinds, see Kinds.walk.
const options = z.strictObject({
  conditions: z
    .array(z.looseObject({ kind: z.string() }))
    .min(1, 'must hold at least one')
    .max(100)
    .meta({ title: 'Conditions', ui: { widget: 'conditions' } }),
});

interface Tested {
  readonly result: ConditionResult;
  readonly count: number;
}

/** Those that are not switched off, one after another, until one of them decides. */
async function until(decides: boolean, conditions: readonly ConditionConfig[], { test }: ConditionTools): Promise<Tested | null> {
  let last: Tested | null = null;
  let count = 0;
  for (const condition of conditions) {
    if (condition.enabled === false) continue;
    count += 1;
    last = { result: await test(condition), count };
    if (last.result.passed === decides) return last;
  }
  return last;
}

const all: ConditionKind<typeof options> = {
  kind: 'and',
  name: 'All of',
  description: 'All of the conditions hold.',
  icon: 'ampersand',
  group: 'logic',
  options,
  sentence: ({ conditions }, words) => words.conditions(conditions, 'and'),
  async test({ conditions }, tools) {
    const tested = await until(false, conditions, tools);
    if (tested === null) return { passed: true, detail: 'All conditions are switched off' };
    const { result, count } = tested;
    return result.passed
      ? { passed: true, detail: count === 1 ? result.detail : `All ${count} hold` }
      : { passed: false, detail: result.detail };
  },
};

const any: ConditionKind<typeof options> = {
  kind: 'or',
  name: 'Any of',
  description: 'At least one of the conditions holds.',
  icon: 'circle-slash-2',
  group: 'logic',
  options,
  sentence: ({ conditions }, words) => words.conditions(conditions, 'or'),
  async test({ conditions }, tools) {
    const tested = await until(true, conditions, tools);
    if (tested === null) return { passed: true, detail: 'All conditions are switched off' };
    const { result, count } = tested;
    return result.passed || count === 1 ? result : { passed: false, detail: `None of ${count} holds: ${result.detail}` };
  },
};

const none: ConditionKind<typeof options> = {
  kind: 'not',
  name: 'None of',
  description: 'None of the conditions holds.',
  icon: 'ban',
  group: 'logic',
  options,
  sentence: ({ conditions }, words) => `it is not so that ${words.conditions(conditions, 'or')}`,
  async test({ conditions }, tools) {
    const tested = await until(true, conditions, tools);
    if (tested === null) return { passed: true, detail: 'All conditions are switched off' };
    const { result, count } = tested;
    const detail = count === 1 || result.passed ? result.detail : `None of ${count} holds`;
    return { passed: !result.passed, detail };
  },
};

export const LOGIC_KINDS = [all, any, none] as const;
