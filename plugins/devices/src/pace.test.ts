import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock, Timers } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from './pace.js';
import type { PaceLimits } from './pace.js';

const clock: Clock = { now: () => Date.now(), iso: () => new Date().toISOString() };
const timers: Timers = {
  after(ms, _label, fn) {
    const timer = setTimeout(() => void fn(), ms);
    return () => {
      clearTimeout(timer);
    };
  },
  every: () => () => undefined,
};
const LIMITS: PaceLimits = { each: { burst: 3, again_ms: 50 }, all: { burst: 5, again_ms: 10 } };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a pace', () => {
  it('tells the first at once, and of a flood only the newest, to the last', () => {
    const told: number[] = [];
    const pace = new Pace(LIMITS, clock, timers);
    for (let ms = 0; ms < 1_000; ms += 1) {
      pace.tell('lamp', () => told.push(ms));
      vi.advanceTimersByTime(1);
    }
    expect(told.slice(0, 3)).toEqual([0, 1, 2]);
    expect(told.length).toBeGreaterThan(15);
    expect(told.length).toBeLessThanOrEqual(3 + 20);
    vi.advanceTimersByTime(200);
    expect(told.at(-1)).toBe(999);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets none be crowded out where there are many', () => {
    const told = new Map<number, number>();
    const pace = new Pace(LIMITS, clock, timers);
    for (let round = 0; round < 3; round += 1) {
      for (let id = 0; id < 40; id += 1) pace.tell(String(id), () => told.set(id, round));
    }
    expect(told.size).toBeLessThan(10);
    vi.advanceTimersByTime(2_000);
    expect([...told.values()]).toEqual(Array(40).fill(2));
  });

  it('tells in the context of the one who caused it', () => {
    const actor = new AsyncLocalStorage<string>();
    const told: unknown[] = [];
    const pace = new Pace({ ...LIMITS, each: { burst: 1, again_ms: 50 } }, clock, timers);
    const tell = (): void => void told.push(actor.getStore());
    actor.run('anna', () => {
      pace.tell('lamp', tell);
    });
    actor.run('ben', () => {
      pace.tell('lamp', tell);
    });
    vi.advanceTimersByTime(100);
    expect(told).toEqual(['anna', 'ben']);
  });

  it('says nothing more of what is gone', () => {
    const told: number[] = [];
    const pace = new Pace({ ...LIMITS, each: { burst: 1, again_ms: 50 } }, clock, timers);
    pace.tell('lamp', () => told.push(1));
    pace.tell('lamp', () => told.push(2));
    pace.forget('lamp');
    vi.advanceTimersByTime(100);
    expect(told).toEqual([1]);
  });

  it('always tells the newest of each in the end, and never an older one after a newer', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat({ max: 60 })), { maxLength: 60 }), (changes) => {
        const told = new Map<string, number[]>();
        const newest = new Map<string, number>();
        const pace = new Pace(LIMITS, clock, timers);
        for (const [at, [id, wait]] of changes.entries()) {
          newest.set(id, at);
          pace.tell(id, () => told.set(id, [...(told.get(id) ?? []), at]));
          vi.advanceTimersByTime(wait);
        }
        vi.advanceTimersByTime(5_000);
        for (const [id, at] of newest) {
          const order = told.get(id) ?? [];
          expect(order.at(-1)).toBe(at);
          expect(order).toEqual([...order].sort((x, y) => x - y));
        }
      }),
    );
  });
});
