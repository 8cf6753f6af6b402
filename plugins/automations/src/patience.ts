import type { Clock, Disposer, Timers } from '@lightkeeper/plugin-sdk';
import type { Kinds, StepConfig, StepSort } from './kinds/index.js';

/** How long runs wait for the plugins that bring the kinds of their steps. */
const PATIENCE_MS = 30_000;

interface Deps {
  kinds: Kinds;
  clock: Clock;
  timers: Timers;
}

/** Plugins of others are started after those of the hub. A run that goes on from before the restart waits for the kinds that they bring. */
export class Patience {
  readonly #deps: Deps;
  #until = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The hub has started just now. */
  begin(): void {
    this.#until = this.#deps.clock.now() + PATIENCE_MS;
  }

  /** Whether there is something to wait for: kinds that are away, and may yet come. */
  isNeeded(sort: StepSort, steps: readonly StepConfig[]): boolean {
    return this.#deps.clock.now() < this.#until && this.#areAway(sort, steps);
  }

  /** Calls `then` once the kinds of these steps are there, or it has taken too long. */
  await(sort: StepSort, steps: readonly StepConfig[], then: () => void): Disposer {
    const { kinds, clock, timers } = this.#deps;
    const stops: Disposer[] = [];
    const stop = (): void => {
      for (const undo of stops.splice(0)) void undo();
    };
    const end = (): void => {
      stop();
      then();
    };
    for (const registry of [kinds.triggers, kinds.conditions, kinds.actions]) {
      stops.push(
        registry.onChange(() => {
          if (stops.length > 0 && !this.#areAway(sort, steps)) end();
        }),
      );
    }
    stops.push(timers.after(this.#until - clock.now(), 'wait for the kinds of steps', end));
    return stop;
  }

  #areAway(sort: StepSort, steps: readonly StepConfig[]): boolean {
    const { kinds } = this.#deps;
    let away = false;
    kinds.walk(sort, steps, '', (step) => {
      away ||= kinds.find(step.sort, step.config.kind) === undefined;
    });
    return away;
  }
}
