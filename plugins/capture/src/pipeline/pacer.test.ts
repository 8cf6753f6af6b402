import { describe, expect, it } from 'vitest';
import { Pacer } from './pacer.js';

/** Time in the test's hand, with timers that come late. */
function world(late: () => number) {
  let now = 0;
  let due: { at: number; fn: () => void } | null = null;
  return {
    now: () => now,
    after(ms: number, fn: () => void) {
      const mine = { at: now + ms + late(), fn };
      due = mine;
      return () => {
        if (due === mine) due = null;
      };
    },
    run(until: number) {
      for (let next = due; next !== null && next.at <= until; next = due) {
        now = Math.max(now, next.at);
        due = null;
        next.fn();
      }
      now = until;
    },
    sleep(until: number) {
      now = until;
    },
  };
}

describe('an even pace', () => {
  it('does not add up the lateness of timers', () => {
    let turn = 0;
    const time = world(() => (turn++ % 3) * 0.9);
    let beats = 0;
    new Pacer(60, time, () => (beats += 1));
    time.run(60_000);
    expect(beats).toBeGreaterThanOrEqual(3_599);
    expect(beats).toBeLessThanOrEqual(3_600);
  });

  it('begins anew after a long stop, rather than catching up', () => {
    const time = world(() => 0);
    const beats: number[] = [];
    new Pacer(10, time, (now) => beats.push(now));
    time.run(300);
    time.sleep(5_000);
    time.run(5_500);
    expect(beats.filter((at) => at > 300 && at < 5_000)).toEqual([]);
    expect(beats.filter((at) => at >= 5_000).length).toBeLessThanOrEqual(6);
  });

  it('comes later or sooner without losing its pace', () => {
    for (const shift of [7, -7]) {
      const time = world(() => 0);
      const beats: number[] = [];
      const pacer = new Pacer(60, time, (now) => beats.push(now));
      pacer.shift(shift);
      time.run(500);
      expect(pacer.isShifting).toBe(true);
      time.run(5_000);
      expect(pacer.isShifting).toBe(false);
      const gaps = beats.slice(1).map((at, index) => at - (beats[index] ?? 0));
      expect(Math.max(...gaps.map((gap) => Math.abs(gap - 1_000 / 60)))).toBeLessThan(0.06);
      const last = beats.at(-1) ?? 0;
      expect(last - shift - (beats.length * 1_000) / 60).toBeCloseTo(0, 6);
    }
  });

  it('ends', () => {
    const time = world(() => 0);
    let beats = 0;
    const pacer = new Pacer(10, time, () => (beats += 1));
    time.run(500);
    pacer.end();
    time.run(2_000);
    expect(beats).toBe(5);
  });
});
