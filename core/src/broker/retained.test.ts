import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRetainedMessages } from './retained.js';

const limits = { topics: 3, bytes: 40 };

describe('retained messages', () => {
  it('stay within the limits of each account, whatever it does, and count for nobody else', () => {
    const step = fc.record({
      owner: fc.constantFrom('a', 'b', null),
      topic: fc.constantFrom('t/1', 't/2', 't/3', 't/4', 't/5'),
      size: fc.nat(30),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const retained = createRetainedMessages(limits);
        const model = new Map<string, { owner: string | null; size: number }>();
        for (const { owner, topic, size } of steps) {
          const kept = retained.put(owner, topic, Buffer.alloc(size, 1));
          const others = [...model].filter(([other, { owner: whose }]) => whose === owner && other !== topic);
          const bytes = others.reduce((sum, [other, { size: its }]) => sum + other.length + its, 0) + topic.length + size;
          const fits = owner === null || size === 0 || (others.length < limits.topics && bytes <= limits.bytes);
          expect(kept).toBe(fits);
          if (fits && size > 0) model.set(topic, { owner, size });
          if (size === 0) model.delete(topic);
          for (const [other, { owner: whose }] of model) expect(retained.ownerOf(other)).toBe(whose);
          expect(
            retained
              .matching(['#'])
              .map(({ topic: other }) => other)
              .sort(),
          ).toEqual([...model.keys()].sort());
        }
      }),
    );
  });

  it('are found by many filters at once, each once', () => {
    const retained = createRetainedMessages(limits);
    for (const topic of ['a/1', 'a/2', 'b/1']) retained.put(null, topic, Buffer.from('x'));
    expect(retained.matching(['a/+', 'a/1', '+/1']).map(({ topic }) => topic)).toEqual(['a/1', 'a/2', 'b/1']);
    expect(retained.matching(['c/#'])).toEqual([]);
  });
});
