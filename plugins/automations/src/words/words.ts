import { safeText } from '@lightkeeper/plugin-sdk';
import type { ActionConfig, ConditionConfig, SentenceWords } from '@lightkeeper/plugin-sdk';
import { expressionOf } from '../kinds/index.js';
import type { Kinds, StepConfig, StepSort } from '../kinds/index.js';
import { duration } from './duration.js';

interface Deps {
  kinds: Kinds;
  /** What something is called; undefined when it is gone. */
  nameOf: (type: string, id: string) => string | undefined;
}

const MAX_TEXT = 60;
/** Of more steps than these in a row it is only said how many there are. */
const MAX_PARTS = 12;
const NOTHING: Readonly<Record<StepSort, string>> = { trigger: 'nothing happens', condition: 'always', action: 'do nothing' };

/** Puts steps in plain words, by their kinds and the names of today. */
export class Words implements SentenceWords {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  name(type: string, id: string): string {
    if (typeof id !== 'string') return this.value(id);
    const name = this.#deps.nameOf(type, id);
    return name ?? `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type.replaceAll('_', ' ')} that is gone`;
  }

  duration(ms: number): string {
    return typeof ms === 'number' ? duration(ms) : this.value(ms);
  }

  list(parts: readonly string[], joint: 'and' | 'or' = 'and'): string {
    const last = parts.at(-1) ?? '';
    return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${joint} ${last}`;
  }

  value(value: unknown): string {
    const expression = expressionOf(value);
    if (expression !== undefined) return `what “${safeText(expression, MAX_TEXT)}” gives`;
    if (typeof value === 'boolean') return value ? 'on' : 'off';
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string') return `“${safeText(value, MAX_TEXT)}”`;
    if (value === null || value === undefined) return 'nothing';
    return safeText(JSON.stringify(value), MAX_TEXT);
  }

  conditions(conditions: readonly ConditionConfig[], joint: 'and' | 'or' = 'and'): string {
    return this.#steps('condition', conditions, joint);
  }

  actions(actions: readonly ActionConfig[]): string {
    return this.#steps('action', actions, 'and');
  }

  triggers(triggers: readonly StepConfig[]): string {
    return this.#steps('trigger', triggers, 'or');
  }

  /** One step alone. */
  step(sort: StepSort, config: StepConfig): string {
    const { kinds } = this.#deps;
    const kind = kinds.find(sort, config.kind)?.kind;
    if (kind === undefined) return UNKNOWN[sort].replace('{kind}', `“${safeText(config.kind, 40)}”`);
    const options = kinds.options(sort, config);
    if (options?.ok !== true) return kind.name.toLowerCase();
    try {
      return safeText(kind.sentence(options.value, this), 1_000);
    } catch {
      // A third party's sentence, or one of options that are still expressions.
      return kind.name.toLowerCase();
    }
  }

  #steps(sort: StepSort, configs: readonly StepConfig[], joint: 'and' | 'or'): string {
    const active = configs.filter(({ enabled }) => enabled !== false);
    if (active.length === 0) return NOTHING[sort];
    const parts = active.slice(0, MAX_PARTS).map((config) => this.step(sort, config));
    if (active.length > MAX_PARTS) parts.push(`${active.length - MAX_PARTS} more`);
    return this.list(parts, joint);
  }
}

const UNKNOWN: Readonly<Record<StepSort, string>> = {
  trigger: 'something of the unknown kind {kind} happens',
  condition: 'something of the unknown kind {kind} holds',
  action: 'do something of the unknown kind {kind}',
};
