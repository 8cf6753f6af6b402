import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from './support/fake-clock.js';
import { TimerHeap } from './timer-heap.js';

describe('the heap of timers', () => {
  it('rings all that is not put away at its moment, in the order of the moments', async () => {
    const wishes = fc.array(fc.record({ in_ms: fc.integer({ min: 1, max: 40 }), away: fc.boolean() }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(wishes, async (list) => {
        const clock = new FakeClock();
        const start = clock.now();
        const heap = new TimerHeap(clock, clock.timers, 'test');
        const rung: { index: number; at: number }[] = [];
        const alarms = list.map(({ in_ms }, index) => heap.set(start + in_ms, () => rung.push({ index, at: clock.now() - start })));
        for (let time = 0; time <= 40; time += 1) {
          for (const [index, { in_ms, away }] of list.entries()) {
            const alarm = alarms[index];
            if (away && alarm !== undefined && time === Math.floor(in_ms / 2)) heap.clear(alarm);
          }
          await clock.advance(1);
        }
        const expected = list.flatMap(({ in_ms, away }, index) => (away ? [] : [{ index, at: in_ms }]));
        expect(rung).toEqual(expected.sort((a, b) => a.at - b.at || a.index - b.index));
        expect([heap.size, clock.pending]).toEqual([0, 0]);
      }),
      { numRuns: 20 },
    );
  });

  it('holds 10,000 alarms on one timer', async () => {
    const clock = new FakeClock();
    const heap = new TimerHeap(clock, clock.timers, 'test');
    let rung = 0;
    for (let index = 0; index < 10_000; index += 1) heap.set(clock.now() + ((index * 7_919) % 10_000), () => (rung += 1));
    expect(clock.pending).toBe(1);
    clock.skip(10_000);
    await clock.advance(0);
    expect(rung).toBe(10_000);
  });

  it('sees within minutes that the clock was set forward', async () => {
    const clock = new FakeClock();
    const heap = new TimerHeap(clock, clock.timers, 'test');
    let rung = false;
    heap.set(clock.now() + 86_400_000, () => (rung = true));
    clock.skip(86_400_000);
    await clock.advance(300_000);
    expect(rung).toBe(true);
  });

  it('lets an alarm that rings put another one away', async () => {
    const clock = new FakeClock();
    const heap = new TimerHeap(clock, clock.timers, 'test');
    const rung: string[] = [];
    const alarms = { second: heap.set(clock.now() + 10, () => rung.push('second')) };
    heap.set(clock.now() + 5, () => {
      rung.push('first');
      heap.clear(alarms.second);
    });
    await clock.advance(20);
    expect(rung).toEqual(['first']);
  });
});
