import type { Logger, MqttMessage } from '@lightkeeper/plugin-sdk';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubscriptions, type Subscriptions } from './subscriptions.js';

const log = { trace: vi.fn(), debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() } satisfies Logger;
const onAdded = vi.fn<(filter: string) => void>();
const onRemoved = vi.fn<(filter: string) => void>();
const asIs = (fn: () => void): void => {
  fn();
};
let subscriptions: Subscriptions;

function message(topic: string): MqttMessage {
  return { topic, payload: Buffer.from('x'), retained: false, truncated: false };
}

beforeEach(() => {
  for (const fn of [onAdded, onRemoved, log.error]) fn.mockReset();
  subscriptions = createSubscriptions({ log, onAdded, onRemoved });
});

describe('subscriptions', () => {
  it('asks the broker for each newcomer, and leaves when the last has gone', () => {
    const one = subscriptions.add('a/+', vi.fn());
    const two = subscriptions.add('a/+', vi.fn());
    expect(onAdded.mock.calls).toEqual([['a/+'], ['a/+']]);
    expect(subscriptions.filters()).toEqual(['a/+']);
    void one();
    void one();
    expect(onRemoved).not.toHaveBeenCalled();
    void two();
    expect(onRemoved.mock.calls).toEqual([['a/+']]);
    expect(subscriptions.filters()).toEqual([]);
  });

  it('tells everybody once, also when the one before fails', () => {
    const good = vi.fn();
    const other = vi.fn();
    subscriptions.add('a/#', () => {
      throw new Error('spilled');
    });
    subscriptions.add('a/#', good);
    subscriptions.add('b', other);
    subscriptions.dispatch(message('a/b'), asIs);
    expect(good).toHaveBeenCalledExactlyOnceWith(message('a/b'));
    expect(other).not.toHaveBeenCalled();
    expect(log.error).toHaveBeenCalledOnce();
  });

  it('runs handlers in the context of the sender', () => {
    const inside: boolean[] = [];
    let within = false;
    subscriptions.add('a', () => inside.push(within));
    subscriptions.dispatch(message('a'), (fn) => {
      within = true;
      fn();
      within = false;
    });
    expect(inside).toEqual([true]);
  });

  it('lets a handler leave, and others come, while a message is told', () => {
    const late = vi.fn();
    const leave = subscriptions.add('a', () => {
      void leave();
      subscriptions.add('a', late);
    });
    subscriptions.dispatch(message('a'), asIs);
    subscriptions.dispatch(message('a'), asIs);
    expect(late).toHaveBeenCalledOnce();
  });

  it.each(['', 'a/#/b', 'a#', 'a+/b', 'a\u0000', 'x'.repeat(2_000)])('refuses the filter %j', (filter) => {
    expect(() => subscriptions.add(filter, vi.fn())).toThrow(expect.objectContaining({ code: 'LK_VALIDATION' }) as Error);
    expect(onAdded).not.toHaveBeenCalled();
  });

  it('are asked for at the highest QoS that anybody wants', () => {
    void subscriptions.add('a', vi.fn(), { qos: 0 });
    expect([subscriptions.qosOf('a'), subscriptions.qosOf('b')]).toEqual([0, undefined]);
    const leave = subscriptions.add('a', vi.fn());
    expect(subscriptions.qosOf('a')).toBe(1);
    void leave();
    expect(subscriptions.filters()).toEqual(['a']);
  });
});
