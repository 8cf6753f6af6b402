import type { z } from 'zod';
import type { Clock, Timers } from './clock.js';
import type { Disposer } from './disposable.js';
import type { HomeFacts } from './home.js';
import type { Occurrence } from './hooks.js';
import type { Logger } from './logger.js';
import type {
  ActionConfig,
  Automation,
  AutomationKindGroup,
  ConditionConfig,
  JsonValue,
  Notification,
  Trace,
  TraceTrigger,
  TriggerConfig,
} from './wire/automation.js';

/** What the hooks of automations carry; their entry is written already. */
export interface AutomationOccurrence extends Occurrence {
  automation_id: string;
  /** The run. */
  trace_id: string;
}

declare module './hooks.js' {
  interface HookPayloads {
    /** A run begins: its trigger fired, and its conditions held. */
    'automation.triggered': AutomationOccurrence;
    'automation.finished': AutomationOccurrence;
    'automation.failed': AutomationOccurrence;
    /** People should know something. Tap it to send it on: to a telephone, a loudspeaker, a lamp. */
    'automation.notified': { notification: Notification };
  }
}

/** Something that a step speaks of. What is referred to is shown by name; once it is gone, the automation says what is missing. */
export interface EntityReference {
  /** `device`, `scene`, `area`. */
  type: string;
  id: string;
  /** The option that holds it: `device_id`, `targets.device_ids.0`. */
  option: string;
}

/** Words for the sentence in which an automation is read back. */
export interface SentenceWords {
  /** The name of something, or that it is gone: `Hall light`, `a device that is gone`. */
  name(type: string, id: string): string;
  /** `5 minutes`, `1.5 seconds`. */
  duration(ms: number): string;
  /** `A`, `A and B`, `A, B and C`; with `or` in place of `and`. */
  list(parts: readonly string[], joint?: 'and' | 'or'): string;
  /** A value for people: `on` for true, `“rainbow”` for a text, what an expression says for one. */
  value(value: unknown): string;
  /** The sentences of nested triggers, conditions and actions, as parts of a longer one. */
  triggers(triggers: readonly TriggerConfig[]): string;
  conditions(conditions: readonly ConditionConfig[], joint?: 'and' | 'or'): string;
  actions(actions: readonly ActionConfig[]): string;
}

interface KindBase<S extends z.ZodObject> {
  /** What automations name it by: 1 to 40 of `a-z`, `0-9` and `_`. A third party's begins with its plugin's id, dashes as underscores. */
  kind: string;
  /** For people: `Device state`. */
  name: string;
  /** One sentence. */
  description: string;
  /** A Lucide icon's name, by default `zap`. */
  icon?: string;
  /** By default `other`. */
  group?: AutomationKindGroup;
  /** Its fields beside `kind`: a strict object. `.meta({ title, description, ui })` shows in the form. */
  options: S;
  /** What the options speak of. */
  references?(options: z.output<S>): EntityReference[];
}

/** Something that happened, for which an automation waits. */
export interface TriggerEvent {
  /** One sentence without a full stop: `Motion turned on`. */
  description: string;
  /** Facts for expressions, as `trigger.data`: at most 8 KiB of JSON. */
  data?: Record<string, JsonValue>;
}

export interface TriggerTools {
  automation_id: string;
  /** Where it stands: `triggers.0`. */
  path: string;
  clock: Clock;
  timers: Timers;
  log: Logger;
  home: HomeFacts;
  /**
   * It has happened. Call it under the context of whatever made it happen: its actor and its cause are the run's. A hook's tap, a handler of messages
   * and a route are under it already.
   */
  fire: (event: TriggerEvent) => void;
  /**
   * Fires `event` after `ms` milliseconds, under the context of this call, unless it is released before. It outlives the hub: what fell due
   * meanwhile fires when the automation is armed again. A key that is held already keeps its time.
   */
  hold: (key: string, ms: number, event: TriggerEvent) => void;
  /** Takes a held event back. */
  release: (key: string) => void;
  /** The keys that are held, those from before a restart among them: release what no longer holds. */
  held: () => readonly string[];
}

/**
 * A kind of trigger: either hears of things as they happen, or is a schedule that can say when it comes next.
 *
 * @example
 * const tide: TriggerKind<typeof options> = {
 *   kind: 'tide_turned',
 *   name: 'Tide',
 *   description: 'The tide turns.',
 *   options,
 *   sentence: ({ to }) => `the tide turns to ${to}`,
 *   listen: ({ to }, { fire }) => hub.hooks.tap('tide.turned', (turn) => {
 *     if (turn.to === to) fire({ description: `The tide turned to ${to}` });
 *   }),
 * };
 */
export type TriggerKind<S extends z.ZodObject = z.ZodObject> = KindBase<S> & {
  /** As it stands behind "When": `Motion turns on`. */
  sentence(options: z.output<S>, words: SentenceWords): string;
} & (
    | {
        /** Listens until the disposer is called. What it throws is shown as the automation's problem. */
        listen(options: z.output<S>, tools: TriggerTools): Disposer | Promise<Disposer>;
      }
    | {
        /**
         * The first moment after `after` (epoch ms) at which it fires, null for never. Must give the same for the same: what was missed while the hub
         * was off is found with it. Throws what is to be shown as the automation's problem.
         */
        next(options: z.output<S>, after: number, home: HomeFacts): number | null;
        /** What happened at that moment; by default the sentence. */
        event?(options: z.output<S>, at: number, home: HomeFacts): TriggerEvent;
      }
  );

/** What steps know of the run that they are part of. */
export interface RunFacts {
  readonly automation_id: string;
  readonly automation_name: string;
  /** The run. */
  readonly trace_id: string;
  /** What set it going; with the id that the automation gives it. */
  readonly trigger: Readonly<TraceTrigger> & { readonly id: string | null };
  readonly variables: Readonly<Record<string, JsonValue>>;
  /** Nothing is touched: it is only shown what would happen. */
  readonly dry_run: boolean;
}

export interface ConditionResult {
  passed: boolean;
  /** In one sentence, with what was found: `Hall motion is off, and has been for 3 minutes`. */
  detail: string;
  /** The values that were looked at, for the trace. */
  inputs?: Record<string, JsonValue>;
}

export interface ConditionTools {
  run: RunFacts;
  clock: Clock;
  home: HomeFacts;
  /** Works out another condition, for kinds that are made of such. */
  test: (condition: ConditionConfig) => Promise<ConditionResult>;
}

/** A kind of condition. */
export type ConditionKind<S extends z.ZodObject = z.ZodObject> = KindBase<S> & {
  /** As it stands behind "if": `it is after sunset`. */
  sentence(options: z.output<S>, words: SentenceWords): string;
  /** Whether it holds now. What it throws fails the run, with its sentence. */
  test(options: z.output<S>, tools: ConditionTools): ConditionResult | Promise<ConditionResult>;
};

export interface ActionTools {
  run: RunFacts;
  clock: Clock;
  log: Logger;
  home: HomeFacts;
  /** Aborted when the run is cancelled, or has lasted too long. */
  signal: AbortSignal;
}

/** A kind of action: one deed. Delays, choices and loops are the engine's own. */
export type ActionKind<S extends z.ZodObject = z.ZodObject> = KindBase<S> & {
  /** As it stands behind "then": `activate Evening`. */
  sentence(options: z.output<S>, words: SentenceWords): string;
  /**
   * Does it, under the context of the automation, and resolves when it is done with one sentence about what came of it. What it throws fails the step.
   */
  run(options: z.output<S>, tools: ActionTools): Promise<string | null>;
  /** For a dry run: one sentence about what would happen, by what is known now. By default the sentence. */
  foresee?(options: z.output<S>, tools: ActionTools): string | Promise<string>;
  /**
   * True when doing it twice is the same as doing it once. Otherwise it is not done again when the hub ended while it was under way, and the trace
   * says so.
   */
  repeatable?: boolean;
  /**
   * True when it leaves nothing in the log by itself. Runs that do only such are told of together where they are many: else each has an entry of its
   * own, that what it does leads back to.
   */
  quiet?: boolean;
};

/** What `hub.services.require('automations')` offers. */
export interface AutomationService {
  /**
   * Offers a kind until the disposer is called: hand it to `hub.effect`. Automations that have it say so while it is away, and go on when it is there
   * again. Refuses with `LK_PLUGIN_INVALID` what cannot be one, and with `LK_CONFLICT` a kind that is taken.
   *
   * @example
   * hub.effect('the trigger tide_turned', hub.services.require('automations').registerTrigger(tide));
   */
  registerTrigger<S extends z.ZodObject>(kind: TriggerKind<S>): Disposer;
  registerCondition<S extends z.ZodObject>(kind: ConditionKind<S>): Disposer;
  registerAction<S extends z.ZodObject>(kind: ActionKind<S>): Disposer;
  list(): Automation[];
  get(automation_id: string): Automation | undefined;
  /** Runs it as the context's actor, its triggers and, unless asked for, its conditions left aside; resolves when the run has begun. Rejects with `LK_NOT_FOUND`. */
  run(automation_id: string, options?: { check_conditions?: boolean }): Promise<{ trace_id: string }>;
  /** Shows what would happen, and touches nothing. */
  dryRun(automation_id: string): Promise<Trace>;
  /** Shows something to people. */
  notify(input: Pick<Notification, 'title' | 'message' | 'severity'>): Promise<Notification>;
}
