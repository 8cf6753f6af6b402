import type {
  ActionConfig,
  ActionKind,
  AutomationKindInfo,
  AutomationProblem,
  ConditionConfig,
  ConditionKind,
  EntityReference,
  TriggerConfig,
  TriggerKind,
} from '@lightkeeper/plugin-sdk';
import { expressionsIn } from './expression-values.js';
import { isObject, listsAt } from './nested.js';
import type { StepSort } from './nested.js';
import { takeOptions } from './options.js';
import type { TakenOptions } from './options.js';
import { KindRegistry } from './registry.js';
import type { AnyKind, ControlKind, Registered } from './registry.js';

export type StepConfig = TriggerConfig | ConditionConfig | ActionConfig;

/** A step as it was found. */
export interface Step {
  readonly sort: StepSort;
  /** `actions.2.then.0`. */
  readonly path: string;
  readonly config: StepConfig;
  /** 1 for those that stand in no other. */
  readonly depth: number;
}

/** Something wrong with a step. */
export interface StepProblem extends AutomationProblem {
  /** True when nothing is wrong with what is written, but the plugin that brings the kind is not there. */
  readonly away: boolean;
}

/** Steps of an automation, those within others included, and how deep they may stand. */
export const MAX_STEPS = 1_000;
export const MAX_STEP_DEPTH = 16;

/** Kinds of all three sorts, and what can be said of steps by them. */
export class Kinds {
  readonly triggers = new KindRegistry<TriggerKind>('trigger');
  readonly conditions = new KindRegistry<ConditionKind>('condition');
  readonly actions = new KindRegistry<ActionKind | ControlKind>('action');
  readonly #checkExpression: (expression: string) => string | null;
  readonly #taken = new WeakMap<StepConfig, { registered: Registered; options: TakenOptions }>();

  /** @param checkExpression What is wrong with an expression, in a sentence; null when it can be worked out. */
  constructor(checkExpression: (expression: string) => string | null) {
    this.#checkExpression = checkExpression;
  }

  list(): { triggers: AutomationKindInfo[]; conditions: AutomationKindInfo[]; actions: AutomationKindInfo[] } {
    return { triggers: this.triggers.list(), conditions: this.conditions.list(), actions: this.actions.list() };
  }

  find(sort: StepSort, kind: string): Registered | undefined {
    if (sort === 'trigger') return this.triggers.find(kind);
    return sort === 'condition' ? this.conditions.find(kind) : this.actions.find(kind);
  }

  /**
   * The options of a step as its kind takes them, with their defaults. Undefined when its kind is away. What is taken is kept by the very object, so
   * that a step that is run often is checked once.
   */
  options(sort: StepSort, config: StepConfig): TakenOptions | undefined {
    const registered = this.find(sort, config.kind);
    if (registered === undefined) return undefined;
    const known = this.#taken.get(config);
    if (known?.registered === registered) return known.options;
    const options = takeOptions(sort, registered.kind.options, config);
    this.#taken.set(config, { registered, options });
    return options;
  }

  /** Visits steps and those within them, in their order. Says what keeps it from going on: too many of them, too deep, or something that is no step. */
  walk(sort: StepSort, configs: readonly unknown[], path: string, visit: (step: Step) => void): StepProblem[] {
    const problems: StepProblem[] = [];
    const problem = (at: string, detail: string): void => void problems.push({ path: at, detail, away: false });
    let count = 0;
    const list = (of: StepSort, steps: readonly unknown[], at: string, depth: number): void => {
      for (const [index, config] of steps.entries()) {
        if (count > MAX_STEPS || problems.length >= MAX_PROBLEMS) return;
        const here = `${at}.${index}`;
        count += 1;
        if (count > MAX_STEPS) {
          problem(here, `There are more than ${MAX_STEPS.toLocaleString('en')} steps.`);
          return;
        }
        if (!isStep(config)) problem(here, `Must be ${of === 'action' ? 'an' : 'a'} ${of}: an object with a kind.`);
        else if (depth > MAX_STEP_DEPTH) problem(here, `Steps may stand at most ${MAX_STEP_DEPTH} deep in each other.`);
        else {
          visit({ sort: of, path: here, config, depth });
          for (const nested of this.find(of, config.kind)?.nested ?? []) {
            for (const inner of listsAt(config, nested.keys, here)) list(nested.sort, inner.list, inner.path, depth + 1);
          }
        }
      }
    };
    list(sort, configs, path, 1);
    return problems;
  }

  /** What is wrong with steps and those within them: what is said of them when they are saved. */
  check(sort: StepSort, configs: readonly unknown[], path: string): StepProblem[] {
    const found: StepProblem[] = [];
    const stopped = this.walk(sort, configs, path, (step) => {
      if (found.length < MAX_PROBLEMS) found.push(...this.#checkStep(step));
    });
    return [...found, ...stopped].slice(0, MAX_PROBLEMS);
  }

  /** What steps and those within them speak of, each with the path of the option that does. */
  references(sort: StepSort, configs: readonly unknown[], path: string): (EntityReference & { path: string })[] {
    const found: (EntityReference & { path: string })[] = [];
    this.walk(sort, configs, path, (step) => {
      const kind: AnyKind | undefined = this.find(step.sort, step.config.kind)?.kind;
      const options = this.options(step.sort, step.config);
      if (kind?.references === undefined || options?.ok !== true) return;
      for (const reference of kind.references(options.value)) found.push({ ...reference, path: `${step.path}.${reference.option}` });
    });
    return found;
  }

  #checkStep({ sort, path, config }: Step): StepProblem[] {
    const options = this.options(sort, config);
    if (options === undefined) {
      return [
        { path: `${path}.kind`, detail: `There is no ${sort} "${config.kind.slice(0, 40)}", or its plugin does not run.`, away: true },
      ];
    }
    const problems = options.problems.map(({ path: at, detail }) => ({ path: [path, ...at].join('.'), detail, away: false }));
    if (sort !== 'action') return problems;
    const nested = this.find(sort, config.kind)?.nested ?? [];
    for (const { path: at, expression } of expressionsIn(config)) {
      if (nested.some(({ keys }) => begins(at, keys))) continue;
      const detail = this.#checkExpression(expression);
      if (detail !== null) problems.push({ path: [path, ...at].join('.'), detail, away: false });
    }
    return problems;
  }
}

/** Nobody reads more of them at once. */
const MAX_PROBLEMS = 50;

function isStep(value: unknown): value is StepConfig {
  return isObject(value) && typeof value.kind === 'string';
}

function begins(path: readonly (string | number)[], keys: readonly string[]): boolean {
  return keys.length <= path.length && keys.every((key, index) => key === '*' || key === path[index]);
}
