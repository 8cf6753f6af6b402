import type { ActionConfig, ConditionConfig, ConditionResult, JsonValue, RunFacts, TriggerConfig } from '@lightkeeper/plugin-sdk';
import type { Firing, RunCause, World } from '../ports.js';

/** What a test's automations can do: it outlives the engine, as the real world does. */
export class FakeWorld {
  /** What was done, in its order. */
  readonly done: string[] = [];
  /** What conditions of kind `flag` look at. */
  readonly flags = new Set<string>();
  /** Deeds of kind `slow` end when the test says so. */
  readonly slow = new Map<string, (error?: Error) => void>();
  readonly causes: { deed: string; cause: RunCause }[] = [];
  readonly listeners = new Map<string, { triggers: readonly TriggerConfig[]; fired: (firing: Firing) => void }>();
  #cause: RunCause = { correlation_id: '', cause_id: null };

  /** The world as one engine sees it. What an engine does after it is dead does not happen. */
  for(alive: () => boolean): World {
    return {
      within: (_run, cause, fn) => {
        this.#cause = cause;
        return fn();
      },
      test: (condition) => Promise.resolve(this.#test(condition)),
      resolve: (value, run) => resolve(value, run),
      act: (action, run, signal) => (alive() ? this.#act(action, run, signal) : new Promise<never>(() => undefined)),
      foresee: (action) => Promise.resolve(`Would do ${String(action.name)}`),
      quiet: (kind) => kind === 'publish',
      repeatable: (kind) => kind === 'again' || kind === 'fail',
      visible: ({ kind: _kind, ...options }) => JSON.parse(JSON.stringify(options)) as Record<string, JsonValue>,
      listen: (_automation_id, path, triggers, fired) => {
        this.listeners.set(path, { triggers, fired });
        return () => void this.listeners.delete(path);
      },
    };
  }

  #test(condition: ConditionConfig): ConditionResult {
    if (condition.kind === 'broken') throw new Error('It cannot be looked at.');
    const passed = condition.kind === 'flag' && this.flags.has(String(condition.name));
    return { passed, detail: `${String(condition.name)} is ${passed ? 'set' : 'not set'}`, inputs: { flag: passed } };
  }

  async #act(action: ActionConfig, run: RunFacts, signal: () => AbortSignal): Promise<string | null> {
    const name = String(action.name);
    this.causes.push({ deed: name, cause: this.#cause });
    if (action.kind === 'fail') throw new Error(`${name} went wrong.`);
    if (action.kind === 'slow') {
      await new Promise<void>((resolve, reject) => {
        this.slow.set(name, (error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
        signal().addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    }
    this.done.push(action.kind === 'tell' ? JSON.stringify(run.variables) : name);
    return `Did ${name}`;
  }
}

/** `{ "$cel": "name" }` stands for a variable, `repeat.index` for the round. */
function resolve(value: unknown, run: RunFacts): JsonValue {
  if (Array.isArray(value)) return value.map((item) => resolve(item, run));
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  if ('$cel' in value) {
    let found: unknown = run.variables;
    for (const key of String(value.$cel).split('.')) found = (found as Record<string, unknown> | undefined)?.[key];
    if (found === undefined) throw new Error(`There is no ${String(value.$cel)}.`);
    return found as JsonValue;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner, run)]));
}
