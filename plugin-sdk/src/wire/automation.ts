import type { Actor } from './access.js';
import type { Severity } from './activity.js';

/** What JSON can say. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/**
 * Stands in the options of an action, or in a variable, for a value that is worked out when the step is run: `{ "$cel": "trigger.data.value * 2.0" }`.
 * See `GET /automation-kinds` for what the expression may speak of.
 */
export interface ExpressionValue {
  $cel: string;
}

/** How a trigger stands in an automation: its kind's options beside these fields. */
export interface TriggerConfig {
  kind: string;
  /** Names it for conditions that ask which trigger fired: 1 to 40 of `a-z`, `0-9`, `_` and `-`. */
  id?: string;
  /** False passes it over. */
  enabled?: boolean;
  [option: string]: unknown;
}

/** How a condition stands in an automation: its kind's options beside these fields. */
export interface ConditionConfig {
  kind: string;
  enabled?: boolean;
  [option: string]: unknown;
}

/** How an action stands in an automation: its kind's options beside these fields. */
export interface ActionConfig {
  kind: string;
  /** For people: what the step is for. */
  note?: string;
  enabled?: boolean;
  /** The run goes on when the step fails. */
  continue_on_error?: boolean;
  [option: string]: unknown;
}

/** What happens when an automation is triggered while it runs. */
export const RUN_MODES = ['single', 'restart', 'queued', 'parallel'] as const;
export type RunMode = (typeof RUN_MODES)[number];

/** Something in an automation that cannot work as it stands; the rest of it does. */
export interface AutomationProblem {
  /** Where: `actions.0.scene_id`. */
  path: string;
  /** In words: `The scene is gone.` */
  detail: string;
}

/** How an automation stands now, `automation_status`. */
export interface AutomationStatus {
  /** Whether its triggers are heard: it is enabled, and nothing keeps it from it. */
  armed: boolean;
  /** Why it is not, in words; null while it is, or is switched off. */
  reason: string | null;
  /** Runs under way, those that wait included. */
  running: number;
  /** Runs that wait for their turn, in mode `queued`. */
  queued: number;
  last_run: TraceSummary | null;
  /** When one of its schedules comes next; null where it has none. */
  next_at: string | null;
  /** Until when it is held back because it ran away; null while it is not. */
  throttled_until: string | null;
}

/** An automation as REST and WebSocket show it. */
export interface Automation {
  id: string;
  name: string;
  description: string;
  enabled: boolean;
  mode: RunMode;
  /** Runs at one time in mode `parallel`, and those that may wait in mode `queued`: 1 to 1,000. */
  max_runs: number;
  /** A run ends when it has lasted so long: 1,000 to 604,800,000 milliseconds. */
  max_run_ms: number;
  /** What becomes of a schedule that came while the hub was off. */
  missed: 'skip' | 'run_once';
  /** Traces that are kept: 1 to 1,000. */
  stored_traces: number;
  variables: Record<string, JsonValue>;
  triggers: TriggerConfig[];
  conditions: ConditionConfig[];
  actions: ActionConfig[];
  /** The blueprint that it was made from, with what fills its holes; triggers, conditions and actions are then the blueprint's. */
  blueprint: { blueprint_id: string; inputs: Record<string, JsonValue> } | null;
  /** The whole of it in plain words. */
  sentence: string;
  problems: AutomationProblem[];
  status: AutomationStatus;
  revision: number;
  created_at: string;
  updated_at: string;
}

/** What became of a run. */
export const RUN_OUTCOMES = [
  /** It is under way. */
  'running',
  /** It is under way, in a delay or a wait. */
  'waiting',
  /** It waits for its turn. */
  'queued',
  'finished',
  /** A step of kind `stop` ended it. */
  'stopped',
  /** Its conditions did not hold. */
  'conditions_failed',
  /** It was not begun: another was under way, or too many. */
  'dropped',
  /** It was not begun: it would have gone in a circle, or the automation ran away. */
  'cut',
  /** Somebody switched the automation off or changed it, or a newer run took its place. */
  'cancelled',
  'failed',
  /** It lasted longer than it may. */
  'timed_out',
] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** What became of a step. */
export const STEP_RESULTS = [
  'running',
  'done',
  /** A condition held, or did not. */
  'passed',
  'not_passed',
  /** It is switched off, or not its turn. */
  'skipped',
  'timed_out',
  'failed',
  /** The hub ended while it was under way, and it is not safe to do twice. */
  'interrupted',
  'cancelled',
  /** A dry run: what it would have done. */
  'would',
] as const;
export type StepResult = (typeof STEP_RESULTS)[number];

/** One step of a run, in the order in which they began. */
export interface TraceStep {
  /** Where it stands in the automation: `actions.2.then.0`. A step that is repeated is there several times. */
  path: string;
  kind: string;
  /** ISO 8601. */
  started_at: string;
  /** Null while it is under way. */
  duration_ms: number | null;
  result: StepResult;
  /** What it was given, its expressions worked out; secrets are left out. */
  inputs: Record<string, JsonValue>;
  /** What came of it, in one sentence. */
  detail: string | null;
}

/** What set a run going. */
export interface TraceTrigger {
  /** Which: `triggers.0`; null when somebody ran it by hand. */
  path: string | null;
  kind: string;
  /** In one sentence: `Motion turned on`. */
  description: string;
  data: Record<string, JsonValue>;
}

/** A run in a list of runs. */
export interface TraceSummary {
  id: string;
  automation_id: string;
  /** As it was called then. */
  automation_name: string;
  started_at: string;
  /** Null while it is under way. */
  finished_at: string | null;
  outcome: RunOutcome;
  /** Why it ended so, in words; null where the outcome says all. */
  reason: string | null;
  trigger: TraceTrigger;
  /** Who or what triggered it. */
  actor: Actor;
  dry_run: boolean;
}

/** A run with all its steps, `GET /traces/{id}`. */
export interface Trace extends TraceSummary {
  steps: TraceStep[];
  /** Steps that the trace had no room for. */
  omitted_steps: number;
  /** The entry that tells that it was triggered; the effects of the run have it as their cause. */
  entry_id: string | null;
  /** The entry that led to it. */
  cause_id: string | null;
  correlation_id: string;
  /** The automation's revision that was run. */
  revision: number;
}

/** A kind of trigger, condition or action, for the editor: `GET /automation-kinds`. */
export interface AutomationKindInfo {
  kind: string;
  name: string;
  description: string;
  /** A Lucide icon's name. */
  icon: string;
  /** What it belongs to in the list of kinds. */
  group: AutomationKindGroup;
  /** JSON Schema of its options, with {@link FormHints} under `ui`. */
  options_schema: Record<string, unknown>;
  plugin_id: string;
}

export const AUTOMATION_KIND_GROUPS = ['time', 'device', 'scene', 'message', 'log', 'logic', 'hub', 'other'] as const;
export type AutomationKindGroup = (typeof AUTOMATION_KIND_GROUPS)[number];

export interface AutomationKinds {
  triggers: AutomationKindInfo[];
  conditions: AutomationKindInfo[];
  actions: AutomationKindInfo[];
  /** The names that an expression may speak of, with their type and what they mean. */
  expressions: { name: string; type: string; description: string }[];
}

/** The answer to `POST /automations/check`: what is said of it when it is saved, without saving it. */
export interface AutomationCheck {
  /** Null where it is not whole enough to be told. */
  sentence: string | null;
  /** The sentence of each step that is whole enough, by its path: `actions.2.then.0`. */
  sentences: Record<string, string>;
  problems: (AutomationProblem & {
    /** Line and column in the text that was sent, from 1; null for JSON. */
    line: number | null;
    column: number | null;
  })[];
}

/** What a hole of a blueprint takes. */
export interface BlueprintInput {
  key: string;
  title: string;
  description: string;
  /** JSON Schema of the value, with {@link FormHints} under `ui`. */
  schema: Record<string, unknown>;
  required: boolean;
  default: JsonValue;
}

/** An automation with holes. */
export interface Blueprint {
  id: string;
  name: string;
  description: string;
  source: 'built_in' | 'user';
  icon: string;
  inputs: BlueprintInput[];
  /** The whole file. */
  yaml: string;
  /** Automations made from it. */
  used_by: { id: string; name: string }[];
  revision: number;
}

/** Something that people should know, `GET /notifications`. */
export interface Notification {
  id: string;
  at: string;
  title: string;
  message: string;
  severity: Severity;
  /** Who or what sent it. */
  actor: Actor;
  /** The run that sent it. */
  trace_id: string | null;
}
