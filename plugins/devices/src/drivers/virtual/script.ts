import type { DeviceReporter, DeviceState, Timers } from '@lightkeeper/plugin-sdk';
import type { ScriptStep } from './config.js';

export interface Actor {
  become(change: DeviceState): void;
  happen: DeviceReporter['event'];
  vanish(for_ms: number, reason: string): void;
}

/** Plays a script one step at a time, for as long as the timers live. */
export function play(steps: readonly ScriptStep[], repeat: boolean, timers: Timers, actor: Actor): void {
  const wait = (index: number): void => {
    const step = steps[index];
    if (step === undefined) {
      if (repeat) wait(0);
      return;
    }
    timers.after(step.after_ms, 'virtual script', () => {
      act(step, actor);
      wait(index + 1);
    });
  };
  if (steps.length > 0) wait(0);
}

function act({ state, event, lost }: ScriptStep, actor: Actor): void {
  if (state !== undefined) actor.become(state);
  if (event !== undefined) actor.happen(event.key, event.type, event.attributes);
  if (lost !== undefined) actor.vanish(lost.for_ms, lost.reason);
}
