import type { Clock, ConditionConfig, ConditionResult, HomeFacts, RunFacts } from '@lightkeeper/plugin-sdk';
import { HubError } from '@lightkeeper/plugin-sdk';
import type { Kinds } from '../kinds/index.js';

interface TesterOptions {
  readonly kinds: Kinds;
  readonly clock: Clock;
  readonly home: HomeFacts;
}

/** Works out conditions by their kinds. */
export class ConditionTester {
  readonly #options: TesterOptions;

  constructor(options: TesterOptions) {
    this.#options = options;
  }

  /** Throws, with a sentence, when the condition cannot be worked out: its kind is away, or its options are wrong. */
  test(condition: ConditionConfig, run: RunFacts): ConditionResult | Promise<ConditionResult> {
    const { kinds, clock, home } = this.#options;
    const kind = kinds.conditions.find(condition.kind)?.kind;
    const options = kinds.options('condition', condition);
    if (kind === undefined || options === undefined) {
      throw new HubError('LK_VALIDATION', `There is no condition "${condition.kind}", or its plugin does not run.`);
    }
    if (!options.ok)
      throw new HubError('LK_VALIDATION', `The condition "${condition.kind}" is not right: ${options.problems[0]?.detail ?? ''}`);
    return kind.test(options.value, { run, clock, home, test: async (inner) => this.test(inner, run) });
  }
}
