import { expect, it } from 'vitest';
import { LastHeard } from './last-heard.js';
import type { ArmingHub } from './ports.js';

it('notices that the clock was set, and in which direction', () => {
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
  const jumps: string[] = [];
  const heard = new LastHeard(hub, { setBack: () => jumps.push('back'), setForward: () => jumps.push('forward') });
  heard.begin();
  const go = (ms: number): string[] => {
    now += ms;
    beat();
    return jumps.splice(0);
  };
  expect([60_000, 59_000, 61_000, 64_000].flatMap(go)).toEqual([]);
  expect(go(-3_600_000)).toEqual(['back']);
  expect(go(60_000)).toEqual([]);
  expect(go(3_600_000)).toEqual(['forward']);
  expect(go(60_000)).toEqual([]);
});
