import { setImmediate } from 'node:timers/promises';
import type { ActionConfig, Clock, ConditionResult, JsonValue, RunOutcome } from '@lightkeeper/plugin-sdk';
import { duration } from '../words/duration.js';
import { RunFailure, sentenceOf } from './failure.js';
import { BREATH, DRY_ROUNDS, MAX_ITEMS, MAX_STEPS_OF_RUN, MAX_VARIABLES } from './limits.js';
import type { Firing, World } from './ports.js';
import { shown } from './program.js';
import type { Check, Deed, Step } from './program.js';
import type { Run } from './run.js';
import type { Frame, Thread, Wait } from './state.js';
import type { TimerHeap } from './timer-heap.js';

export interface InterpreterParts {
  readonly clock: Clock;
  readonly world: World;
  readonly heap: TimerHeap;
  /** Resolves when the run is stored as it stands. */
  readonly save: (run: Run) => Promise<void>;
  /** It waits now, or goes on. */
  readonly changed: (run: Run) => void;
  readonly ended: (run: Run) => void;
}

type DeedOf<T extends Deed['type']> = Extract<Deed, { type: T }>;

interface Tested {
  readonly passed: boolean;
  readonly detail: string | null;
}

const PASSED: Tested = { passed: true, detail: null };

/** What came of a step: the thread goes on with the next one, or is left, since it waits or is over. */
type Next = 'on' | 'parked';

/** Goes through the steps of runs. All that it knows of a run is in the run, so that it can be left at any wait and taken up again. */
export class Interpreter {
  readonly #parts: InterpreterParts;
  #stopping = false;

  constructor(parts: InterpreterParts) {
    this.#parts = parts;
  }

  /** Goes on with a thread until it waits or is over. */
  drive(run: Run, thread: Thread): void {
    this.#parts.world.within(run.head, run.cause, () => {
      this.#go(run, thread);
    });
  }

  /** Takes up a thread that was stored: waits for what it waited for, and goes on after a deed that the end of the hub cut off. */
  takeUp(run: Run, thread: Thread): void {
    const { doing, wait } = thread;
    if (doing !== null) this.#afterInterruption(run, thread, doing);
    if (wait === null) this.drive(run, thread);
    else if (wait.type === 'triggers') this.#listen(run, thread, wait);
    if (wait !== null) this.#arm(run, thread, wait);
  }

  /** Ends a run, wherever it stands. */
  finish(run: Run, outcome: RunOutcome, reason: string | null): void {
    if (run.isOver()) return;
    const { trace } = run;
    run.outcome = outcome;
    run.reason = reason ?? (trace.steps.some(({ result }) => result === 'interrupted') ? INTERRUPTED : null);
    run.finished_at = this.#parts.clock.now();
    run.abort('The run has ended.');
    trace.closeAll(outcome === 'timed_out' ? 'timed_out' : 'cancelled');
    trace.seal();
    run.release();
    this.#parts.ended(run);
  }

  /** Leaves all threads before their next step. */
  stop(): void {
    this.#stopping = true;
  }

  /** Whether all the conditions hold, one after the other until one does not. Each is a step of the trace. */
  test(run: Run, thread: Thread | undefined, checks: readonly Check[]): Tested | Promise<Tested> {
    for (const [index, check] of checks.entries()) {
      const tested = this.#testOne(run, thread, check);
      if (tested instanceof Promise) {
        return tested.then((found) => (found.passed ? this.test(run, thread, checks.slice(index + 1)) : found));
      }
      if (!tested.passed) return tested;
    }
    return PASSED;
  }

  #testOne(run: Run, thread: Thread | undefined, { path, config }: Check): Tested | Promise<Tested> {
    const began = this.#parts.clock.now();
    const found = ({ passed, detail, inputs = {} }: ConditionResult): Tested => {
      run.trace.add(path, config.kind, passed ? 'passed' : 'not_passed', detail, shown(inputs), began);
      return { passed, detail };
    };
    const failed = (error: unknown): never => {
      run.trace.add(path, config.kind, 'failed', sentenceOf(error), undefined, began);
      throw error;
    };
    try {
      const result = this.#parts.world.test(config, run.facts(thread));
      return result instanceof Promise ? result.then(found, failed) : found(result);
    } catch (error) {
      return failed(error);
    }
  }

  /** Step by step: without a break where a step takes no time, and from where it was left where it does. */
  #go(run: Run, thread: Thread): void {
    while (this.#goesOn(run)) {
      const frame = thread.frames.at(-1);
      if (frame === undefined) {
        this.#threadEnded(run, thread, null);
        return;
      }
      const step = run.program.blocks.get(frame.block)?.[frame.at];
      try {
        if (step !== undefined) frame.at += 1;
        const next = step === undefined ? this.#leave(run, thread, frame) : this.#step(run, thread, step);
        if (next === 'parked') return;
        if (next !== 'on') {
          this.#goLater(run, thread, step, next);
          return;
        }
      } catch (error) {
        if (!this.#survives(run, thread, step, error)) return;
      }
    }
  }

  #goLater(run: Run, thread: Thread, step: Step | undefined, next: Promise<Next>): void {
    next.then(
      (then) => {
        if (then === 'on') this.#go(run, thread);
      },
      (error: unknown) => {
        if (this.#survives(run, thread, step, error)) this.#go(run, thread);
      },
    );
  }

  /** Whether the thread goes on after an error. */
  #survives(run: Run, thread: Thread, step: Step | undefined, error: unknown): boolean {
    if (!this.#goesOn(run)) return false;
    if (!(error instanceof RunFailure)) return this.#recover(run, thread, step, sentenceOf(error));
    this.finish(run, 'failed', error.message);
    return false;
  }

  /** Whether the run is still to go on, and the hub too. */
  #goesOn(run: Run): boolean {
    return !this.#stopping && !run.isOver();
  }

  #step(run: Run, thread: Thread, step: Step): Next | Promise<Next> {
    if (!step.enabled) {
      run.trace.add(step.path, step.config.kind, 'skipped', null);
      return 'on';
    }
    return this.#count(run) ? setImmediate().then(() => this.#do(run, thread, step)) : this.#do(run, thread, step);
  }

  #do(run: Run, thread: Thread, step: Step): Next | Promise<Next> {
    const { deed } = step;
    switch (deed.type) {
      case 'act':
        return this.#act(run, thread, step, deed);
      case 'delay':
        return this.#delay(run, thread, step, deed);
      case 'wait':
        return this.#wait(run, thread, step, deed);
      case 'choose':
        return this.#choose(run, thread, step, deed);
      case 'repeat':
        return this.#repeat(run, thread, step, deed);
      case 'parallel':
        return this.#parallel(run, thread, step, deed);
      case 'variables':
        return this.#variables(run, thread, step, deed);
      case 'stop':
        return this.#stop(run, thread, step, deed);
      case 'check':
        return this.#check(run, thread, step, deed);
    }
  }

  /** Counts a step. Gives true when others are to have their turn. */
  #count(run: Run): boolean {
    const { state } = run;
    state.executed += 1;
    if (state.executed > MAX_STEPS_OF_RUN) {
      throw new RunFailure(`It went through more than ${MAX_STEPS_OF_RUN.toLocaleString('en')} steps.`);
    }
    return state.executed % BREATH === 0;
  }

  async #act(run: Run, thread: Thread, step: Step, deed: DeedOf<'act'>): Promise<Next> {
    const { world, save } = this.#parts;
    const { path, config } = step;
    const facts = run.facts(thread);
    // What holds no expression is the same each time, and so is what is shown of it.
    const action = deed.fixed === null ? this.#tried(run, step, () => world.resolve(config, facts) as ActionConfig) : config;
    const place = run.trace.open(path, config.kind, deed.fixed ?? shown(world.visible(action)));
    try {
      if (facts.dry_run) {
        run.trace.close(place, 'would', await world.foresee(action, facts, run.signal));
        return 'on';
      }
      thread.doing = { path, step: place };
      if (run.durable && (run.unsaved || !deed.repeatable)) await save(run);
      if (run.isOver()) return 'parked';
      if (!this.#goesOn(run)) return this.#notYet(run, thread, place);
      const detail = await world.act(action, facts, run.signal);
      if (run.isOver()) return 'parked';
      run.trace.close(place, 'done', detail);
    } catch (error) {
      // What was aborted because the hub stops is under way for all that is known.
      if (!this.#goesOn(run)) return 'parked';
      if (!(error instanceof RunFailure)) run.trace.fail(place, path, config.kind, sentenceOf(error));
      thread.doing = null;
      run.unsaved = true;
      throw error;
    }
    thread.doing = null;
    run.unsaved = true;
    return 'on';
  }

  /** The hub stops before the deed began: it is done when the run goes on. */
  #notYet(run: Run, thread: Thread, place: number): Next {
    stepBack(thread);
    thread.doing = null;
    run.trace.close(place, 'skipped', 'The hub stopped before it began.');
    return 'parked';
  }

  async #delay(run: Run, thread: Thread, step: Step, deed: DeedOf<'delay'>): Promise<Next> {
    const { world, clock } = this.#parts;
    const duration_ms = this.#tried(run, step, () => durationOf(world.resolve(deed.duration_ms, run.facts(thread)), 'duration_ms'));
    const place = run.trace.open(step.path, step.config.kind, shown({ duration_ms }));
    if (run.head.dry_run) {
      run.trace.close(place, 'would', `Would wait ${duration(duration_ms)}`);
      return 'on';
    }
    const wait: Wait = { type: 'delay', until: clock.now() + duration_ms, step: place };
    thread.wait = wait;
    await this.#park(run, thread, wait);
    return 'parked';
  }

  async #wait(run: Run, thread: Thread, step: Step, deed: DeedOf<'wait'>): Promise<Next> {
    const { world, clock } = this.#parts;
    const timeout_ms = this.#tried(run, step, () =>
      deed.timeout_ms === undefined ? null : durationOf(world.resolve(deed.timeout_ms, run.facts(thread)), 'timeout_ms'),
    );
    const place = run.trace.open(step.path, step.config.kind, shown({ timeout_ms }));
    if (run.head.dry_run) {
      run.trace.close(place, 'would', 'Would wait until it is triggered, which is taken for granted here');
      return 'on';
    }
    const until = timeout_ms === null ? null : clock.now() + timeout_ms;
    const wait: Wait = { type: 'triggers', until, path: step.path, step: place };
    thread.wait = wait;
    this.#tried(
      run,
      step,
      () => {
        this.#listen(run, thread, wait);
      },
      place,
    );
    await this.#park(run, thread, wait);
    return 'parked';
  }

  async #choose(run: Run, thread: Thread, step: Step, deed: DeedOf<'choose'>): Promise<Next> {
    const place = run.trace.open(step.path, step.config.kind);
    const chosen = await this.#awaited(run, step, place, async () => {
      for (const option of deed.options) if ((await this.test(run, thread, option.checks)).passed) return option.block;
      return deed.otherwise;
    });
    if (chosen === null) run.trace.close(place, 'done', 'Nothing of it applied.');
    else enter(thread, { block: chosen, at: 0, owner: { path: step.path, step: place }, loop: null });
    return 'on';
  }

  #repeat(run: Run, thread: Thread, step: Step, deed: DeedOf<'repeat'>): Next {
    const { world } = this.#parts;
    const { total, items } = this.#tried(run, step, () => {
      if (deed.each !== undefined) {
        const list = listOf(world.resolve(deed.each, run.facts(thread)));
        return { total: list.length, items: list };
      }
      return { total: deed.count === undefined ? null : countOf(world.resolve(deed.count, run.facts(thread))), items: null };
    });
    const place = run.trace.open(step.path, step.config.kind, shown(total === null ? {} : { count: total }));
    // At the end of its block, before the first round: what comes next is decided there.
    const at = run.program.blocks.get(deed.block)?.length ?? 0;
    enter(thread, { block: deed.block, at, owner: { path: step.path, step: place }, loop: { index: 0, total, items } });
    return 'on';
  }

  /** The end of a block: another round of a loop, or back to the block around it. */
  #leave(run: Run, thread: Thread, frame: Frame): Next | Promise<Next> {
    if (frame.loop !== null) return this.#round(run, thread, frame);
    thread.frames.pop();
    if (frame.owner !== null) run.trace.close(frame.owner.step, 'done');
    return 'on';
  }

  async #round(run: Run, thread: Thread, frame: Frame): Promise<Next> {
    const ended = await this.#endOfLoop(run, thread, frame);
    if (ended === null) return 'on';
    thread.frames.pop();
    if (frame.owner !== null) run.trace.close(frame.owner.step, 'done', ended);
    return 'on';
  }

  /** Begins the next round and gives null, or says how it ended. */
  async #endOfLoop(run: Run, thread: Thread, frame: Frame): Promise<string | null> {
    const { loop, owner } = frame;
    const deed = owner === null ? undefined : run.program.steps.get(owner.path)?.deed;
    if (loop === null || deed?.type !== 'repeat') return 'It is no loop any more.';
    const rounds = loop.index;
    const ended = `It was done ${rounds === 1 ? 'once' : `${rounds} times`}.`;
    if (loop.total !== null && rounds >= loop.total) return ended;
    if (rounds > 0 && deed.until !== null && (await this.test(run, thread, deed.until)).passed) return ended;
    if (run.head.dry_run && loop.total === null && rounds >= DRY_ROUNDS) return `It is shown ${DRY_ROUNDS} times, and would go on.`;
    if (rounds > 0 && this.#count(run)) await setImmediate();
    loop.index += 1;
    if (deed.while !== null && !(await this.test(run, thread, deed.while)).passed) return ended;
    frame.at = 0;
    return null;
  }

  #parallel(run: Run, thread: Thread, step: Step, deed: DeedOf<'parallel'>): Next {
    const place = run.trace.open(step.path, step.config.kind);
    if (deed.branches.length === 0) {
      run.trace.close(place, 'done');
      return 'on';
    }
    thread.wait = { type: 'branches', left: deed.branches.length, failure: null, path: step.path, step: place };
    for (const branch of deed.branches.map((block) => run.addThread(thread.id, block))) this.drive(run, branch);
    return 'parked';
  }

  #variables(run: Run, thread: Thread, step: Step, deed: DeedOf<'variables'>): Next {
    const values = this.#tried(run, step, () => {
      const resolved = recordOf(this.#parts.world.resolve(deed.values, run.facts(thread)));
      const variables = { ...run.state.variables, ...resolved };
      if (JSON.stringify(variables).length > MAX_VARIABLES) throw new Error('The variables of a run may hold at most 64 KiB.');
      run.state.variables = variables;
      return resolved;
    });
    run.trace.add(step.path, step.config.kind, 'done', null, shown(values));
    return 'on';
  }

  #stop(run: Run, thread: Thread, step: Step, deed: DeedOf<'stop'>): Next {
    const reason = this.#tried(run, step, () => {
      const given = this.#parts.world.resolve(deed.reason ?? null, run.facts(thread));
      return given === null ? null : typeof given === 'string' ? given : JSON.stringify(given);
    });
    run.trace.add(step.path, step.config.kind, 'done', reason);
    this.#endAt(run, thread, deed.failed ? 'failed' : 'stopped', reason);
    return 'parked';
  }

  async #check(run: Run, thread: Thread, step: Step, deed: DeedOf<'check'>): Promise<Next> {
    const place = run.trace.open(step.path, step.config.kind);
    const { passed, detail } = await this.#awaited(run, step, place, () => this.test(run, thread, deed.checks));
    run.trace.close(place, passed ? 'passed' : 'not_passed', detail);
    if (passed || run.isOver()) return 'on';
    this.#endAt(run, thread, 'stopped', detail);
    return 'parked';
  }

  /** A step says that the run is over: those that hold it have ended as they should. */
  #endAt(run: Run, thread: Thread, outcome: RunOutcome, reason: string | null): void {
    for (const { owner } of thread.frames) if (owner !== null) run.trace.close(owner.step, 'done');
    this.finish(run, outcome, reason);
  }

  /** Stores that the thread waits, and only then waits. */
  async #park(run: Run, thread: Thread, wait: Wait): Promise<void> {
    run.durable = true;
    await this.#parts.save(run);
    if (thread.wait !== wait || !this.#goesOn(run)) return;
    this.#arm(run, thread, wait);
    this.#parts.changed(run);
  }

  #arm(run: Run, thread: Thread, wait: Wait): void {
    if (wait.type === 'branches' || wait.until === null) return;
    const clear = run.alarm(this.#parts.heap, wait.until, () => {
      if (wait.type === 'delay') this.#passed(run, thread, wait, 'done', null);
      else this.#outOfTime(run, thread, wait);
    });
    if (thread.wait !== wait) clear();
  }

  #listen(run: Run, thread: Thread, wait: Extract<Wait, { type: 'triggers' }>): void {
    const deed = run.program.steps.get(wait.path)?.deed;
    if (deed?.type !== 'wait') return;
    const path = `${run.id}.${thread.id}.${wait.path}`;
    const unlisten = this.#parts.world.listen(run.head.automation_id, path, deed.triggers, ({ trigger }: Firing) => {
      if (thread.wait !== wait || this.#stopping) return;
      stopListening();
      const { id, kind, description, data } = trigger;
      run.state.variables = { ...run.state.variables, wait: { completed: true, trigger: { id, kind, description, data } } };
      // Else the hub could end before it is stored, and wait for what came already.
      run.unsaved = true;
      this.#passed(run, thread, wait, 'done', description);
    });
    const stopListening = run.onEnd(() => void unlisten());
  }

  #outOfTime(run: Run, thread: Thread, wait: Extract<Wait, { type: 'triggers' }>): void {
    const deed = run.program.steps.get(wait.path)?.deed;
    run.state.variables = { ...run.state.variables, wait: { completed: false, trigger: null } };
    if (deed?.type === 'wait' && !deed.goes_on) {
      thread.wait = null;
      run.trace.close(wait.step, 'timed_out');
      this.#endAt(run, thread, 'stopped', 'What it waited for did not come in time.');
      return;
    }
    this.#passed(run, thread, wait, 'timed_out', null);
  }

  #passed(run: Run, thread: Thread, wait: Wait, result: 'done' | 'timed_out', detail: string | null): void {
    if (thread.wait !== wait || !this.#goesOn(run)) return;
    thread.wait = null;
    run.trace.close(wait.step, result, detail);
    this.#parts.changed(run);
    this.drive(run, thread);
  }

  #threadEnded(run: Run, thread: Thread, failure: string | null): void {
    if (thread.parent === null) {
      this.finish(run, failure === null ? 'finished' : 'failed', failure);
      return;
    }
    run.state.threads = run.state.threads.filter((other) => other !== thread);
    const parent = run.thread(thread.parent);
    const wait = parent?.wait;
    if (parent === undefined || wait?.type !== 'branches') return;
    wait.left -= 1;
    wait.failure ??= failure;
    if (wait.left > 0) return;
    parent.wait = null;
    run.trace.close(wait.step, wait.failure === null ? 'done' : 'failed', wait.failure);
    if (wait.failure !== null && !this.#recover(run, parent, run.program.steps.get(wait.path), wait.failure)) return;
    this.drive(run, parent);
  }

  /** A step has failed: goes on behind the first step around it that allows for errors. Gives false where the thread is over by that. */
  #recover(run: Run, thread: Thread, step: Step | undefined, reason: string): boolean {
    let failed = step;
    while (failed?.continue_on_error !== true) {
      const frame = thread.frames.pop();
      if (frame === undefined) {
        this.#threadEnded(run, thread, reason);
        return false;
      }
      if (frame.owner === null) continue;
      failed = run.program.steps.get(frame.owner.path);
      run.trace.fail(frame.owner.step, frame.owner.path, failed?.config.kind ?? '', reason);
    }
    return true;
  }

  #afterInterruption(run: Run, thread: Thread, { path, step: place }: { path: string; step: number }): void {
    const deed = run.program.steps.get(path)?.deed;
    const again = deed?.type === 'act' && deed.repeatable;
    thread.doing = null;
    if (again) stepBack(thread);
    const detail = again ? 'The hub ended while it was under way; it is done again.' : INTERRUPTED;
    run.trace.close(place, again ? 'skipped' : 'interrupted', detail);
  }

  /** Makes of an error a failed step of the trace. */
  #tried<T>(run: Run, step: Step, fn: () => T, place?: number): T {
    try {
      return fn();
    } catch (error) {
      const { path } = step;
      if (place === undefined) run.trace.add(path, step.config.kind, 'failed', sentenceOf(error));
      else run.trace.fail(place, path, step.config.kind, sentenceOf(error));
      throw error;
    }
  }

  async #awaited<T>(run: Run, step: Step, place: number, fn: () => T | Promise<T>): Promise<T> {
    try {
      return await fn();
    } catch (error) {
      run.trace.fail(place, step.path, step.config.kind, sentenceOf(error));
      throw error;
    }
  }
}

const INTERRUPTED = 'The hub ended while a step was under way that is not safe to do twice; it was not done again.';

function enter(thread: Thread, frame: Frame): void {
  thread.frames.push(frame);
}

function stepBack(thread: Thread): void {
  const frame = thread.frames.at(-1);
  if (frame !== undefined) frame.at -= 1;
}

function durationOf(value: JsonValue, name: string): number {
  if (typeof value === 'number' && value >= 0 && value <= 604_800_000) return Math.round(value);
  throw new Error(`${name} must be 0 to 604,800,000 milliseconds, and is ${JSON.stringify(value).slice(0, 60)}.`);
}

function countOf(value: JsonValue): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new Error(`count must be a whole number from 0, and is ${JSON.stringify(value).slice(0, 60)}.`);
}

function listOf(value: JsonValue): JsonValue[] {
  if (!Array.isArray(value)) throw new Error('for_each must be a list.');
  if (value.length <= MAX_ITEMS && JSON.stringify(value).length <= MAX_VARIABLES) return value;
  throw new Error(`for_each may be a list of at most ${MAX_ITEMS.toLocaleString('en')} items and 64 KiB.`);
}

function recordOf(value: JsonValue): Record<string, JsonValue> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Error('values must be names with their values.');
}
