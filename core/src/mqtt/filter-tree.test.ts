import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FilterTree } from './filter-tree.js';

/** MQTT 3.1.1 §4.7 word for word, one filter at a time. */
function matches(filter: string, topic: string): boolean {
  const [wanted, given] = [filter.split('/'), topic.split('/')];
  if (topic.startsWith('$') && (wanted[0] === '#' || wanted[0] === '+')) return false;
  for (const [index, word] of wanted.entries()) {
    if (word === '#') return true;
    if (index >= given.length || (word !== '+' && word !== given[index])) return false;
  }
  return wanted.length === given.length;
}

const word = fc.constantFrom('a', 'b', '', '$SYS');
const topic = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join('/'));
const filter = fc
  .tuple(fc.array(fc.oneof(word, fc.constant('+')), { maxLength: 4 }), fc.boolean())
  .filter(([words, rest]) => words.length > 0 || rest)
  .map(([words, rest]) => [...words, ...(rest ? ['#'] : [])].join('/'));

describe('FilterTree', () => {
  it('finds exactly what a comparison of each filter finds', () => {
    fc.assert(
      fc.property(fc.array(filter, { maxLength: 20 }), fc.array(topic, { maxLength: 10 }), (filters, topics) => {
        const tree = new FilterTree<number>();
        for (const [index, one] of filters.entries()) tree.add(one, index);
        for (const one of topics) {
          const wanted = [...filters.entries()].filter(([, other]) => matches(other, one)).map(([index]) => index);
          expect([...tree.match(one)].sort((a, b) => a - b)).toEqual(wanted);
        }
      }),
    );
  });

  it('holds nothing any more when all is taken away, in any order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(filter, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (filters, order) => {
        const tree = new FilterTree<string>();
        for (const one of filters) tree.add(one, one);
        const left = [...filters];
        while (left.length > 0) {
          const [gone] = left.splice((order.next().value ?? 0) % left.length, 1);
          expect(tree.remove(gone ?? '', gone ?? '')).toBe(true);
          expect(tree.remove(gone ?? '', gone ?? '')).toBe(false);
          for (const one of left) expect(tree.remove(one, 'another value')).toBe(false);
        }
        expect(tree.empty).toBe(true);
      }),
    );
  });

  it('speaks of topics with a dollar only by their name', () => {
    const tree = new FilterTree<string>();
    for (const one of ['#', '+/x', '$SYS/#', '$SYS/+']) tree.add(one, one);
    expect(tree.match('$SYS/x').sort()).toEqual(['$SYS/#', '$SYS/+']);
    expect(tree.match('a/$SYS').sort()).toEqual(['#']);
  });

  it('takes as long for a topic with ten thousand filters as its ways are', () => {
    const tree = new FilterTree<number>();
    for (let n = 0; n < 10_000; n += 1) tree.add(`zigbee2mqtt/lamp-${n}/state`, n);
    expect(tree.match('zigbee2mqtt/lamp-77/state')).toEqual([77]);
  });
});
