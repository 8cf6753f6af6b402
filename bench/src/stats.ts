/** The value below which `share` of the sorted numbers lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('No values to take a percentile of.');
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? 0;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** By how much the values grow from one to the next, on the line that fits them best by least squares. */
export function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const level = mean(values);
  let [over, under] = [0, 0];
  for (const [index, value] of values.entries()) {
    over += (index - middle) * (value - level);
    under += (index - middle) ** 2;
  }
  return over / under;
}

/** Three digits that count, so that a table does not promise more than was measured. */
export function round(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const digits = 10 ** (2 - Math.floor(Math.log10(Math.abs(value))));
  return Math.round(value * digits) / digits;
}
