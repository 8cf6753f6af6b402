import { HubError } from '@lightkeeper/plugin-sdk';
import type { ActionConfig, ActionKind, ActionTools, Disposer, Hub, RunFacts, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { Arming } from './arming/index.js';
import type { ConditionTester } from './conditions/index.js';
import type { World } from './engine/index.js';
import type { StepSecrets } from './entity/secrets.js';
import type { Expressions } from './expressions/index.js';
import type { Kinds, StepConfig, StepSort } from './kinds/index.js';
import type { Patience } from './patience.js';
import type { Words } from './words/words.js';

interface Deps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'clock' | 'context' | 'home' | 'log'>;
  kinds: Kinds;
  words: Words;
  secrets: StepSecrets;
  expressions: Pick<Expressions, 'resolve'>;
  conditions: Pick<ConditionTester, 'test'>;
  arming: () => Pick<Arming, 'listen'>;
  patience: Patience;
}

/** What runs do to the world, by the kinds of their steps. */
export function createWorld({ hub, kinds, words, secrets, expressions, conditions, arming, patience }: Deps): World {
  const { clock, context, home, log } = hub;

  function taken(action: ActionConfig): { kind: ActionKind; options: Record<string, unknown> } {
    const kind = kinds.actions.find(action.kind)?.kind;
    const options = kinds.options('action', action);
    if (kind === undefined || options === undefined || !('run' in kind)) {
      throw new HubError('LK_VALIDATION', `There is no action “${action.kind}”, or the plugin that brings it does not run.`);
    }
    if (options.ok && options.whole) return { kind, options: options.value };
    const [problem] = options.problems;
    throw new HubError('LK_VALIDATION', `${problem?.path.join('.') ?? action.kind}: ${problem?.detail ?? 'It is not whole.'}`);
  }

  const known = (sort: StepSort, step: StepConfig): Promise<void> | null =>
    patience.isNeeded(sort, [step]) ? new Promise((resolve) => void patience.await(sort, [step], resolve)) : null;

  const tools = (run: RunFacts, signal: () => AbortSignal): ActionTools => ({
    run,
    clock,
    log,
    home,
    get signal() {
      return signal();
    },
  });

  return {
    within: ({ automation_id, automation_name }, cause, fn) =>
      context.run({ actor: `automation:${automation_name}`, actor_id: automation_id, origin: 'automation', ...cause }, fn),
    test(condition, run) {
      const wait = known('condition', condition);
      return wait === null ? conditions.test(condition, run) : wait.then(() => conditions.test(condition, run));
    },
    resolve: (value, run) => expressions.resolve(value, run),
    async act(action, run, signal) {
      const wait = known('action', action);
      if (wait !== null) await wait;
      const { kind, options } = taken(action);
      return kind.run(options, tools(run, signal));
    },
    async foresee(action, run, signal) {
      const { kind, options } = taken(action);
      return (await kind.foresee?.(options, tools(run, signal))) ?? `Would ${words.step('action', action)}.`;
    },
    repeatable(name) {
      const kind = kinds.actions.find(name)?.kind;
      return kind !== undefined && 'repeatable' in kind && kind.repeatable;
    },
    quiet(name) {
      const kind = kinds.actions.find(name)?.kind;
      return kind !== undefined && 'quiet' in kind && kind.quiet;
    },
    visible: (action) => secrets.visible('action', action),
    listen(automation_id, path, triggers, fired) {
      const listen = (): Disposer => arming().listen(automation_id, path, triggers, fired);
      if (!patience.isNeeded('trigger', triggers)) return listen();
      let stop = patience.await('trigger', triggers, () => {
        try {
          stop = listen();
        } catch (error) {
          log.warn('A run waits for what cannot be heard', { automation_id, path, error });
        }
      });
      return () => stop();
    },
  };
}
