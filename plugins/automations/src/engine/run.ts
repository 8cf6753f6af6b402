import type { JsonValue, RunFacts, RunOutcome, Trace, TraceStep, TraceSummary } from '@lightkeeper/plugin-sdk';
import type { RunCause } from './ports.js';
import type { Program } from './program.js';
import { ROOT } from './program.js';
import type { EndedRun, Loop, RunHead, RunState, StepRecord, StoredRun, Thread } from './state.js';
import type { StorableRun } from './store.js';
import type { TimerHeap } from './timer-heap.js';
import { TraceLog } from './trace-log.js';

/** One run: where it stands, what it did, and what has to be taken back when it ends. */
export class Run implements StorableRun {
  readonly id: string;
  readonly program: Program;
  readonly head: RunHead;
  readonly state: RunState;
  readonly trace: TraceLog;
  /** The entry that tells that it was triggered. */
  entry_id: string | null;
  outcome: RunOutcome = 'running';
  reason: string | null = null;
  finished_at: number | null = null;
  /** Whether it is stored step by step. */
  durable: boolean;
  /** Whether a deed was done that is not stored yet. */
  unsaved = false;
  /** How often it is being stored just now. */
  saving = 0;
  /** What is undone at its end: alarms and listeners. */
  #undo: Set<() => void> | null = null;
  #abort: AbortController | null = null;
  #facts: { readonly variables: RunState['variables']; readonly facts: RunFacts } | null = null;

  constructor(parts: {
    id: string;
    program: Program;
    head: RunHead;
    now: () => number;
    state?: RunState;
    trace?: TraceLog;
    entry_id?: string | null;
  }) {
    this.id = parts.id;
    this.program = parts.program;
    this.head = parts.head;
    this.state = parts.state ?? { began_at: null, variables: {}, threads: [firstThread()], executed: 0, next_thread: 1 };
    this.trace = parts.trace ?? new TraceLog(parts.now);
    this.entry_id = parts.entry_id ?? null;
    this.durable = parts.program.waits;
  }

  /** Made when somebody asks for it: most deeds have no use for it, and making one costs more than all else of a short run. */
  readonly signal = (): AbortSignal => {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  };

  /** Tells deeds under way that nobody waits for them any more. */
  abort(why: string): void {
    this.#abort?.abort(new Error(why));
  }

  isOver(): boolean {
    return this.finished_at !== null;
  }

  /** Its outcome; while it is under way, whether all of it waits, and is stored as such. */
  get standing(): RunOutcome {
    return this.outcome === 'running' && this.saving === 0 && this.state.threads.every(({ wait }) => wait !== null)
      ? 'waiting'
      : this.outcome;
  }

  get cause(): RunCause {
    const { correlation_id, cause_id } = this.head.context;
    return { correlation_id, cause_id: this.entry_id ?? cause_id };
  }

  /** What steps know of it. Within a loop `repeat` is among the variables. */
  facts(thread?: Thread): RunFacts {
    const { variables } = this.state;
    if (this.#facts?.variables !== variables) this.#facts = { variables, facts: this.#factsWith(variables) };
    const loop = thread === undefined ? null : this.#loopOf(thread);
    return loop === null ? this.#facts.facts : this.#factsWith({ ...variables, repeat: repeatOf(loop) });
  }

  thread(id: number): Thread | undefined {
    return this.state.threads.find((thread) => thread.id === id);
  }

  addThread(parent: number, block: string): Thread {
    const thread: Thread = {
      id: this.state.next_thread,
      parent,
      frames: [{ block, at: 0, owner: null, loop: null }],
      wait: null,
      doing: null,
    };
    this.state.next_thread += 1;
    this.state.threads.push(thread);
    return thread;
  }

  /** Rings at this moment, unless the run ends before. */
  alarm(heap: TimerHeap, at: number, ring: () => void): () => void {
    const alarm = heap.set(at, () => {
      this.#undo?.delete(undo);
      ring();
    });
    const undo = this.onEnd(() => {
      heap.clear(alarm);
    });
    return undo;
  }

  /** Calls `fn` at the end of the run. The function that it gives calls it now instead. */
  onEnd(fn: () => void): () => void {
    const undo = (): void => {
      if (this.#undo?.delete(undo) === true) fn();
    };
    this.#undo ??= new Set();
    this.#undo.add(undo);
    return undo;
  }

  /** Takes back all that waits. */
  release(): void {
    for (const undo of [...(this.#undo ?? [])]) undo();
  }

  stored(): StoredRun {
    const { id, head, entry_id, state, trace } = this;
    const phase = this.outcome === 'queued' ? 'queued' : this.durable ? 'running' : 'memory';
    return { id, head, phase, entry_id, state, omitted_steps: trace.omitted };
  }

  takeChanged(): ReadonlyMap<number, StepRecord> {
    return this.durable ? this.trace.takeChanged() : new Map<number, StepRecord>();
  }

  ended(): EndedRun | null {
    const { id, head, entry_id, outcome, reason, finished_at } = this;
    if (finished_at === null) return null;
    const { steps, omitted } = this.trace;
    const { stored_traces } = this.program.automation;
    return { id, head, entry_id, outcome, reason, finished_at, steps, omitted_steps: omitted, stored_traces };
  }

  summary(): TraceSummary {
    const { id, head, reason, finished_at } = this;
    return summaryOf({ id, head, outcome: this.standing, reason, finished_at });
  }

  present(): Trace {
    const { id, head, reason, finished_at, entry_id, trace } = this;
    return traceOf({ id, head, outcome: this.standing, reason, finished_at, entry_id, steps: trace.steps, omitted_steps: trace.omitted });
  }

  #factsWith(variables: Readonly<Record<string, JsonValue>>): RunFacts {
    const { automation_id, automation_name, trigger, dry_run } = this.head;
    return { automation_id, automation_name, trace_id: this.id, trigger, variables, dry_run };
  }

  /** The innermost loop that the thread is in, those around its branch included. */
  #loopOf(thread: Thread): Loop | null {
    for (let index = thread.frames.length - 1; index >= 0; index -= 1) {
      const loop = thread.frames[index]?.loop;
      if (loop != null) return loop;
    }
    const parent = thread.parent === null ? undefined : this.thread(thread.parent);
    return parent === undefined ? null : this.#loopOf(parent);
  }
}

function firstThread(): Thread {
  return { id: 0, parent: null, frames: [{ block: ROOT, at: 0, owner: null, loop: null }], wait: null, doing: null };
}

function repeatOf({ index, items }: Loop): JsonValue {
  const turn = index - 1;
  return items === null ? { index: turn } : { index: turn, item: items[turn] ?? null };
}

interface Told {
  readonly id: string;
  readonly head: RunHead;
  readonly outcome: RunOutcome;
  readonly reason: string | null;
  readonly finished_at: number | null;
}

/** A run as it goes over the wire, without its steps. */
export function summaryOf({ id, head, outcome, reason, finished_at }: Told): TraceSummary {
  const { path, kind, description, data } = head.trigger;
  return {
    id,
    automation_id: head.automation_id,
    automation_name: head.automation_name,
    started_at: new Date(head.started_at).toISOString(),
    finished_at: finished_at === null ? null : new Date(finished_at).toISOString(),
    outcome,
    reason,
    trigger: { path, kind, description, data },
    actor: head.context.actor,
    dry_run: head.dry_run,
  };
}

/** A run as it goes over the wire, with all its steps. */
export function traceOf(
  run: Told & { readonly entry_id: string | null; readonly steps: readonly StepRecord[]; readonly omitted_steps: number },
): Trace {
  const { cause_id, correlation_id } = run.head.context;
  return {
    ...summaryOf(run),
    steps: run.steps.map(presentStep),
    omitted_steps: run.omitted_steps,
    entry_id: run.entry_id,
    cause_id,
    correlation_id,
    revision: run.head.revision,
  };
}

function presentStep({ at, ms, ...step }: StepRecord): TraceStep {
  return { ...step, started_at: new Date(at).toISOString(), duration_ms: ms };
}
