import { expect, it } from 'vitest';
import { moved } from './reorder.js';

it('moves an item, and leaves the list alone where it cannot', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  const list = ['a', 'b'];
  for (const [from, to] of [
    [0, 0],
    [0, 2],
    [1, -1],
    [5, 0],
  ] as const)
    expect(moved(list, from, to)).toBe(list);
});
