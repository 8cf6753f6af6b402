import { manifestSchema } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import type { FoundPlugin } from './find-plugins.js';
import { orderPlugins } from './order-plugins.js';

function plugin(id: string, dependsOn: string[] = [], problem: string | null = null): FoundPlugin {
  const manifest = manifestSchema.parse({ id, name: id, sdk: '*', dependsOn });
  return { folder: `/plugins/${id}`, source: 'data_folder', manifest, version: '1.0.0', description: '', main: '', problem };
}

const ids = (found: Iterable<FoundPlugin>): string[] => [...found].map(({ manifest }) => manifest.id);

describe('orderPlugins', () => {
  it('puts each after those that it depends on', () => {
    const { order, refused } = orderPlugins([plugin('c', ['a', 'b']), plugin('b', ['a']), plugin('a')]);
    expect(ids(order)).toEqual(['a', 'b', 'c']);
    expect(refused.size).toBe(0);
  });

  it('tells a cycle as a path, and starts the rest', () => {
    const { order, refused } = orderPlugins([plugin('a', ['b']), plugin('b', ['c']), plugin('c', ['a']), plugin('d')]);
    expect(ids(order)).toEqual(['d']);
    expect([...refused.values()].join('\n')).toContain('a -> b -> c -> a');
    expect(ids(refused.keys()).sort()).toEqual(['a', 'b', 'c']);
  });

  it('names a plugin that is missing', () => {
    const { order, refused } = orderPlugins([plugin('a', ['ghost']), plugin('b', ['a'])]);
    expect(order).toEqual([]);
    expect([...refused.values()]).toEqual([
      'it needs the plugin "ghost", which is not there',
      'it needs the plugin "a", which cannot start',
    ]);
  });

  it('keeps the first of two with one id, and refuses a broken manifest', () => {
    const { order, refused } = orderPlugins([plugin('a'), plugin('a'), plugin('x', [], 'its manifest is not valid: /id is missing')]);
    expect(ids(order)).toEqual(['a']);
    expect([...refused.values()]).toEqual(
      ['its manifest is not valid: /id is missing', 'another plugin has the id "a" already (data_folder)'].reverse(),
    );
  });
});
