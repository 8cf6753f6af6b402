import { describe, expect, it } from 'vitest';
import { Muxer } from './muxer.js';

const input = (id: string, priority: number, heard_at: number, timeout_ms: number | null = 1_000) => ({
  id,
  priority,
  heard_at,
  timeout_ms,
});

describe('sources that compete', () => {
  it('count by the smallest priority, then by who spoke last', () => {
    const muxer = new Muxer();
    muxer.hear(input('fallback', 250, 0, null));
    expect(muxer.current(0)?.id).toBe('fallback');
    muxer.hear(input('source', 100, 10));
    muxer.hear(input('kodi', 100, 20));
    expect(muxer.current(30)?.id).toBe('kodi');
    muxer.hear(input('source', 100, 40));
    expect(muxer.current(50)?.id).toBe('source');
  });

  it('fall back when one is silent for longer than its time', () => {
    const muxer = new Muxer();
    muxer.hear(input('fallback', 250, 0, null));
    muxer.hear(input('source', 100, 0));
    expect(muxer.current(1_000)?.id).toBe('source');
    expect(muxer.current(1_001)?.id).toBe('fallback');
    expect(muxer.current(9_999_999)?.id).toBe('fallback');
    expect(muxer.list().map(({ id }) => id)).toEqual(['fallback']);
  });

  it('give way to a person’s choice while that is there', () => {
    const muxer = new Muxer();
    muxer.hear(input('source', 100, 0));
    muxer.hear(input('effect', 200, 0, null));
    muxer.choose('effect');
    expect(muxer.current(1)?.id).toBe('effect');
    muxer.leave('effect');
    expect(muxer.current(1)?.id).toBe('source');
    muxer.hear(input('effect', 200, 2, null));
    expect(muxer.current(3)?.id).toBe('source');
  });

  it('leave nothing when all are gone', () => {
    const muxer = new Muxer();
    muxer.hear(input('source', 1, 0));
    expect(muxer.current(2_000)).toBeNull();
  });
});
