import { randomInt } from 'node:crypto';

/** The order of a round, as indexes. Shuffled, it does not begin with what was shown last. */
export function orderOf(length: number, { shuffle, after = null }: { shuffle: boolean; after?: number | null }): number[] {
  const order = Array.from({ length }, (_, index) => index);
  if (!shuffle) return order;
  // Fisher and Yates.
  for (let last = length - 1; last > 0; last -= 1) swap(order, last, randomInt(last + 1));
  if (length > 1 && order[0] === after) swap(order, 0, 1 + randomInt(length - 1));
  return order;
}

function swap(order: number[], a: number, b: number): void {
  const [one, other] = [order[a], order[b]];
  if (one === undefined || other === undefined) return;
  order[a] = other;
  order[b] = one;
}
