import { expect, it } from 'vitest';
import { LastHeard } from './last-heard.js';
import type { ArmingHub } from './ports.js';

it('notices that the clock was set back, and nothing else', () => {
  let now = 1_000_000;
  let beat: () => void = () => undefined;
  const hub = {
    clock: { now: () => now, iso: () => '' },
    timers: {
      every: (_ms: number, _label: string, fn: () => void) => {
        beat = fn;
        return () => undefined;
      },
    },
    db: { all: () => [], transaction: () => Promise.resolve() },
  } as unknown as ArmingHub;
  let times = 0;
  const heard = new LastHeard(hub, () => (times += 1));
  heard.begin();
  for (const ms of [60_000, 59_000, 90_000, 3_600_000]) {
    now += ms;
    beat();
  }
  expect(times).toBe(0);
  now -= 3_600_000;
  beat();
  expect(times).toBe(1);
  now += 60_000;
  beat();
  expect(times).toBe(1);
});
