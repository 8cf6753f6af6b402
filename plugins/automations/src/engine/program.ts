import { createHash } from 'node:crypto';
import type { ActionConfig, ConditionConfig, JsonValue, TriggerConfig } from '@lightkeeper/plugin-sdk';
import { expressionsIn } from '../kinds/expression-values.js';
import type { RunnableAutomation } from './ports.js';

/** One condition with its place. */
export interface Check {
  readonly path: string;
  readonly config: ConditionConfig;
}

/** What a step does. Steps that hold others name the blocks that they are in, so that a run's place can be stored as text and numbers. */
export type Deed =
  | { readonly type: 'act'; readonly repeatable: boolean; readonly fixed: Shown | null }
  | { readonly type: 'delay'; readonly duration_ms: unknown }
  | { readonly type: 'wait'; readonly triggers: readonly TriggerConfig[]; readonly timeout_ms: unknown; readonly goes_on: boolean }
  | { readonly type: 'choose'; readonly options: readonly { checks: readonly Check[]; block: string }[]; readonly otherwise: string | null }
  | {
      readonly type: 'repeat';
      readonly block: string;
      readonly count: unknown;
      readonly each: unknown;
      readonly while: readonly Check[] | null;
      readonly until: readonly Check[] | null;
    }
  | { readonly type: 'parallel'; readonly branches: readonly string[] }
  | { readonly type: 'variables'; readonly values: unknown }
  | { readonly type: 'stop'; readonly reason: unknown; readonly failed: boolean }
  | { readonly type: 'check'; readonly checks: readonly Check[] };

/** What a trace shows of a step's options. */
export interface Shown {
  readonly inputs: Record<string, JsonValue>;
  /** As JSON. */
  readonly size: number;
}

export interface Step {
  readonly path: string;
  readonly config: ActionConfig;
  readonly deed: Deed;
  readonly enabled: boolean;
  readonly continue_on_error: boolean;
}

/** An automation made ready to be run: its tree as blocks of steps by their path. */
export interface Program {
  readonly automation: RunnableAutomation;
  readonly checks: readonly Check[];
  /** Whether its variables are the same for each run. */
  readonly fixed_variables: boolean;
  readonly blocks: ReadonlyMap<string, readonly Step[]>;
  readonly steps: ReadonlyMap<string, Step>;
  /** Whether there is a step that waits: then its runs are stored from their beginning. */
  readonly waits: boolean;
  /** Whether its steps leave nothing in the log by themselves. */
  readonly quiet: boolean;
  /** The same for the same steps: a run that was stored goes on only with them. */
  readonly fingerprint: string;
}

interface Kinds {
  repeatable(kind: string): boolean;
  quiet(kind: string): boolean;
  visible(action: ActionConfig): Record<string, JsonValue>;
}

/** Where the blocks of the whole automation begin. */
export const ROOT = 'actions';

/** Makes an automation ready, once, so that a run has nothing to look up. Throws for steps of control that are not whole. */
export function compile(automation: RunnableAutomation, kinds: Kinds): Program {
  const blocks = new Map<string, readonly Step[]>();
  const steps = new Map<string, Step>();

  const block = (actions: unknown, path: string): string => {
    const list = listOf(actions, path).map((config, index) => step(config as ActionConfig, `${path}.${index}`));
    blocks.set(path, list);
    return path;
  };
  const step = (config: ActionConfig, path: string): Step => {
    const { enabled = true, continue_on_error = false } = config;
    const made = { path, config, enabled, continue_on_error, deed: deedOf(config, path) };
    steps.set(path, made);
    return made;
  };
  const deedOf = (config: ActionConfig, path: string): Deed => {
    switch (config.kind) {
      case 'delay':
        return { type: 'delay', duration_ms: config.duration_ms };
      case 'wait': {
        const triggers = listOf(config.triggers, `${path}.triggers`) as readonly TriggerConfig[];
        return { type: 'wait', triggers, timeout_ms: config.timeout_ms, goes_on: config.continue_on_timeout !== false };
      }
      case 'choose': {
        const given = listOf(config.options, `${path}.options`) as readonly { conditions: unknown; actions: unknown }[];
        const options = given.map((option, index) => ({
          checks: checksOf(option.conditions, `${path}.options.${index}.conditions`),
          block: block(option.actions, `${path}.options.${index}.actions`),
        }));
        return { type: 'choose', options, otherwise: config.otherwise === undefined ? null : block(config.otherwise, `${path}.otherwise`) };
      }
      case 'if': {
        const options = [{ checks: checksOf(config.conditions, `${path}.conditions`), block: block(config.then, `${path}.then`) }];
        return { type: 'choose', options, otherwise: config.else === undefined ? null : block(config.else, `${path}.else`) };
      }
      case 'repeat':
        return {
          type: 'repeat',
          block: block(config.actions, `${path}.actions`),
          count: config.count,
          each: config.for_each,
          while: config.while === undefined ? null : checksOf(config.while, `${path}.while`),
          until: config.until === undefined ? null : checksOf(config.until, `${path}.until`),
        };
      case 'parallel': {
        const branches = listOf(config.branches, `${path}.branches`);
        return { type: 'parallel', branches: branches.map((actions, index) => block(actions, `${path}.branches.${index}`)) };
      }
      case 'variables':
        return { type: 'variables', values: config.values };
      case 'stop':
        return { type: 'stop', reason: config.reason, failed: config.failed === true };
      case 'check':
        return { type: 'check', checks: checksOf(config.conditions, `${path}.conditions`) };
      default: {
        const fixed = expressionsIn(config).length > 0 ? null : shown(kinds.visible(config));
        return { type: 'act', repeatable: kinds.repeatable(config.kind), fixed };
      }
    }
  };

  block(automation.actions, ROOT);
  return {
    automation,
    checks: checksOf(automation.conditions, 'conditions'),
    fixed_variables: expressionsIn(automation.variables).length === 0,
    blocks,
    steps,
    waits: [...steps.values()].some(({ enabled, deed }) => enabled && (deed.type === 'delay' || deed.type === 'wait')),
    quiet: [...steps.values()].every(({ deed, config }) => deed.type !== 'act' || kinds.quiet(config.kind)),
    fingerprint: createHash('sha256')
      .update(JSON.stringify([automation.conditions, automation.actions, automation.variables]))
      .digest('base64url'),
  };
}

/** A step's inputs may take so much of a trace, in characters of JSON. */
const MAX_INPUTS = 4_096;

/** Inputs as a trace keeps them: what is too long is only told of. */
export function shown(inputs: Record<string, JsonValue>): Shown {
  const size = JSON.stringify(inputs).length;
  if (size <= MAX_INPUTS) return { inputs, size };
  const short = Object.fromEntries(
    Object.entries(inputs)
      .slice(0, 32)
      .map(([key, value]): [string, JsonValue] => {
        const { length } = JSON.stringify(value);
        return [key.slice(0, 80), length > 100 ? `(${length.toLocaleString('en')} characters)` : value];
      }),
  );
  return { inputs: short, size: JSON.stringify(short).length };
}

function checksOf(conditions: unknown, path: string): readonly Check[] {
  return (listOf(conditions, path) as readonly ConditionConfig[])
    .map((config, index) => ({ config, path: `${path}.${index}` }))
    .filter(({ config }) => config.enabled !== false);
}

/** Kinds have checked what stands in the list when the automation was saved. */
function listOf(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${path} must be a list.`);
}
