import type { ActionConfig, Logger, TraceSummary } from '@lightkeeper/plugin-sdk';
import { Engine } from '../engine.js';
import type { Fired } from '../engine.js';
import type { Firing, RunnableAutomation } from '../ports.js';
import type { EndedRun } from '../state.js';
import type { RunawayLimits } from '../throttle.js';
import { FakeClock, settle } from './fake-clock.js';
import { FakeWorld } from './fake-world.js';
import { Disk, MemoryStore } from './memory-store.js';

const QUIET: Logger = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** An entry that the engine had written. */
export interface Written {
  word: 'triggered' | 'finished' | 'failed' | 'repeated';
  trace_id: string;
  entry_id?: string;
  outcome?: string;
  reason?: string;
  runs?: number;
}

/** An engine with a clock, a world and a disk in the test's hands. */
export class Rig {
  readonly clock = new FakeClock();
  readonly world = new FakeWorld();
  readonly disk = new Disk();
  readonly entries: Written[] = [];
  readonly told: TraceSummary[] = [];
  runaway: RunawayLimits = { runs: 1_000, window_ms: 10_000, pause_ms: 60_000 };
  /** What the log answers with. */
  refusal: Error | null = null;
  engine: Engine;
  store: MemoryStore;
  #automations: RunnableAutomation[] = [];
  #ids = 0;
  #generation = 0;
  /** Kills the engine after so many further writes. */
  kill_after = Infinity;

  constructor() {
    ({ engine: this.engine, store: this.store } = this.#boot());
  }

  get alive(): boolean {
    return this.kill_after > 0;
  }

  define(...automations: RunnableAutomation[]): void {
    this.#automations = [...this.#automations.filter(({ id }) => !automations.some((given) => given.id === id)), ...automations];
    for (const one of automations) this.engine.define(one);
  }

  /** The engine is no more, as after kill -9; another one takes up what is on the disk. */
  reopen(): void {
    this.#generation += 1;
    this.kill_after = Infinity;
    this.world.listeners.clear();
    ({ engine: this.engine, store: this.store } = this.#boot());
    for (const one of this.#automations) this.engine.define(one);
    this.engine.resume(this.disk.reopen());
  }

  async fire(id = 'a', firing: Firing = triggered()): Promise<Fired | null> {
    const fired = await this.engine.fire(id, firing);
    await settle();
    return fired;
  }

  ended(trace_id: string | undefined): EndedRun {
    const run = this.disk.ended.get(trace_id ?? '');
    if (run === undefined) throw new Error('This run has not ended.');
    return run;
  }

  /** The results of a run's steps: `actions.0 done`. */
  steps(trace_id: string | undefined): string[] {
    return this.ended(trace_id).steps.map(({ path, result }) => `${path} ${result}`);
  }

  #boot(): { engine: Engine; store: MemoryStore } {
    const generation = this.#generation;
    const alive = (): boolean => this.alive && generation === this.#generation;
    const store = new MemoryStore(
      this.disk,
      () => {
        this.kill_after -= 1;
      },
      alive,
    );
    const write = (entry: Written): Promise<null> => {
      if (this.refusal !== null) return Promise.reject(this.refusal);
      if (alive()) this.entries.push(entry);
      return Promise.resolve(null);
    };
    const { clock } = this;
    const engine = new Engine({
      clock,
      timers: { ...clock.timers, after: (ms, label, fn) => clock.timers.after(ms, label, () => (alive() ? fn() : undefined)) },
      log: QUIET,
      newId: () => `id-${String((this.#ids += 1)).padStart(6, '0')}`,
      world: this.world.for(alive),
      recorder: {
        triggered: (entry_id, _automation, trace_id) => write({ word: 'triggered', trace_id, entry_id }),
        finished: (_automation, trace_id, { outcome }) => write({ word: 'finished', trace_id, outcome }),
        failed: (_automation, trace_id, { outcome, reason }) => write({ word: 'failed', trace_id, outcome, reason }),
        repeated: (_automation, { runs, last_trace_id }) => write({ word: 'repeated', trace_id: last_trace_id, runs }),
      },
      store,
      runaway: () => this.runaway,
      changed: (_id, run) => void this.told.push(run.summary()),
    });
    return { engine, store };
  }
}

export function automation(actions: ActionConfig[], more: Partial<RunnableAutomation> = {}): RunnableAutomation {
  return {
    id: 'a',
    name: 'Evening',
    revision: 1,
    mode: 'single',
    max_runs: 10,
    max_run_ms: 86_400_000,
    stored_traces: 20,
    variables: {},
    conditions: [],
    actions,
    ...more,
  };
}

export function triggered(context: Partial<Firing['context']> = {}): Firing {
  return {
    trigger: { path: 'triggers.0', id: null, kind: 'device_state', description: 'Motion turned on', data: {} },
    context: { actor: 'user:anna', actor_id: 'anna', origin: 'api', correlation_id: 'c-1', cause_id: 'entry-1', ...context },
  };
}

export const act = (name: string, more: Partial<ActionConfig> = {}): ActionConfig => ({ kind: 'do', name, ...more });
export const delay = (duration_ms: number): ActionConfig => ({ kind: 'delay', duration_ms });
export const flag = (name: string): { kind: string; name: string } => ({ kind: 'flag', name });
