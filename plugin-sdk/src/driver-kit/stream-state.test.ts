import { describe, expect, it } from 'vitest';
import { StreamState } from './stream-state.js';

describe('what threads share of a stream', () => {
  it('counts for all of them', () => {
    const state = new StreamState();
    const other = new StreamState(state.buffer);
    state.sent += 2;
    other.sent += 1;
    other.dropped += 4;
    other.failed += 5;
    expect([state.sent, state.dropped, state.failed]).toEqual([3, 4, 5]);
  });

  it('lets nobody send any more when it is closed, and waits for who is at it', async () => {
    const state = new StreamState();
    const sender = new StreamState(state.buffer);
    sender.begin();
    expect(sender.enter()).toBe(true);
    let closed = false;
    const closing = state.close().then(() => (closed = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toBe(false);
    sender.leave();
    await closing;
    sender.begin();
    expect(sender.enter()).toBe(false);
    await state.close();
  });

  it('does not wait for a thread that died while it sent, and lets the next one begin', async () => {
    const state = new StreamState();
    new StreamState(state.buffer).enter();
    const next = new StreamState(state.buffer);
    expect(next.enter()).toBe(false);
    next.begin();
    expect(next.enter()).toBe(true);
    await state.close();
    expect(next.enter()).toBe(false);
    next.leave();
    expect(next.enter()).toBe(false);
  });
});
