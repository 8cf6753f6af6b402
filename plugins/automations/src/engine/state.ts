import type { JsonValue, RunOutcome, StepResult } from '@lightkeeper/plugin-sdk';
import type { Firing } from './ports.js';

/** How often a loop has gone round. */
export interface Loop {
  /** The round that it is in, from 1; 0 before the first. */
  index: number;
  /** How often it will; null where a condition says. */
  readonly total: number | null;
  readonly items: readonly JsonValue[] | null;
}

/** A place in a block. Deeper blocks stand above it on the stack. */
export interface Frame {
  readonly block: string;
  /** The step that comes next. */
  at: number;
  /** The step that holds the block, and its place in the trace; null for the whole automation and for a branch. */
  readonly owner: { readonly path: string; readonly step: number } | null;
  readonly loop: Loop | null;
}

/** What a branch waits for. */
export type Wait =
  | { readonly type: 'delay'; readonly until: number; readonly step: number }
  | { readonly type: 'triggers'; readonly until: number | null; readonly path: string; readonly step: number }
  | { readonly type: 'branches'; left: number; failure: string | null; readonly path: string; readonly step: number };

/** One line of work in a run; `parallel` makes more of them. */
export interface Thread {
  readonly id: number;
  readonly parent: number | null;
  readonly frames: Frame[];
  wait: Wait | null;
  /** The deed under way. */
  doing: { readonly path: string; readonly step: number } | null;
}

/** Where a run stands: plain data, so that it can be stored and taken up again. */
export interface RunState {
  /** When its turn came, epoch milliseconds; null while it waits for it. */
  began_at: number | null;
  variables: Readonly<Record<string, JsonValue>>;
  threads: Thread[];
  /** Steps that were begun. */
  executed: number;
  next_thread: number;
}

/** What is known of a run when it begins. */
export interface RunHead {
  readonly automation_id: string;
  readonly automation_name: string;
  readonly revision: number;
  readonly fingerprint: string;
  /** Epoch milliseconds. */
  readonly started_at: number;
  readonly trigger: Firing['trigger'];
  /** Who and what made the trigger fire. */
  readonly context: Firing['context'];
  /** Names of the automations that led to it, one through the other, itself the last. */
  readonly chain: readonly string[];
  readonly dry_run: boolean;
}

/** A step as it is kept. */
export interface StepRecord {
  readonly path: string;
  readonly kind: string;
  readonly at: number;
  ms: number | null;
  result: StepResult;
  readonly inputs: Record<string, JsonValue>;
  detail: string | null;
}

/** What is stored of a run under way. */
export interface StoredRun {
  readonly id: string;
  readonly head: RunHead;
  /** `memory`: it is not stored step by step, so that it cannot go on. */
  readonly phase: 'memory' | 'queued' | 'running';
  readonly entry_id: string | null;
  readonly state: RunState;
  readonly omitted_steps: number;
}

/** What is stored of a run that has ended. */
export interface EndedRun {
  readonly id: string;
  readonly head: RunHead;
  readonly entry_id: string | null;
  readonly outcome: RunOutcome;
  readonly reason: string | null;
  readonly finished_at: number;
  readonly steps: readonly StepRecord[];
  readonly omitted_steps: number;
  /** How many of its automation are kept. */
  readonly stored_traces: number;
}
