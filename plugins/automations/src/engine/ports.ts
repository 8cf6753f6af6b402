import type {
  ActionConfig,
  ActivityEntry,
  ConditionConfig,
  ConditionResult,
  Disposer,
  JsonValue,
  RequestContext,
  RunFacts,
  RunMode,
  TraceTrigger,
  TriggerConfig,
} from '@lightkeeper/plugin-sdk';

/** An automation as it is run: checked, its blueprint filled in. */
export interface RunnableAutomation {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly mode: RunMode;
  readonly max_runs: number;
  readonly max_run_ms: number;
  readonly stored_traces: number;
  readonly variables: Readonly<Record<string, JsonValue>>;
  readonly conditions: readonly ConditionConfig[];
  readonly actions: readonly ActionConfig[];
}

/** A trigger has fired. */
export interface Firing {
  /** With the id that the automation gives the trigger. */
  readonly trigger: TraceTrigger & { readonly id: string | null };
  /** Who and what made it fire: the run's own cause. */
  readonly context: Pick<RequestContext, 'actor' | 'actor_id' | 'origin' | 'correlation_id' | 'cause_id'>;
}

/** What all that a run does follows from. */
export interface RunCause {
  readonly correlation_id: string;
  /** The entry that tells that the run was triggered; where it has none, the one that made the trigger fire. */
  readonly cause_id: string | null;
}

/** What steps do to the world and learn of it. The engine knows no kinds but its own: those of control. */
export interface World {
  /** Runs `fn` as the automation: actor, origin and cause of all that follows. Deeds and the entries of a run's end are done within it. */
  within<T>(run: Pick<RunFacts, 'automation_id' | 'automation_name'>, cause: RunCause, fn: () => T): T;
  /** Whether a condition holds now. Throws what is to fail the run. */
  test(condition: ConditionConfig, run: RunFacts): ConditionResult | Promise<ConditionResult>;
  /** A copy of the value with each `{ "$cel": … }` in it worked out. Throws what is to fail the step. */
  resolve(value: unknown, run: RunFacts): JsonValue;
  /** Does an action whose expressions are worked out. */
  act(action: ActionConfig, run: RunFacts, signal: () => AbortSignal): Promise<string | null>;
  /** What the action would do. */
  foresee(action: ActionConfig, run: RunFacts, signal: () => AbortSignal): Promise<string>;
  /** Whether an action of this kind may be done twice. */
  repeatable(kind: string): boolean;
  /** Whether an action of this kind leaves nothing in the log by itself. */
  quiet(kind: string): boolean;
  /** The options as a trace may show them: secrets left out. */
  visible(action: ActionConfig): Record<string, JsonValue>;
  /**
   * Hears of triggers until the disposer is called, for steps that wait. The path is of this step in this run alone, and the same after a restart;
   * it is not called when the hub stops, since the step then still waits.
   */
  listen(automation_id: string, path: string, triggers: readonly TriggerConfig[], fired: (firing: Firing) => void): Disposer;
}

/** Writes of runs in the log. What it rejects with ends the run: what cannot be recorded is not done. */
export interface RunRecorder {
  /**
   * The run begins; called outside of {@link World.within}, and to be written under the firing's context. The entry's id is given, and known before it is
   * durable; the promise is that it is.
   */
  triggered(entry_id: string, automation: RunnableAutomation, trace_id: string, firing: Firing): Promise<ActivityEntry | null>;
  /** The run has ended as it should; called within the run. */
  finished(
    automation: RunnableAutomation,
    trace_id: string,
    facts: { outcome: string; duration_ms: number; steps: number },
  ): Promise<unknown>;
  /** The run has failed or lasted too long, or was cut before it began: outcome `cut`, which is the case for loops and for automations that ran away. */
  failed(
    automation: RunnableAutomation,
    trace_id: string,
    facts: { outcome: string; duration_ms: number; reason: string },
  ): Promise<unknown>;
  /** Runs that were not told of one by one, since they were many and left nothing else in the log; called within the automation. */
  repeated(
    automation: RunnableAutomation,
    facts: { runs: number; failed: number; duration_ms: number; last_trace_id: string },
  ): Promise<unknown>;
}
