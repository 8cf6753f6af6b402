import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedFields, mergePatch } from './merge-patch.js';

describe('mergePatch', () => {
  // The examples of RFC 7396, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j gives %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  it('changes nothing when it is applied a second time', () => {
    const json = fc
      .jsonValue()
      .filter((value) => typeof value === 'object' && value !== null && !JSON.stringify(value).includes('__proto__'));
    fc.assert(
      fc.property(json, json, (target, patch) => {
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
      }),
    );
  });
});

describe('changedFields', () => {
  it('names what differs, dotted below objects, lists as a whole', () => {
    const before = { name: 'Hall', config: { address: 'a', port: 1 }, labels: ['x'], area_id: null };
    const after = { name: 'Hall', config: { address: 'b', port: 1 }, labels: ['x', 'y'], area_id: '7' };
    expect(changedFields(before, after)).toEqual(['config.address', 'labels', 'area_id']);
  });

  it('is empty for the same content', () => {
    expect(changedFields({ a: { b: [1] } }, { a: { b: [1] } })).toEqual([]);
  });
});
