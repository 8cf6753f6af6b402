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

/** Three digits that count, so that a table does not promise more than was measured. */
export function round(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const digits = 10 ** (2 - Math.floor(Math.log10(Math.abs(value))));
  return Math.round(value * digits) / digits;
}
