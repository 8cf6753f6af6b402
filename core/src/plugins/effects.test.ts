import { describe, expect, it } from 'vitest';
import { EffectScope } from './effects.js';

describe('EffectScope', () => {
  it('undoes in reverse order, each once, and past one that fails', async () => {
    const scope = new EffectScope('tide');
    const undone: string[] = [];
    scope.add('a', () => void undone.push('a'));
    scope.add('b', () => Promise.reject(new Error('stuck')));
    const early = scope.add('c', () => void undone.push('c'));
    scope.add('d', () => void undone.push('d'));
    await early();
    await early();
    const errors = await scope.close();
    expect(undone).toEqual(['c', 'd', 'a']);
    expect(errors).toMatchObject([{ message: 'stuck' }]);
    expect(scope.tree()).toEqual({ label: 'tide', children: [] });
  });

  it('takes back at once what comes too late, and says so', async () => {
    const scope = new EffectScope('tide');
    await scope.close();
    let undone = false;
    expect(() => scope.add('late', () => void (undone = true))).toThrow(/tide has stopped.*late/);
    expect(undone).toBe(true);
  });
});
