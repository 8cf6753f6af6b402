import type { Clock, Disposer, Timers } from '@lightkeeper/plugin-sdk';

/** From some levels to others within `ms` milliseconds. */
export interface FadePath {
  from: Uint8Array;
  to: Uint8Array;
  ms: number;
}

/** Moves levels evenly, a step every `step_ms`, until the last one or until the way back is called. */
export function fade(
  { clock, timers }: { clock: Clock; timers: Timers },
  { from, to, ms }: FadePath,
  step_ms: number,
  show: (levels: Uint8Array) => void,
): Disposer {
  const began = clock.now();
  const stop = timers.every(step_ms, 'fade a light', () => {
    const part = Math.min(1, Math.max(0, (clock.now() - began) / ms));
    if (part === 1) void stop();
    show(to.map((level, index) => Math.round((from[index] ?? 0) + (level - (from[index] ?? 0)) * part)));
  });
  return stop;
}
