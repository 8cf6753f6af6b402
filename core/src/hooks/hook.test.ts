import { HubError } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { Hook } from './hook.js';
import type { TapFailure } from './hook.js';

function makeHook(policy: 'abort' | 'contain'): { hook: Hook<string[]>; failures: TapFailure[] } {
  const failures: TapFailure[] = [];
  const hook = new Hook<string[]>('tide.turned', (failure) => failures.push(failure));
  hook.declaration = { policy, description: 'for the test' };
  return { hook, failures };
}

const push = (word: string) => (payload: string[]) => {
  payload.push(word);
};

describe('Hook', () => {
  it('runs taps by phase, and within a phase in the order in which they came', async () => {
    const { hook } = makeHook('abort');
    hook.tap('a', push('record'), { phase: 'record' });
    hook.tap('b', push('last'), { phase: 'last' });
    hook.tap('c', push('first'), { phase: 'first' });
    hook.tap('d', push('normal 1'));
    hook.tap('e', async (payload) => {
      await Promise.resolve();
      payload.push('normal 2');
    });
    const seen: string[] = [];
    await hook.call(seen);
    expect(seen).toEqual(['first', 'normal 1', 'normal 2', 'record', 'last']);
  });

  it('forgets a tap that was taken away, also for a call under way', async () => {
    const { hook } = makeHook('abort');
    const seen: string[] = [];
    hook.tap('a', () => {
      dispose();
    });
    const dispose = hook.tap('b', push('b'));
    await hook.call(seen);
    await hook.call(seen);
    expect(seen).toEqual([]);
    expect(hook.taps).toHaveLength(1);
  });

  it('lets a considered refusal through as it is, and stops there', async () => {
    const { hook, failures } = makeHook('abort');
    const refusal = new HubError('LK_CONFLICT', 'the tide is in');
    const seen: string[] = [];
    hook.tap('guard', () => {
      throw refusal;
    });
    hook.tap('later', push('later'));
    await expect(hook.call(seen)).rejects.toBe(refusal);
    expect(seen).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('names owner and hook when a tap makes a mistake under "abort"', async () => {
    const { hook, failures } = makeHook('abort');
    hook.tap('clumsy', () => {
      throw new TypeError('x is undefined');
    });
    await expect(hook.call([])).rejects.toThrow(/clumsy failed in tide\.turned after \d+ ms: x is undefined/);
    expect(failures).toMatchObject([{ owner: 'clumsy', hook: 'tide.turned' }]);
  });

  it('goes on past a mistake under "contain", and tells of it', async () => {
    const { hook, failures } = makeHook('contain');
    const seen: string[] = [];
    hook.tap('clumsy', () => Promise.reject(new Error('no')));
    hook.tap('steady', push('steady'));
    await hook.call(seen);
    expect(seen).toEqual(['steady']);
    expect(failures).toMatchObject([{ owner: 'clumsy' }]);
  });

  it('does not wait for ever for a tap that never answers', async () => {
    const { hook, failures } = makeHook('contain');
    const seen: string[] = [];
    hook.tap('silent', () => new Promise(() => undefined), { timeout_ms: 5 });
    hook.tap('steady', push('steady'));
    await hook.call(seen);
    expect(seen).toEqual(['steady']);
    expect(failures[0]?.error).toMatchObject({ code: 'LK_TIMEOUT' });
  });

  it('refuses a time limit out of range by name', () => {
    expect(() => makeHook('abort').hook.tap('a', push('a'), { timeout_ms: 0 })).toThrow(/timeout_ms.*a on tide\.turned/);
  });
});
