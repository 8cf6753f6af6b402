import { setImmediate } from 'node:timers/promises';
import type { Clock, JsonValue, Logger, RunOutcome, Timers, Trace, TraceSummary } from '@lightkeeper/plugin-sdk';
import { Chains, circleIn } from './chains.js';
import { TOLD_WINDOW_MS } from './limits.js';
import { RunFailure, sentenceOf } from './failure.js';
import { Interpreter } from './interpreter.js';
import type { Firing, RunRecorder, RunnableAutomation, World } from './ports.js';
import { compile } from './program.js';
import type { Program } from './program.js';
import { Repetition } from './repetition.js';
import { Run } from './run.js';
import type { RunHead } from './state.js';
import type { ReopenedRun, RunStore } from './store.js';
import { Throttle } from './throttle.js';
import type { RunawayLimits } from './throttle.js';
import { TimerHeap } from './timer-heap.js';
import { TraceLog } from './trace-log.js';

export interface EngineParts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Logger;
  readonly newId: () => string;
  readonly world: World;
  readonly recorder: RunRecorder;
  readonly store: RunStore;
  readonly runaway: () => RunawayLimits;
  /** A run has begun, waits, goes on or has ended, or its automation is held back. */
  readonly changed: (automation_id: string, run: { summary(): TraceSummary }) => void;
}

/** One automation with its runs. */
interface Slot {
  program: Program;
  readonly live: Set<Run>;
  readonly queue: Run[];
  readonly throttle: Throttle;
  readonly repetition: Repetition;
  /** The run that began last, or was not begun. */
  last: Run | null;
}

/** What came of a firing. */
export interface Fired {
  readonly trace_id: string;
  readonly outcome: RunOutcome;
}

/** A run in memory that lasts longer than this is stored, so that it is not lost without a word. */
const SOON_MS = 1_000;
/** Turns of the event loop that deeds under way are given when the hub stops. */
const LAST_TURNS = 10;

/** Runs automations: which of their runs may begin, and what becomes of them. See docs/decisions/0028. */
export class Engine {
  readonly #parts: EngineParts;
  readonly #heap: TimerHeap;
  readonly #interpreter: Interpreter;
  readonly #chains = new Chains();
  readonly #slots = new Map<string, Slot>();
  /** All that is under way, by id; what is only tried out is not among them. */
  readonly #runs = new Map<string, Run>();
  /** Runs that live in memory alone, the oldest first. */
  readonly #young = new Set<Run>();
  readonly #tried = new Map<Run, () => void>();
  readonly #now = (): number => this.#parts.clock.now();
  #stopping = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#heap = new TimerHeap(parts.clock, parts.timers, 'runs of automations');
    this.#interpreter = new Interpreter({
      clock: parts.clock,
      world: parts.world,
      heap: this.#heap,
      save: (run) => this.#save(run),
      changed: (run) => {
        this.#changed(run);
      },
      ended: (run) => {
        this.#ended(run);
      },
    });
  }

  /** Adds an automation, or takes its new form: runs of other steps than it now has are cancelled. Throws for steps that are not whole. */
  define(automation: RunnableAutomation): void {
    const program = compile(automation, this.#parts.world);
    const slot = this.#slots.get(automation.id);
    if (slot === undefined) {
      this.#slots.set(automation.id, {
        program,
        live: new Set(),
        queue: [],
        throttle: new Throttle(),
        repetition: new Repetition(),
        last: null,
      });
      return;
    }
    const other = slot.program.fingerprint !== program.fingerprint;
    slot.program = program;
    slot.throttle.reset();
    if (other) this.cancel(automation.id, 'The automation was changed.');
  }

  /** Takes an automation away, its runs with it. */
  forget(automation_id: string): void {
    this.cancel(automation_id, 'The automation was deleted.');
    this.#slots.delete(automation_id);
  }

  /** Ends the runs of an automation. */
  cancel(automation_id: string, reason: string): void {
    const slot = this.#slots.get(automation_id);
    if (slot === undefined) return;
    for (const run of [...slot.queue.splice(0), ...slot.live]) this.#interpreter.finish(run, 'cancelled', reason);
  }

  /** Ends one run. Gives false when it is not under way. */
  cancelRun(trace_id: string, reason: string): boolean {
    const run = this.#runs.get(trace_id);
    if (run === undefined) return false;
    this.#interpreter.finish(run, 'cancelled', reason);
    return true;
  }

  /**
   * A trigger has fired, or somebody runs the automation. Resolves when it is clear what comes of it, and durable that it began.
   * Rejects where that cannot be recorded.
   */
  async fire(automation_id: string, firing: Firing, { check_conditions = true } = {}): Promise<Fired | null> {
    const slot = this.#slots.get(automation_id);
    if (slot === undefined || this.#stopping) return null;
    const { clock } = this.#parts;
    // A person may run it in spite of that.
    const by_hand = firing.trigger.path === null && firing.context.origin !== 'automation';
    if (!by_hand && slot.throttle.until(clock.now()) !== null) return null;
    const chain = [...this.#chains.before(firing), slot.program.automation.name];
    const run = this.#newRun(slot.program, firing, chain);
    slot.last = run;
    const circle = circleIn(chain);
    if (circle !== null) return this.#refuse(run, 'cut', circle);
    const { program } = slot;
    if (check_conditions && program.checks.length > 0) {
      try {
        const tested = this.#interpreter.test(run, undefined, program.checks);
        const { passed, detail } = tested instanceof Promise ? await tested : tested;
        if (!passed) return this.#refuse(run, 'conditions_failed', detail);
      } catch (error) {
        return this.#refuse(run, 'failed', sentenceOf(error));
      }
      // It was changed, or the hub stops, while its conditions were looked at.
      if (!this.#stands(slot, program)) return null;
    }
    const runaway = by_hand ? null : slot.throttle.count(clock.now(), this.#parts.runaway());
    return runaway === null ? this.#admit(slot, run) : this.#refuse(run, 'cut', runaway);
  }

  /** Shows what a run would do, and touches nothing. */
  async dryRun(automation_id: string, firing: Firing): Promise<Trace | null> {
    const slot = this.#slots.get(automation_id);
    if (slot === undefined) return null;
    const run = this.#newRun(slot.program, firing, [], true);
    await new Promise<void>((resolve) => {
      this.#tried.set(run, resolve);
      void this.#tryOut(run);
    });
    return run.present();
  }

  /** Takes up the runs that were stored: call it once, when all automations are defined. */
  resume(stored: readonly ReopenedRun[]): void {
    for (const reopened of stored) this.#reopen(reopened);
    for (const slot of this.#slots.values()) this.#next(slot);
  }

  /** Stops at the next step of each run, and stores them all: they go on when the hub does. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#interpreter.stop();
    this.#heap.stop();
    for (let turn = 0; turn < LAST_TURNS; turn += 1) await setImmediate();
    const runs = [...this.#runs.values()];
    for (const run of runs) run.abort('The hub stops.');
    for (const slot of this.#slots.values()) this.#tellRepeated(slot);
    await Promise.all(
      runs.map(async (run) => {
        run.durable = true;
        await this.#save(run).catch(() => undefined);
      }),
    );
  }

  /** A run under way. */
  trace(trace_id: string): Trace | undefined {
    return this.#runs.get(trace_id)?.present();
  }

  /** The runs under way of one automation or of all, those that began last first. */
  summaries(automation_id?: string): TraceSummary[] {
    const slot = automation_id === undefined ? undefined : this.#slots.get(automation_id);
    const runs = slot === undefined ? [...this.#runs.values()] : [...slot.live, ...slot.queue];
    return runs.map((run) => run.summary()).sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** The run that began last since the hub was started, or was not begun. */
  last(automation_id: string): TraceSummary | null {
    return this.#slots.get(automation_id)?.last?.summary() ?? null;
  }

  /** How an automation stands, for its status. */
  standing(automation_id: string): { running: number; queued: number; throttled_until: number | null } {
    const slot = this.#slots.get(automation_id);
    if (slot === undefined) return { running: 0, queued: 0, throttled_until: null };
    return { running: slot.live.size, queued: slot.queue.length, throttled_until: slot.throttle.until(this.#parts.clock.now()) };
  }

  #newRun(program: Program, firing: Firing, chain: readonly string[], dry_run = false): Run {
    const { clock, newId } = this.#parts;
    const { automation, fingerprint } = program;
    const head: RunHead = {
      automation_id: automation.id,
      automation_name: automation.name,
      revision: automation.revision,
      fingerprint,
      started_at: clock.now(),
      trigger: firing.trigger,
      context: firing.context,
      chain,
      dry_run,
    };
    const run = new Run({ id: newId(), program, head, now: this.#now });
    run.state.variables = automation.variables;
    return run;
  }

  /** Modes: what becomes of a run while others are under way. */
  #admit(slot: Slot, run: Run): Promise<Fired> | Fired {
    const { mode, max_runs } = slot.program.automation;
    const busy = slot.live.size;
    if (mode === 'single' && busy > 0) return this.#refuse(run, 'dropped', 'It was under way already.');
    if (mode === 'parallel' && busy >= max_runs) return this.#refuse(run, 'dropped', `${max_runs} of its runs were under way already.`);
    if (mode === 'queued' && (busy > 0 || slot.queue.length > 0)) return this.#enqueue(slot, run);
    if (mode === 'restart') for (const older of [...slot.live]) this.#interpreter.finish(older, 'cancelled', 'A newer run took its place.');
    return this.#begin(slot, run);
  }

  async #enqueue(slot: Slot, run: Run): Promise<Fired> {
    const { max_runs } = slot.program.automation;
    if (slot.queue.length >= max_runs) return this.#refuse(run, 'dropped', `${max_runs} of its runs waited for their turn already.`);
    run.outcome = 'queued';
    run.durable = true;
    slot.queue.push(run);
    this.#runs.set(run.id, run);
    this.#remember(run);
    this.#changed(run);
    await this.#save(run).catch((error: unknown) => {
      this.#interpreter.finish(run, 'failed', sentenceOf(error));
    });
    return { trace_id: run.id, outcome: run.outcome };
  }

  /** A run begins: told in the log under an id that is known beforehand, so that its deeds need not wait for the disk. */
  #begin(slot: Slot, run: Run): Promise<Fired> | Fired {
    const { clock, store } = this.#parts;
    slot.live.add(run);
    this.#runs.set(run.id, run);
    this.#remember(run);
    run.outcome = 'running';
    run.state.began_at = clock.now();
    const refused = (error: unknown): void => {
      this.#interpreter.finish(run, 'failed', `It could not be recorded: ${sentenceOf(error)}`);
    };
    const recorded = this.#tellBeginning(slot, run)?.catch((error: unknown) => {
      run.entry_id = null;
      refused(error);
      throw error;
    });
    if (run.durable) this.#save(run).catch(refused);
    else store.note(run);
    this.#watchTime(run);
    this.#changed(run);
    for (const thread of [...run.state.threads]) this.#start(run, thread);
    const fired = (): Fired => ({ trace_id: run.id, outcome: run.outcome });
    return recorded === undefined ? fired() : recorded.then(fired);
  }

  /** A run that leaves nothing else in the log is told of together with others, where they are many. */
  #tellBeginning({ program, repetition }: Slot, run: Run): Promise<unknown> | undefined {
    const { clock, newId, recorder } = this.#parts;
    if (program.quiet && !repetition.isTold(clock.now())) return undefined;
    run.entry_id = newId();
    return recorder.triggered(run.entry_id, program.automation, run.id, run.head);
  }

  /** Variables of the automation may be expressions: they are worked out when it begins. */
  #start(run: Run, thread: Run['state']['threads'][number]): void {
    const { automation, fixed_variables } = run.program;
    try {
      if (!fixed_variables) run.state.variables = resolved(this.#parts.world.resolve(automation.variables, run.facts()));
    } catch (error) {
      this.#interpreter.finish(run, 'failed', `Its variables: ${sentenceOf(error)}`);
      return;
    }
    this.#interpreter.drive(run, thread);
  }

  /** Not longer than it may, and stored where it does not end soon. Most runs end before an alarm would be worth its while. */
  #watchTime(run: Run): void {
    const { max_run_ms } = run.program.automation;
    const deadline = (run.state.began_at ?? this.#now()) + max_run_ms;
    if (!run.durable && max_run_ms > SOON_MS) {
      this.#young.add(run);
      if (this.#young.size === 1) this.#heap.set(this.#now() + SOON_MS, this.#grown);
      return;
    }
    run.alarm(this.#heap, deadline, () => {
      this.#interpreter.finish(run, 'timed_out', 'It lasted longer than it may.');
    });
  }

  /** Those that are not young any more are stored. */
  readonly #grown = (): void => {
    for (const run of this.#young) {
      const at = (run.state.began_at ?? 0) + SOON_MS;
      if (at > this.#now()) {
        this.#heap.set(at, this.#grown);
        return;
      }
      this.#young.delete(run);
      run.durable = true;
      this.#watchTime(run);
      this.#save(run).catch((error: unknown) => {
        this.#interpreter.finish(run, 'failed', sentenceOf(error));
      });
    }
  };

  #stands(slot: Slot, program: Program): boolean {
    return !this.#stopping && slot.program === program && this.#slots.get(program.automation.id) === slot;
  }

  #refuse(run: Run, outcome: 'cut' | 'conditions_failed' | 'dropped' | 'failed', reason: string | null): Fired {
    this.#interpreter.finish(run, outcome, reason);
    return { trace_id: run.id, outcome };
  }

  async #tryOut(run: Run): Promise<void> {
    try {
      const { passed, detail } = await this.#interpreter.test(run, undefined, run.program.checks);
      const [thread] = run.state.threads;
      if (passed && thread !== undefined) this.#start(run, thread);
      else this.#interpreter.finish(run, 'conditions_failed', detail);
    } catch (error) {
      this.#interpreter.finish(run, 'failed', sentenceOf(error));
    }
  }

  #ended(run: Run): void {
    const told = this.#tried.get(run);
    if (told !== undefined) {
      this.#tried.delete(run);
      told();
      return;
    }
    const { automation_id } = run.head;
    this.#runs.delete(run.id);
    this.#young.delete(run);
    const known = this.#slots.get(automation_id);
    if (known !== undefined && run.state.began_at !== null && run.entry_id === null && known.program.quiet) this.#count(known, run);
    else this.#record(run);
    this.#parts.store.note(run);
    this.#changed(run);
    if (known === undefined) return;
    const slot = known;
    const waited = slot.queue.indexOf(run);
    if (waited !== -1) slot.queue.splice(waited, 1);
    if (slot.live.delete(run)) this.#next(slot);
  }

  /** What never began, because of its conditions or of another run, is told by its trace alone. */
  #record(run: Run): void {
    const { clock, recorder, log, world } = this.#parts;
    const { outcome } = run;
    const went_wrong = outcome === 'failed' || outcome === 'timed_out' || outcome === 'cut';
    if (!went_wrong && run.entry_id === null) return;
    const { automation } = run.program;
    const duration_ms = Math.max(0, (run.finished_at ?? clock.now()) - run.head.started_at);
    const written = world.within(run.head, run.cause, () =>
      went_wrong
        ? recorder.failed(automation, run.id, { outcome, duration_ms, reason: run.reason ?? outcome })
        : recorder.finished(automation, run.id, { outcome, duration_ms, steps: run.state.executed }),
    );
    written.catch((error: unknown) => {
      // The log itself has said so already.
      log.debug('The end of a run could not be recorded.', { automation: automation.name, trace_id: run.id, error: sentenceOf(error) });
    });
  }

  #count(slot: Slot, run: Run): void {
    const failed = run.outcome === 'failed' || run.outcome === 'timed_out';
    const now = this.#parts.clock.now();
    if (!slot.repetition.add(run.id, failed, now)) return;
    this.#heap.set(now + TOLD_WINDOW_MS, () => {
      this.#tellRepeated(slot);
    });
  }

  #tellRepeated({ repetition, program: { automation } }: Slot): void {
    const repeated = repetition.take();
    if (repeated === null) return;
    const { world, recorder, newId, clock } = this.#parts;
    const { runs, failed, since, last_trace_id } = repeated;
    const head = { automation_id: automation.id, automation_name: automation.name };
    const duration_ms = clock.now() - since;
    world
      .within(head, { correlation_id: newId(), cause_id: null }, () =>
        recorder.repeated(automation, { runs, failed, duration_ms, last_trace_id }),
      )
      .catch((error: unknown) => {
        this.#parts.log.debug('Runs could not be recorded.', { automation: automation.name, runs, error: sentenceOf(error) });
      });
  }

  /** The next of those that wait for their turn. */
  #next(slot: Slot): void {
    if (slot.live.size > 0 || this.#stopping) return;
    const run = slot.queue.shift();
    // What keeps it from beginning is told by its trace.
    if (run !== undefined) Promise.resolve(this.#begin(slot, run)).catch(() => undefined);
  }

  /** What leaves nothing in the log sets nothing off under its name, and there may be thousands of it a second. */
  #remember({ head, program }: Run): void {
    if (program.quiet) return;
    this.#chains.add(head.context.correlation_id, head.automation_id, head.chain);
  }

  async #save(run: Run): Promise<void> {
    if (run.head.dry_run) return;
    run.unsaved = false;
    run.saving += 1;
    try {
      await this.#parts.store.save(run);
    } catch (error) {
      throw new RunFailure(`It could not be stored: ${sentenceOf(error)}`);
    } finally {
      run.saving -= 1;
    }
  }

  #reopen({ run: { id, head, phase, entry_id, state, omitted_steps }, steps }: ReopenedRun): void {
    const slot = this.#slots.get(head.automation_id);
    const program = slot?.program ?? gone(head);
    const run = new Run({ id, program, head, now: this.#now, state, entry_id, trace: new TraceLog(this.#now, steps, omitted_steps) });
    run.durable = true;
    this.#runs.set(id, run);
    this.#remember(run);
    const lost = phase === 'memory' ? 'The hub ended while it ran; what it had not done yet is not done.' : null;
    if (lost !== null) this.#interpreter.finish(run, 'failed', lost);
    else if (slot === undefined) this.#interpreter.finish(run, 'cancelled', 'The automation is gone, or does not work any more.');
    else if (program.fingerprint !== head.fingerprint) this.#interpreter.finish(run, 'cancelled', 'The automation was changed.');
    else if (phase === 'queued') {
      run.outcome = 'queued';
      slot.queue.push(run);
    } else {
      slot.live.add(run);
      this.#watchTime(run);
      for (const thread of [...state.threads]) this.#interpreter.takeUp(run, thread);
    }
  }

  #changed(run: Run): void {
    this.#parts.changed(run.head.automation_id, run);
  }
}

function resolved(value: JsonValue): Record<string, JsonValue> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Error('must be names with their values.');
}

/** Enough of an automation that is no more for its runs to be ended in order. */
function gone(head: RunHead): Program {
  const automation: RunnableAutomation = {
    id: head.automation_id,
    name: head.automation_name,
    revision: head.revision,
    mode: 'single',
    max_runs: 1,
    max_run_ms: 1,
    stored_traces: 1,
    variables: {},
    conditions: [],
    actions: [],
  };
  return compile(automation, { repeatable: () => false, quiet: () => true, visible: () => ({}) });
}
