import { HubError } from '@lightkeeper/plugin-sdk';
import type { AutomationProblem } from '@lightkeeper/plugin-sdk';
import { expressionsIn } from '../kinds/index.js';
import type { Kinds, Step, StepProblem } from '../kinds/index.js';
import { sentenceOf } from '../words/sentence.js';
import type { Words } from '../words/words.js';
import { STEP_LISTS } from './secrets.js';
import type { StepLists } from './secrets.js';
import type { Effective } from './effective.js';

const MAX_PROBLEMS = 50;

interface Deps {
  kinds: Kinds;
  words: Words;
  nameOf: (type: string, id: string) => string | undefined;
}

/** Says what is wrong with steps, what they miss, and what they are in words. */
export class StepChecker {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** What is wrong as it is written, or cannot be known because a plugin is away. */
  mistakes(lists: Readonly<StepLists>): StepProblem[] {
    const { kinds } = this.#deps;
    const problems = STEP_LISTS.flatMap(([name, sort]) => [
      ...kinds.check(sort, lists[name], name),
      ...this.#literals(name, sort, lists[name]),
    ]);
    return problems.slice(0, MAX_PROBLEMS);
  }

  /** What it speaks of and there is no more. */
  missing(lists: Readonly<StepLists>): AutomationProblem[] {
    const { kinds, nameOf } = this.#deps;
    return STEP_LISTS.flatMap(([name, sort]) => kinds.references(sort, lists[name], name))
      .filter(({ type, id }) => nameOf(type, id) === undefined)
      .map(({ path, type }) => ({ path, detail: `The ${type.replaceAll('_', ' ')} is gone.` }))
      .slice(0, MAX_PROBLEMS);
  }

  references(lists: Readonly<StepLists>): { type: string; id: string }[] {
    return STEP_LISTS.flatMap(([name, sort]) => this.#deps.kinds.references(sort, lists[name], name).map(({ type, id }) => ({ type, id })));
  }

  sentence(effective: Effective): string {
    const { words } = this.#deps;
    return effective.told?.(words) ?? sentenceOf(effective, words);
  }

  /** The sentence of each step, by its path. */
  sentences(lists: Readonly<StepLists>): Record<string, string> {
    const { kinds, words } = this.#deps;
    const found: [string, string][] = [];
    for (const [name, sort] of STEP_LISTS) {
      kinds.walk(sort, lists[name], name, (step) => {
        if (kinds.options(step.sort, step.config)?.ok === true) found.push([step.path, words.step(step.sort, step.config)]);
      });
    }
    return Object.fromEntries(found);
  }

  /** Options that have to be written out, such as an address: whoever sends a message must not choose where the hub calls. */
  #literals(name: string, sort: Step['sort'], list: readonly unknown[]): StepProblem[] {
    const { kinds } = this.#deps;
    const problems: StepProblem[] = [];
    kinds.walk(sort, list, name, (step) => {
      const { properties = {} } = (kinds.find(step.sort, step.config.kind)?.info.options_schema ?? {}) as {
        properties?: Record<string, { ui?: { literal?: unknown } }>;
      };
      for (const [key, { ui }] of Object.entries(properties)) {
        if (ui?.literal !== true || expressionsIn(step.config[key]).length === 0) continue;
        problems.push({ path: `${step.path}.${key}`, detail: 'It must be written out, and cannot be an expression.', away: false });
      }
    });
    return problems;
  }
}

/** The problems as an answer to a save. */
export function refuse(problems: readonly AutomationProblem[]): never {
  const errors = problems.slice(0, 20).map(({ path, detail }) => ({ field: `/${path.replaceAll('.', '/')}`, detail }));
  const detail = errors.map(({ field, detail: text }) => `${field}: ${text}`).join(' ');
  throw new HubError('LK_VALIDATION', detail.slice(0, 1_000), { errors });
}
