export const DURATION_UNITS = ['ms', 's', 'min', 'h', 'd'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

const MS: Record<DurationUnit, number> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** The largest unit in which the time is a whole number; seconds for none. */
export function unitFor(value: unknown): DurationUnit {
  if (typeof value !== 'number' || value === 0) return 's';
  return DURATION_UNITS.findLast((unit) => value % MS[unit] === 0) ?? 'ms';
}

/** The time in the unit, as it stands in a field. What is no number stands as it was typed. */
export function amountIn(value: unknown, unit: DurationUnit): string {
  if (typeof value === 'number') return String(value / MS[unit]);
  return typeof value === 'string' ? value : '';
}

/** What was typed, in milliseconds; undefined for nothing, the text itself where it is no number. */
export function readAmount(text: string, unit: DurationUnit): number | string | undefined {
  if (text.trim() === '') return undefined;
  const amount = Number(text);
  return Number.isFinite(amount) ? Math.round(amount * MS[unit]) : text;
}
