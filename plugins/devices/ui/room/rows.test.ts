import { describe, expect, it } from 'vitest';
import { spansOf } from './rows.js';

/** Fills rows of `columns` in order, and answers what stands in each. */
function rows(spans: number[], columns: number): number[] {
  const filled: number[] = [];
  let row = 0;
  for (const span of spans) {
    if (row + span > columns) {
      filled.push(row);
      row = 0;
    }
    row += span;
  }
  return [...filled, row];
}

describe('spansOf', () => {
  it('fills every row of three, for any number of rooms', () => {
    for (let count = 1; count <= 30; count += 1) {
      const spans = spansOf(count).map((span) => span.of_three);
      expect(spans).toHaveLength(count);
      expect(new Set(rows(spans, 3)), `${count} rooms`).toEqual(new Set([3]));
    }
  });

  it('fills every row of two', () => {
    for (let count = 1; count <= 30; count += 1) {
      const spans = spansOf(count).map((span) => span.of_two);
      expect(new Set(rows(spans, 2)), `${count} rooms`).toEqual(new Set([2]));
    }
  });

  it('gives the first of seven rooms and the last a wide window', () => {
    expect(spansOf(7).map((span) => span.of_three)).toEqual([2, 1, 1, 1, 1, 1, 2]);
  });

  it('has nothing for no rooms', () => {
    expect(spansOf(0)).toEqual([]);
  });
});
