/** How many columns a room's window takes where there are two and where there are three. */
export interface Span {
  of_two: 1 | 2;
  of_three: 1 | 2 | 3;
}

/**
 * The widths of `count` windows, so that every row is full: the first one wide where it can be, and no row with a hole at its end.
 * In three columns a row is three windows, or a wide one and a narrow one, alternating sides.
 */
export function spansOf(count: number): Span[] {
  const two = spansOfTwo(count);
  return spansOfThree(count).map((of_three, index) => ({ of_two: two[index] ?? 1, of_three }));
}

function spansOfTwo(count: number): (1 | 2)[] {
  const wide = (index: number): boolean => {
    if (count <= 2) return true;
    if (index === 0) return true;
    return count % 2 === 0 && index === count - 1;
  };
  return Array.from({ length: count }, (_, index) => (wide(index) ? 2 : 1));
}

function spansOfThree(count: number): (1 | 2 | 3)[] {
  if (count === 1) return [3];
  const missing = (3 - (count % 3)) % 3;
  const wides = missing === 0 && count >= 6 ? 3 : missing;
  const rows = (count + wides) / 3;
  const chosen = new Set([0, rows - 1, Math.floor(rows / 2)].slice(0, wides));
  const spans: (1 | 2 | 3)[] = [];
  let left = true;
  for (let row = 0; row < rows; row += 1) {
    if (!chosen.has(row)) {
      spans.push(1, 1, 1);
      continue;
    }
    spans.push(...(left ? ([2, 1] as const) : ([1, 2] as const)));
    left = !left;
  }
  return spans;
}
