import { describe, expect, it } from 'vitest';
import { NewsCounter } from './news.js';

describe('news for those who listen', () => {
  it('is told at once, then gathered until the time is up', () => {
    const counter = new NewsCounter(10_000);
    expect(counter.take(0)).toBeNull();
    counter.add();
    expect(counter.take(1)).toBe(1);
    counter.add();
    counter.add();
    expect(counter.take(9000)).toBeNull();
    expect(counter.take(10_001)).toBe(2);
    expect(counter.take(30_000)).toBeNull();
  });
});
