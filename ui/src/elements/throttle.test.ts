import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Throttle } from './throttle.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Throttle', () => {
  it('sends the first at once and then the newest, at most one each step', () => {
    const sent: number[] = [];
    const throttle = new Throttle<number>(100, (value) => sent.push(value));
    for (let value = 0; value < 30; value += 1) {
      throttle.push(value);
      vi.advanceTimersByTime(10);
    }
    expect(sent).toEqual([0, 9, 19, 29]);
  });

  it('forgets what waits when it ends', () => {
    const sent: number[] = [];
    const throttle = new Throttle<number>(100, (value) => sent.push(value));
    throttle.push(1);
    throttle.push(2);
    throttle.end();
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([1]);
  });
});
