import { AUTOMATION_KIND_GROUPS, HubError, z } from '@lightkeeper/plugin-sdk';
import type { ActionKind, AutomationKindInfo, ConditionKind, Disposer, TriggerKind } from '@lightkeeper/plugin-sdk';
import { findNested } from './nested.js';
import type { NestedList, StepSort } from './nested.js';

/** An action that the engine does itself, since it is about other steps: a delay, a choice, a loop. */
export type ControlKind = Omit<ActionKind, 'run' | 'foresee' | 'repeatable'>;

/** What has the fields of all three sorts. */
export type AnyKind = TriggerKind | ConditionKind | ActionKind | ControlKind;

export interface Registered<K extends AnyKind = AnyKind> {
  readonly kind: K;
  readonly info: AutomationKindInfo;
  /** Where its options hold further steps. */
  readonly nested: readonly NestedList[];
}

/** The id under which the kinds that come with the hub are added. */
export const BUILT_IN = 'automations';

const fn = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'must be a function');

const base = z.object({
  kind: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be 1 to 40 of a-z, 0-9 and _, and begin with a letter'),
  name: z.string().min(1).max(80),
  description: z.string().min(1).max(400),
  icon: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/, 'must be the name of a Lucide icon')
    .default('zap'),
  group: z.enum(AUTOMATION_KIND_GROUPS).default('other'),
  options: z.instanceof(z.ZodObject, { error: 'must be an object schema of zod' }),
  sentence: fn,
  references: fn.optional(),
});

const declarations: Record<StepSort, z.ZodType<z.output<typeof base>>> = {
  trigger: base
    .extend({ listen: fn.optional(), next: fn.optional(), event: fn.optional() })
    .refine(({ listen, next }) => (listen === undefined) !== (next === undefined), 'must have either listen or next'),
  condition: base.extend({ test: fn }),
  action: base.extend({ run: fn.optional(), foresee: fn.optional(), repeatable: z.boolean().optional() }),
};

/** The kinds of one sort. Those that come with the hub are added like those of other plugins. */
export class KindRegistry<K extends AnyKind> {
  readonly #sort: StepSort;
  readonly #kinds = new Map<string, Registered<K>>();
  readonly #listeners = new Set<(kind: string) => void>();

  constructor(sort: StepSort) {
    this.#sort = sort;
  }

  /** Throws `LK_PLUGIN_INVALID` or `LK_CONFLICT`, see {@link AutomationService.registerTrigger}. */
  add(kind: K, plugin_id: string): Disposer {
    const registered = this.#register(kind, plugin_id);
    const { kind: name } = kind;
    if (this.#kinds.has(name)) throw new HubError('LK_CONFLICT', `The ${this.#sort} "${name}" is there already.`);
    this.#kinds.set(name, registered);
    this.#changed(name);
    return () => {
      if (this.#kinds.get(name) !== registered) return;
      this.#kinds.delete(name);
      this.#changed(name);
    };
  }

  find(kind: string): Registered<K> | undefined {
    return this.#kinds.get(kind);
  }

  list(): AutomationKindInfo[] {
    return [...this.#kinds.values()].map(({ info }) => info);
  }

  /** Calls `listener` with the name of each kind that comes or goes. */
  onChange(listener: (kind: string) => void): Disposer {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #register(kind: K, plugin_id: string): Registered<K> {
    const invalid = (detail: string): HubError =>
      new HubError('LK_PLUGIN_INVALID', `This cannot be a kind of ${this.#sort}, plugin "${plugin_id}": ${detail}`);
    const checked = declarations[this.#sort].safeParse(kind);
    if (!checked.success) throw invalid(z.prettifyError(checked.error));
    const { kind: name, options, icon, group } = checked.data;
    if (plugin_id !== BUILT_IN) {
      const prefix = plugin_id.replaceAll('-', '_');
      if (name !== prefix && !name.startsWith(`${prefix}_`)) throw invalid(`kind: must begin with "${prefix}_"`);
      if (this.#sort === 'action' && !('run' in kind)) throw invalid('run: must be a function');
    }
    const taken = Object.keys(options.shape).find((key) => BASE_FIELDS[this.#sort].has(key));
    if (taken !== undefined) throw invalid(`options.${taken}: every ${this.#sort} has a field of this name already`);
    let options_schema: Record<string, unknown>;
    try {
      options_schema = z.toJSONSchema(options, { io: 'input' });
    } catch (cause) {
      throw invalid(`options: ${cause instanceof Error ? cause.message : 'have no JSON Schema'}`);
    }
    return {
      kind,
      info: { kind: name, name: checked.data.name, description: checked.data.description, icon, group, options_schema, plugin_id },
      nested: findNested(options_schema),
    };
  }

  #changed(kind: string): void {
    for (const listener of [...this.#listeners]) listener(kind);
  }
}

/** The fields that stand beside the options. */
export const BASE_FIELDS: Readonly<Record<StepSort, ReadonlySet<string>>> = {
  trigger: new Set(['kind', 'id', 'enabled']),
  condition: new Set(['kind', 'enabled']),
  action: new Set(['kind', 'note', 'enabled', 'continue_on_error']),
};
