import type {
  AutomationProblem,
  Hub,
  RequestContext,
  TraceTrigger,
  TriggerConfig,
  TriggerEvent,
  Vocabulary,
} from '@lightkeeper/plugin-sdk';

/** What arming needs of the hub. */
export type ArmingHub = Pick<Hub<Record<never, never>, Vocabulary>, 'clock' | 'context' | 'db' | 'home' | 'log' | 'newId' | 'timers'>;

/** An automation whose triggers are to be heard. */
export interface ArmedAutomation {
  readonly id: string;
  readonly triggers: readonly TriggerConfig[];
  /** What becomes of a schedule that came while the hub was off. */
  readonly missed: 'skip' | 'run_once';
}

/** Who and what made a trigger fire. */
export type FiringContext = Pick<RequestContext, 'actor' | 'actor_id' | 'origin' | 'correlation_id' | 'cause_id'>;

/** A trigger has fired. */
export interface TriggerFiring {
  readonly trigger: TraceTrigger & { readonly id: string | null };
  readonly context: FiringContext;
}

/** An event that waits for its time. */
export interface Hold {
  readonly key: string;
  /** Epoch milliseconds. */
  readonly due_at: number;
  readonly event: TriggerEvent;
  readonly context: FiringContext;
}

/** How the triggers of an automation fare. */
export interface ArmingStatus {
  /** At least one of its triggers is heard, or it has none. */
  readonly armed: boolean;
  readonly reason: string | null;
  /** When one of its schedules comes next, epoch milliseconds. */
  readonly next_at: number | null;
  /** What turned out when they were to be heard; what can be said of their options, and of kinds that are away, `Kinds.check` says. */
  readonly problems: readonly AutomationProblem[];
}
